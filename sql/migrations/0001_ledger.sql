-- Tables of bursar (docs: HACKING.md, "The database"). Every key starts with authority_id: one council never waits for or
-- sees another. Money is integer pence, instants are UTC, dates are those of Europe/London.
-- Foreign keys stand where a human decision hangs on them, and not on the append path of events and transfers, where they
-- double the cost: there triggers guard (0002) and `bursar audit balance` proves.

-- A length within the pattern would make matching ten times as dear.
CREATE DOMAIN code AS text CHECK (VALUE ~ '^[a-z][a-z0-9-]*$' AND octet_length(VALUE) <= 48);
CREATE DOMAIN sha256_hash AS bytea CHECK (octet_length(VALUE) = 32);
CREATE DOMAIN pence AS bigint CHECK (VALUE BETWEEN 1 AND 99999999999);

CREATE TABLE authority (
	authority_id integer PRIMARY KEY CHECK (authority_id > 0),
	code code NOT NULL UNIQUE,
	name text NOT NULL
);

-- The head of each authority's log: how many events it holds. Locked FOR UPDATE by the lane, which makes one writer per authority.
CREATE TABLE log_head (
	authority_id integer PRIMARY KEY REFERENCES authority,
	size bigint NOT NULL DEFAULT 0 CHECK (size >= 0),
	at timestamptz NOT NULL DEFAULT '-infinity', -- of the last event
	offer_serial integer NOT NULL DEFAULT 0      -- rises with each published offer
);

CREATE TABLE event (
	authority_id integer NOT NULL,
	number bigint NOT NULL CHECK (number >= 0),
	at timestamptz NOT NULL,
	day date NOT NULL,
	kind code NOT NULL,
	staff_id integer NOT NULL,
	bytes bytea NOT NULL, -- canonical JSON, never re-serialised
	leaf sha256_hash NOT NULL CHECK (leaf = sha256('\x00'::bytea || bytes)), -- RFC 6962 2.1
	PRIMARY KEY (authority_id, number)
);

CREATE TABLE staff (
	authority_id integer NOT NULL REFERENCES authority,
	staff_id integer NOT NULL CHECK (staff_id > 0),
	name text NOT NULL CHECK (NOT starts_with(name, '@sealed:')), -- the mark of sealed values in replies (0003)
	roles text[] NOT NULL CHECK (roles <@ ARRAY['adviser', 'manager', 'finance', 'auditor', 'admin'] AND cardinality(roles) > 0),
	active boolean NOT NULL DEFAULT true,
	event bigint NOT NULL,
	PRIMARY KEY (authority_id, staff_id)
);

-- Who a client certificate is. Outside row security: it is what tells the authority.
CREATE TABLE staff_cert (
	fingerprint sha256_hash PRIMARY KEY,
	authority_id integer NOT NULL,
	staff_id integer NOT NULL,
	FOREIGN KEY (authority_id, staff_id) REFERENCES staff
);

-- All that is personal, sealed under the person's own key, which is wrapped by the authority's. Erasing sets ref, wrapped_key
-- and sealed to NULL; person_id is random and says nothing.
CREATE TABLE person_private (
	authority_id integer NOT NULL REFERENCES authority,
	person_id uuid NOT NULL,
	event bigint NOT NULL,
	ref text CHECK (NOT starts_with(ref, '@sealed:')),
	wrapped_key bytea,
	sealed bytea, -- {"born":"2000-01-31","name":"…"|null}
	PRIMARY KEY (authority_id, person_id),
	UNIQUE (authority_id, ref)
);

-- Free text that may name somebody: salt (32 bytes) and text, sealed under the person's key. The event holds HMAC(salt, text).
CREATE TABLE person_text (
	authority_id integer NOT NULL,
	event bigint NOT NULL,
	field code NOT NULL, -- payee, reason, evidence, value
	person_id uuid, -- NULL: about no person, sealed under the authority's key
	sealed bytea,
	PRIMARY KEY (authority_id, event, field)
);

