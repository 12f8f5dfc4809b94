"""The thin way to PostgreSQL keeps what it promises."""

from django.db import transaction

from liren.trust import sql


def test_a_longer_time_limit_really_is_longer(db):
    """PostgreSQL itself ignores a new limit while the old one's clock runs: imports would stop after fifteen seconds."""
    with transaction.atomic():
        sql.setting("transaction_timeout", "300ms")
        sql.setting("transaction_timeout", "10s")
        sql.run("select pg_sleep(0.6)")
        assert sql.value("select current_setting('transaction_timeout')") == "10s"


def test_a_statement_planned_anew_is_never_kept_prepared(db):
    """A kept one is soon planned for any values, which for a range of them is four times slower."""
    kept = "select count(*) from pg_prepared_statements where statement like '%%as kept_plan'"
    for _ in range(3):
        sql.rows("select %s::int as fresh_plan", (1,), anew=True)
        sql.rows("select %s::int as kept_plan", (1,))
    assert sql.value(kept) == 1
    assert sql.value(kept.replace("kept_plan", "fresh_plan")) == 0
