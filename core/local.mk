noinst_LIBRARIES += core/libcore.a
core_libcore_a_SOURCES = \
	core/account.c \
	core/account.def \
	core/account.h \
	core/category.c \
	core/category.h \
	core/code.c \
	core/code.h \
	core/command.c \
	core/command.def \
	core/command.h \
	core/date.c \
	core/date.h \
	core/decide.c \
	core/decide.h \
	core/decide_admin.c \
	core/decide_money.c \
	core/decide_payment.c \
	core/decide_person.c \
	core/deciding.h \
	core/event.c \
	core/event.h \
	core/invitation.c \
	core/invitation.h \
	core/judge.c \
	core/judge.h \
	core/ledger.c \
	core/ledger.h \
	core/money.c \
	core/money.h \
	core/offer.c \
	core/offer.h \
	core/offer_check.c \
	core/offer_check.h \
	core/offer_file.c \
	core/offer_line.c \
	core/offer_line.h \
	core/offer_value.c \
	core/offer_value.h \
	core/payment.c \
	core/payment.def \
	core/payment.h \
	core/period.c \
	core/period.h \
	core/reason.c \
	core/reason.def \
	core/reason.h \
	core/role.c \
	core/role.h \
	core/rules.h \
	core/slice.c \
	core/slice.h \
	core/uplift.c \
	core/uplift.h

CORE_LIBS = core/libcore.a $(BASE_LIBS)
