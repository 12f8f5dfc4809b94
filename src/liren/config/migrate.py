"""Brings a database to this release: tables, partitions, what the application's role may do, shipped catalogue."""

import os
from datetime import UTC, datetime

import django


def migrate() -> None:
    """Run as the owner (LIREN_AS_OWNER=1 in the environment before Django starts)."""
    os.environ["LIREN_AS_OWNER"] = "1"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liren.config.settings")
    django.setup()
    from django.core.management import call_command

    from liren.catalogue import shipped
    from liren.trust import partitions, roles

    owner = os.environ["LIREN_OWNER_DATABASE_URL"]
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    partitions.ensure(owner)
    roles.ensure(owner)
    shipped.publish_all(datetime.now(UTC))
