#include "daemon/store/lane_decide.h"

#include "daemon/store/clock.h"

/* What it would come to, of which nothing stays. */
static bool would_be_refused(struct slice *slice, const struct store_job *job)
{
	struct command command = job->command;
	struct outcome outcome;

	command.dry_run = true;
	command.asks_key = true;
	decide(slice, &command, &outcome);
	return outcome.kind == OUTCOME_REFUSED && !outcome.replayed;
}

static bool is_refused_too_often(
	struct slice *slice, struct refusals *refusals, const struct store_job *job, int64_t now_us)
{
	int max = job->of_batch ? REFUSALS_BATCH_MAX : REFUSALS_MAX;

	return !job->command.dry_run &&
		refusals_are_spent(refusals, job->command.staff_id, max, now_us) &&
		would_be_refused(slice, job);
}

void lane_decide(struct store_job *job, struct slice *slice, struct refusals *refusals,
	int64_t clock_us, int64_t now_us)
{
	const struct outcome *outcome = &job->outcome;

	if (!clock_dates(job->command.at_us, now_us - job->queued_us, clock_us)) {
		job->outcome = (struct outcome){.kind = OUTCOME_CLOCK};
		return;
	}
	if (is_refused_too_often(slice, refusals, job, now_us)) {
		job->outcome = (struct outcome){.kind = OUTCOME_REFUSED_TOO_OFTEN};
		return;
	}
	decide(slice, &job->command, &job->outcome);
	if (outcome->kind == OUTCOME_REFUSED && outcome->recorded && !outcome->replayed)
		refusals_count(refusals, job->command.staff_id, now_us);
}