-- A dated determination. In force on a day: the one with the latest from_date on or before it, of these the latest event.
CREATE TABLE category (
	authority_id integer NOT NULL,
	person_id uuid NOT NULL,
	from_date date NOT NULL, -- -infinity: from the 16th birthday, which is not written here
	event bigint NOT NULL,
	code code NOT NULL CHECK (code IN ('eligible', 'relevant', 'former-relevant', 'qualifying')),
	PRIMARY KEY (authority_id, person_id, from_date, event)
);

-- In force on a day D: from_date <= D and (until_date is null or D <= until_date).
CREATE TABLE fact (
	authority_id integer NOT NULL,
	person_id uuid NOT NULL,
	code text NOT NULL CHECK (code ~ '^[a-z][a-z0-9-]{0,47}(:[a-z][a-z0-9-]{0,47})?$'),
	event bigint NOT NULL,
	from_date date NOT NULL,
	until_date date, -- the last day it holds
	ended_event bigint,
	PRIMARY KEY (authority_id, person_id, code, event)
);

CREATE TABLE offer (
	authority_id integer NOT NULL REFERENCES authority,
	version integer NOT NULL CHECK (version > 0),
	effective date NOT NULL,
	digest sha256_hash NOT NULL, -- of text
	text text NOT NULL,     -- the published file, byte for byte
	json text NOT NULL,     -- as GET /v1/offer prints it
	event bigint NOT NULL,
	PRIMARY KEY (authority_id, version)
);

-- Balances are derived by the trigger on transfer; the daemon may insert an account, and never touches its figures.
-- account_id = event number * 16 + the account's place among those its event made.
CREATE TABLE account (
	authority_id integer NOT NULL,
	account_id bigint NOT NULL,
	code text NOT NULL, -- grantor, bank, fund:F:YEAR, payable:F:YEAR, offer:E, drawn:E, cap:PERSON:E:PERIOD
	book text NOT NULL CHECK (book IN ('money', 'allowance')),
	floor bigint CHECK (floor = 0), -- NULL: may be overdrawn
	credited bigint NOT NULL DEFAULT 0 CHECK (credited >= 0),
	debited bigint NOT NULL DEFAULT 0 CHECK (debited >= 0),
	reserved bigint NOT NULL DEFAULT 0 CHECK (reserved >= 0),
	person_id uuid,         -- of a cap
	entitlement text,       -- of a cap
	period text,            -- of a cap; the year of a fund and a payable
	base_pence bigint,      -- of a cap: what the offer, and no award, has credited
	PRIMARY KEY (authority_id, account_id),
	UNIQUE (authority_id, code),
	-- Every account has a floor but the sources and the bank. Checked at every change of a balance, so without taking code apart.
	CONSTRAINT account_floor CHECK ((floor IS NULL) = (code = 'grantor' OR code = 'bank' OR starts_with(code, 'offer:'))),
	CONSTRAINT account_overdrawn CHECK (floor IS NULL OR credited - debited - reserved >= floor)
) WITH (fillfactor = 70); -- room for new versions of a row beside the old: balances change often, indexes then need not
CREATE INDEX account_cap ON account (authority_id, person_id) WHERE person_id IS NOT NULL;
CREATE INDEX account_year ON account (authority_id, period) WHERE person_id IS NULL AND period IS NOT NULL;

CREATE TABLE transfer (
	authority_id integer NOT NULL,
	event bigint NOT NULL,
	n smallint NOT NULL CHECK (n >= 0),
	phase text NOT NULL CHECK (phase IN ('post', 'reserve', 'settle', 'release')),
	from_account bigint NOT NULL,
	to_account bigint NOT NULL CHECK (to_account <> from_account),
	amount_pence pence NOT NULL,
	resolves_event bigint,
	resolves_n smallint,
	PRIMARY KEY (authority_id, event, n),
	CHECK ((phase IN ('settle', 'release')) = (resolves_event IS NOT NULL)),
	CHECK ((resolves_event IS NULL) = (resolves_n IS NULL))
);
CREATE UNIQUE INDEX transfer_resolves ON transfer (authority_id, resolves_event, resolves_n) WHERE resolves_event IS NOT NULL;

