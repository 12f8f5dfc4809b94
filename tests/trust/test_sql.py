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
