verify_libverify_a_SOURCES = \
	verify/accounts.c \
	verify/accounts.h \
	verify/audit.c \
	verify/audit.h \
	verify/findings.c \
	verify/findings.h \
	verify/merkle.c \
	verify/merkle.h \
	verify/pending.c \
	verify/pending.h \
	verify/provenance.c \
	verify/provenance.h \
	verify/provenance_log.c \
	verify/provenance_payee.c \
	verify/provenance_payment.c \
	verify/provenance_rows.h \
	verify/provenance_rules.c \
	verify/provenance_staff.c \
	verify/rows.c \
	verify/rows.h \
	verify/since.c \
	verify/since.h
