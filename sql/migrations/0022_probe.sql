-- Whether a row can be written at all: daemons ask at most every ten seconds, when they are asked how they are. No part of any
-- ledger, and of no authority.
CREATE TABLE probe (
	one boolean PRIMARY KEY DEFAULT true CHECK (one),
	at timestamptz NOT NULL
);
GRANT SELECT, INSERT (at), UPDATE (at) ON probe TO bursar_daemon;
GRANT SELECT ON probe TO bursar_auditor;
