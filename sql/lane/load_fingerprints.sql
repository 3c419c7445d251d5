-- Which of these certificates are registered, with whichever council.
SELECT fingerprint FROM staff_cert WHERE fingerprint = ANY ($2::bytea[]) AND $1::int > 0
