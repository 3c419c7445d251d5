-- A payment may take the place of one of the person's that ended without money reaching anybody.

ALTER TABLE payment ADD COLUMN replaces bigint;
GRANT INSERT (replaces) ON payment TO bursar_daemon;
