-- Rows are found by the event they name, so that `bursar audit balance` can compare them page by page. Keys have no such index, which
-- every payment would have to pay for: they are read in their own order.

CREATE INDEX person_private_event ON person_private (authority_id, event);
CREATE INDEX category_event ON category (authority_id, event);
CREATE INDEX fact_event ON fact (authority_id, event);
CREATE INDEX fact_ended ON fact (authority_id, ended_event) WHERE ended_event IS NOT NULL;
