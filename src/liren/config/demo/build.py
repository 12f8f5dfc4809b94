"""Builds the demonstration town through the gate: map, buildings, units, people with duties, and ten days of history.

Every id and key is derived from a name, so a build that was cut off goes on where it stopped, and a second one does
nothing. Run by the supervisor once, in a directory that `liren demo` made.
"""

import os
import sys
import tempfile
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import django
import structlog

from liren.config.demo.town import Town
from liren.kernel import Command

log = structlog.get_logger()
SEED = 2026
VENUES, ROOMS = 11, 22  # of the town; the zone has its own
FOUNDED = datetime(2026, 1, 1, tzinfo=UTC)


def main() -> int:
    """Build, and say how long it took."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liren.config.settings")
    django.setup()
    from liren.config.demo import (
        cameras,
        devices,
        drills,
        followup,
        groups,
        helping,
        history,
        hotline,
        keys,
        messages,
        open311,
        orders,
        routing,
        sensors,
        services,
        sip,
        town,
        town_people,
        triage,
        venues,
        whistles,
    )
    from liren.config.demo.stage import Stage, spots
    from liren.trust import replayed

    began = datetime.now(UTC)
    replayed.declare()
    made = town.generate(SEED)
    draw_map(made)
    appoint(made)
    town_people.build(made, began.date())
    venues.build(venues.generate(made, SEED, VENUES, ROOMS, head="town"), began, head="town")
    routing.publish(order, staff)
    keys.issue(order, began)
    open311.subscribe(order, began)
    stage = Stage(spots(made), "replay")
    cases = history.write(stage, "history", SEED, began)
    routing.write(stage, began)
    whistles.write(stage, began)
    helping.write(stage, began)
    groups.write(stage, began)
    followup.write(stage, SEED, began)
    hotline.write(stage, began)
    open311.write(stage, began)
    triage.write(stage, SEED, began)
    services.write(stage, SEED, began)
    cameras.write(stage, began, order)
    devices.write(stage, began, order)
    drills.write(stage, began)
    orders.write(stage, began, order)
    sensors.write(stage, began, order)
    sip.write(stage, began, order)
    messages.write(began)
    seconds = (datetime.now(UTC) - began).total_seconds()
    log.info("demonstration built", areas=len(made.areas), buildings=len(made.buildings), cases=cases, seconds=seconds)
    return 0


def draw_map(made: Town) -> None:
    """Divisions, outlines and buildings, as files, through the same readers as anybody's."""
    from liren.config.demo import town
    from liren.config.demo.cast import TOWN
    from liren.kernel import AreaCode
    from liren.places.rules import order_areas, order_buildings, order_divisions

    with tempfile.TemporaryDirectory() as folder:
        files = town.write(made, Path(folder))
        order("divisions", [order_divisions(files.divisions.read_bytes(), files.divisions.name)])
        order("areas", [order_areas(files.areas.read_bytes(), "wgs84")])
        order("buildings", [order_buildings(files.buildings.read_bytes(), "buildings.csv", AreaCode(TOWN), "wgs84")])


def appoint(made: Town) -> None:
    """Units, the cast with a click-in account each, and one keeper per grid and micro-grid."""
    from liren.config.demo import cast
    from liren.config.demo.town_names import phone
    from liren.kernel import AreaCode
    from liren.people.commands import RegisterUnit

    units = [RegisterUnit(unit=u.id, parent=None, kind=u.kind, name=u.name, area=AreaCode(u.area)) for u in cast.UNITS]
    order("units", units)
    for n, part in enumerate((*cast.PARTS, *cast.COLLEAGUES)):
        staff(part.username, part.name, part.posts, phone(9000 + n))
    taken = {(post, area) for part in cast.PARTS for post, area, _ in part.posts}
    for keeper in made.keepers:
        if (str(keeper.post), str(keeper.area)) not in taken:
            posts = ((str(keeper.post), str(keeper.area), None),)
            staff(f"k-{keeper.area}-{keeper.post}", keeper.name, posts, keeper.phone)


def staff(username: str, name: str, posts: tuple[tuple[str, str, str | None], ...], phone: str) -> None:
    """One account with a click-in button, one person, the posts they hold since the county was founded."""
    from liren.config.demo.cast import COUNTY_UNIT, TOWN, UNIT, ZONE_UNIT, id_of
    from liren.kernel import AreaCode
    from liren.people.commands import AppointDuty, LinkAccount, RegisterPerson
    from liren.trust.commands import OpenAccount

    account, person = id_of("account:" + username), id_of("person:" + username)
    area = AreaCode(posts[0][1] if posts else TOWN)
    orders: list[Command] = [
        OpenAccount(
            account=account, username=username, name=name, password=None, must_use_totp=False, demo=True,
            area=area,
        )
    ]  # fmt: skip
    if posts:
        orders += [
            RegisterPerson(person=person, area=area, name=name, work_phone=phone),
            LinkAccount(person=person, account=account),
        ]
    orders += [
        AppointDuty(
            duty=id_of(f"duty:{username}:{post}"), person=person, post=post, area=AreaCode(where), starts=FOUNDED,
            unit=(UNIT | ZONE_UNIT | COUNTY_UNIT)[unit].id if unit else None,
        )
        for post, where, unit in posts
    ]  # fmt: skip
    order("staff:" + username, orders)


def order(name: str, orders: Iterable[Command]) -> None:
    """Carry orders out as the demonstration's own house actor."""
    from liren.config.demo.cast import id_of
    from liren.kernel.actor import the_house
    from liren.trust import gate

    for n, order in enumerate(orders):
        gate.execute(
            order,
            actor=the_house("demo"),
            now=datetime.now(UTC),
            key=id_of(f"key:{name}:{n}"),
        )


if __name__ == "__main__":
    sys.exit(main())
