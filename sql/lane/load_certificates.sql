-- Which of these certificates are registered, with whichever council; one that was revoked is so for ever.
SELECT digest FROM credential WHERE kind = 'certificate' AND digest = ANY ($2::bytea[]) AND $1::int > 0
