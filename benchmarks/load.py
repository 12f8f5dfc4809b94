"""Load many cases set-based, as the owner: copies of lives played through the gate, each with ids, place and times of its own."""

import json
import random
import re
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg

from benchmarks import house, land, lives
from liren.config.supervisor.attach import Attached

YEARS = 3
BATCH = 50_000
MOMENT = re.compile(r'"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z)"')
TO_TEXT = "to_char((p.times[{n}] + d.shift) at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"
TIMES = 4

DRAW = """
create table bench_draw (n int primary key, id uuid not null, life uuid not null, area text collate "C" not null,
                         version int not null, lon float8 not null, lat float8 not null, shift interval not null)
"""
PATTERN = "create table bench_pattern (entry uuid primary key, pattern text not null, times timestamptz[] not null)"

# what becomes of a column in a copy; every other column is copied as it stands
NEW_UUID = "md5(d.id::text || t.{c}::text)::uuid"
CHANGED: dict[str, dict[str, str]] = {
    "cases_case": {"id": "d.id", "number": "'测〔2023〕' || d.n", "serial": "d.n", "scope": "d.area", "area": "d.area",
                   "area_version": "d.version", "lon": "d.lon", "lat": "d.lat"},
    "cases_clock": {"case_id": "d.id"},
    "cases_note": {"case_id": "d.id", "id": NEW_UUID.format(c="id")},
    "cases_party": {"case_id": "d.id"},
    "cases_reporter": {"case_id": "d.id", "area": "d.area"},
    "cases_link": {"case_id": "d.id", "token": "sha256(t.token || uuid_send(d.id))",
                   "code": "sha256(t.code || uuid_send(d.id))"},
    "trust_key": {"id": NEW_UUID.format(c="id")},
    "trust_entry": {"id": "uuidv7(t.recorded_at + d.shift - clock_timestamp())", "subject": "d.id", "area": "d.area",
                    "key": NEW_UUID.format(c="key"), "salt": "sha256(t.salt || uuid_send(d.id))"},
}  # fmt: skip
OF_CASE = {"cases_case": "id", "trust_entry": "subject"}


def ensure(one: Attached, size: int, say: Callable[[str], None]) -> str:
    """The database of so many cases, loaded when it is not there yet or not of this release; its name."""
    name = f"bench_{size}"
    if house.known(one, name):
        house.point_at(one, name)
        return name
    began = time.monotonic()
    house.renew(one, name)
    house.point_at(one, name)
    land.lay()
    lives.appoint()
    played = lives.play()
    _empty(one, name)
    _history(house.address(one, "owner", name))
    load(house.address(one, "admin", name), played, size, say)
    house.finished(one, name)
    say(f"{size:,} 件装好，用时 {time.monotonic() - began:.0f} 秒")
    return name


def _empty(one: Attached, name: str) -> None:
    """A county that keeps up: no delivery waits, and no timer of the lives that were played."""
    with psycopg.connect(house.address(one, "admin", name)) as link:
        link.execute("truncate trust_delivery, trust_timer")


def _history(owner: str) -> None:
    """Partitions of the journal for the years before."""
    from liren.trust import partitions, roles

    now = datetime.now(UTC)
    for years in range(YEARS, 0, -1):
        partitions.ensure(owner, now - timedelta(days=366 * years))
    roles.ensure(owner)


def load(address: str, played: list[lives.Life], size: int, say: Callable[[str], None]) -> None:
    """Copy the lives until there are `size` cases; indexes for lists are made afterwards, which is much faster."""
    with psycopg.connect(address, autocommit=True) as link:
        link.execute("set synchronous_commit = off")
        link.execute("set session_replication_role = replica")
        link.execute("set maintenance_work_mem = '512MB'")
        link.execute(DRAW)
        link.execute(PATTERN)
        link.execute("grant select on bench_draw, bench_pattern to liren_app")
        _patterns(link, played)
        rest = size - len(played)
        _draw(link, played, rest)
        columns = {table: _columns(link, table) for table in CHANGED}
        indexes = _drop_indexes(link)
        for first in range(0, rest, BATCH):
            with link.transaction():
                for table in CHANGED:
                    link.execute(_copy(table, columns[table], first))
            say(f"  {min(first + BATCH, rest):,} / {rest:,}")
        for definition in indexes:
            link.execute(definition)
        link.execute("vacuum analyze")


def _drop_indexes(link: psycopg.Connection[Any]) -> list[str]:
    """Drop what no constraint needs; how to make it again, on the partitions too."""
    found = link.execute(
        """select indexrelid::regclass::text, pg_get_indexdef(indexrelid) from pg_index
           where indrelid = any(%s::regclass[]) and not indisunique
             and not exists (select from pg_constraint where conindid = indexrelid)""",
        (list(CHANGED),),
    ).fetchall()
    for name, _ in found:
        link.execute(f"drop index {name}")
    return [definition.replace(" ON ONLY ", " ON ") for _, definition in found]


