/* What the commands of a batch may look at, as the arrays that load's statements are sent with.
 * Each begins with the authority; one that is empty is not sent. */
#ifndef BURSAR_DAEMON_STORE_BATCH_WANTS_H
#define BURSAR_DAEMON_STORE_BATCH_WANTS_H

#include "base/map.h"
#include "daemon/store/batch/load.h"
#include "daemon/store/pq/bind.h"

struct wants {
	struct binds approved, staff, keys, certificates, invitations, credentials, twins,
		likenesses, refs, payments, judged, payees, accounts, caps, draws;
	struct bind *approved_payments, *approved_staff, *approved_from, *staff_ids, *key_staff,
		*key_uuids, *prints, *invited, *credential_staff, *credential_events, *folded,
		*alike, *ref_texts, *payment_ids, *judged_ids, *payee_codes, *codes, *cap_refs,
		*cap_codes, *cap_periods, *draw_refs, *draw_codes, *draw_periods;
	struct map refs_seen, accounts_seen, caps_seen, draws_seen, uplifts_seen, staff_seen;
	bool adds_staff;
	/* Payments are judged again, and not all lines of a code have the same kind of period. */
	bool periods_vary;
	const struct load *load;
};

/* Everything in the load's arena. */
struct wants *wants_of(const struct load *load);
/* Parameters that begin with the load's authority. */
struct binds wants_binds(const struct load *load);

#endif