CREATE TABLE award (
	authority_id integer NOT NULL,
	event bigint NOT NULL,
	person_id uuid NOT NULL,
	entitlement code NOT NULL,
	on_date date NOT NULL,
	period text NOT NULL,
	amount_pence pence NOT NULL,
	account_id bigint NOT NULL,
	PRIMARY KEY (authority_id, event)
);
CREATE INDEX award_person ON award (authority_id, person_id);

-- payment_id is the number of the event that requested it. content covers person, entitlement, amount, payee and need date.
CREATE TABLE payment (
	authority_id integer NOT NULL,
	payment_id bigint NOT NULL,
	person_id uuid NOT NULL,
	entitlement code NOT NULL,
	amount_pence pence NOT NULL,
	need_date date NOT NULL,
	offer_version integer NOT NULL,
	content sha256_hash NOT NULL,
	requester integer NOT NULL,
	state text NOT NULL DEFAULT 'requested' CHECK (state IN ('requested', 'approved', 'declined', 'paid')),
	period text NOT NULL,
	year text NOT NULL,
	cap_account bigint NOT NULL,
	drawn_account bigint NOT NULL,
	reserve_n smallint NOT NULL, -- the transfer of its own event that reserves the cap
	fund_account bigint,
	payable_account bigint,
	approved_event bigint,
	closed_event bigint, -- declined or paid
	CONSTRAINT payment_shape CHECK (
		(state IN ('approved', 'paid')) = (fund_account IS NOT NULL)
		AND (fund_account IS NULL) = (payable_account IS NULL)
		AND (fund_account IS NULL) = (approved_event IS NULL)
		AND (state IN ('declined', 'paid')) = (closed_event IS NOT NULL)),
	PRIMARY KEY (authority_id, payment_id),
	-- What an approval refers to. Who asked is looked at once a statement (payment_begin), since here it is once a row.
	UNIQUE (authority_id, payment_id, content, requester)
);
CREATE INDEX payment_person ON payment (authority_id, person_id);
CREATE INDEX payment_open ON payment (authority_id, state, payment_id) WHERE state IN ('requested', 'approved');

-- The approver is not the requester, and what was approved is the content as it stands: neither can be otherwise.
CREATE TABLE approval (
	authority_id integer NOT NULL,
	payment_id bigint NOT NULL,
	content sha256_hash NOT NULL,
	requester integer NOT NULL,
	approver integer NOT NULL,
	stage smallint NOT NULL CHECK (stage IN (1, 2)),
	event bigint NOT NULL,
	PRIMARY KEY (authority_id, payment_id, stage),
	UNIQUE (authority_id, payment_id, approver),
	CONSTRAINT approval_own CHECK (approver <> requester),
	CONSTRAINT approval_content FOREIGN KEY (authority_id, payment_id, content, requester)
		REFERENCES payment (authority_id, payment_id, content, requester),
	FOREIGN KEY (authority_id, approver) REFERENCES staff
);

-- What was refused, found by person. The figures are in the event.
CREATE TABLE refusal (
	authority_id integer NOT NULL,
	event bigint NOT NULL,
	person_id uuid,      -- unless a fund's
	payment_id bigint,
	entitlement text,
	amount_pence bigint,
	reasons text[] NOT NULL CHECK (cardinality(reasons) > 0),
	need_date date,
	PRIMARY KEY (authority_id, event)
);
CREATE INDEX refusal_person ON refusal (authority_id, person_id);

-- Idempotency keys, for ever: HMAC-SHA-256 under the authority's key of method, target and body, and the event it made.
CREATE TABLE command_key (
	authority_id integer NOT NULL,
	staff_id integer NOT NULL,
	key uuid NOT NULL,
	request sha256_hash NOT NULL,
	event bigint NOT NULL,
	PRIMARY KEY (authority_id, staff_id, key)
);