def _draw(link: psycopg.Connection[Any], played: list[lives.Life], rest: int) -> None:
    """Which life each copy is of, where it lies and how much earlier it happened."""
    chance = random.Random(rest)
    micro = land.codes()
    versions = dict(link.execute("select area, id from places_area_version where upper_inf(during)").fetchall())
    chosen = chance.choices(played, [lives.WEIGHTS[life.ends] for life in played], k=rest)
    with link.cursor().copy("copy bench_draw from stdin") as out:
        for n, life in enumerate(chosen):
            place = chance.randrange(len(micro))
            lon, lat = lives.point(place, chance)
            days = YEARS * 365 if life.ends in lives.ENDED else lives.OPEN_DAYS
            back = timedelta(seconds=chance.randrange(days * 86400))
            noise = chance.getrandbits(128)
            made = UUID(int=noise & ~(0xF << 76) | (7 << 76))
            out.write_row((n, made, life.case, micro[place], versions[micro[place]], lon, lat, -back))
    link.execute("analyze bench_draw")


def _patterns(link: psycopg.Connection[Any], played: list[lives.Life]) -> None:
    """Each entry's data as a pattern for format(): case, area, version of the area, serial, then its times."""
    cases = [life.case for life in played]
    for entry, subject, data in link.execute(
        "select id, subject, data from trust_entry where subject = any(%s)", (cases,)
    ).fetchall():
        text = json.dumps(data, ensure_ascii=False).replace("%", "%%").replace(str(subject), "%1$s")
        for name, mark in (("area", '"%2$s"'), ("scope", '"%2$s"'), ("area_version", "%3$s"), ("serial", "%4$s")):
            if data.get(name) is not None:
                text = re.sub(rf'"{name}": ("[^"]*"|\d+)', f'"{name}": {mark}', text)
        if data.get("note"):
            text = text.replace(data["note"], "%5$s")
        times = sorted(set(MOMENT.findall(text)))
        for n, moment in enumerate(times):
            text = text.replace(moment, f"%{6 + n}$s")
        link.execute("insert into bench_pattern values (%s, %s, %s::timestamptz[])", (entry, text, times))


def _columns(link: psycopg.Connection[Any], table: str) -> list[tuple[str, str]]:
    """(name, type) of the columns that are not generated."""
    return link.execute(
        """select attname, format_type(atttypid, atttypmod) from pg_attribute
           where attrelid = %s::regclass and attnum > 0 and not attisdropped and attgenerated = '' and attidentity = ''
           order by attnum""",
        (table,),
    ).fetchall()


def _copy(table: str, columns: list[tuple[str, str]], first: int) -> str:
    changed = CHANGED[table]
    made = {
        name: changed.get(name) or (f't."{name}" + d.shift' if kind.startswith("timestamp") else f't."{name}"')
        for name, kind in columns
    }
    if table == "trust_entry":
        times = ", ".join(TO_TEXT.format(n=n) for n in range(1, TIMES + 1))
        note = "md5(d.id::text || (t.data->>'note'))::uuid"
        made["data"] = f"format(p.pattern, d.id, d.area, d.version, d.n, {note}, {times})::jsonb"
    names = ", ".join(f'"{name}"' for name in made)
    source = f"{table} t on t.{OF_CASE.get(table, 'case_id')} = d.life"
    if table == "trust_entry":
        source += " join bench_pattern p on p.entry = t.id"
    if table == "trust_key":
        source = "trust_entry e on e.subject = d.life join trust_key t on t.id = e.key"
    return f"""insert into {table} ({names}) select {", ".join(made.values())} from bench_draw d join {source}
               where d.n >= {first} and d.n < {first + BATCH} order by d.n"""


def compare(sample: int, seed: int = 1) -> int:
    """Fold `sample` random copies and hold them against their rows and the lives they copy; how many agreed.

    Raises AssertionError at the first that differs.
    """
    from liren.cases.queries import case_card
    from liren.cases.rules.fold import fold
    from liren.kernel.actor import the_house
    from liren.trust import sql

    house_actor, now = the_house("bench"), datetime.now(UTC)
    drawn = sql.rows(
        "select id, life, area, shift from bench_draw order by md5(n::text || %s) limit %s", (str(seed), sample)
    )
    for row in drawn:
        copy, life = (case_card(house_actor, id, now) for id in (row["id"], row["life"]))
        assert fold(entry.event for entry in copy.timeline) == copy.case, row["id"]
        assert [e.name for e in copy.timeline] == [e.name for e in life.timeline], row["id"]
        assert (copy.case.state, copy.case.version, copy.case.confirm) == (
            life.case.state, life.case.version, life.case.confirm,
        ), row["id"]  # fmt: skip
        assert copy.case.reported_at == life.case.reported_at + row["shift"], row["id"]
        assert (len(copy.notes), len(copy.clocks), copy.case.scope) == (len(life.notes), len(life.clocks), row["area"])
    return len(drawn)
