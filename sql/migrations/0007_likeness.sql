-- Refs that people would take for one another, and people who may be one and the same.

-- The ref without case and without points at its end. No two new people have the same; older ones may, and keep their refs.
ALTER TABLE person_private ADD COLUMN ref_fold text GENERATED ALWAYS AS (rtrim(lower(ref COLLATE "C"), '.')) STORED;
CREATE INDEX person_private_ref_fold ON person_private (authority_id, ref_fold);

-- HMAC-SHA-256 under a key of the authority of birth date and folded name: equal for people of the same name and birth date, and
-- nothing to anybody without the key. Of nobody recorded before, nor of people without a name. What is erased has none.
ALTER TABLE person_private ADD COLUMN likeness sha256_hash,
	ADD CONSTRAINT likeness_goes_with_what_is_sealed CHECK (likeness IS NULL OR sealed IS NOT NULL);
CREATE INDEX person_private_likeness ON person_private (authority_id, likeness, event) WHERE likeness IS NOT NULL;
