-- What an authority's key file must give, so that a wrong one is known before anything is sealed under it: HMAC-SHA-256(key,
-- "bursar/key-check/v1"), which says nothing of the key. The owner writes it: `bursard authority add`, and `bursard migrate` for
-- authorities that were there before.
ALTER TABLE authority ADD COLUMN key_check bytea CHECK (octet_length(key_check) = 32);
