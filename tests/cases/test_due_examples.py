"""Two hundred deadlines, each with its count day by day from a script that shares nothing with the product."""

import csv
from datetime import UTC, datetime
from pathlib import Path

import pytest

from liren.catalogue.reckoning import Extension, Pause, Reckoning, day_by_day, reckon
from liren.catalogue.worktime import SHANGHAI, Limit
from tests.cases import count_days
from tests.cases.scenes import CHINA

FILE = Path(__file__).with_name("due_examples.csv")
EXAMPLES = list(csv.DictReader(FILE.read_text("utf-8").splitlines()))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def reckoned(row: dict[str, str]) -> Reckoning:
    limit = Limit(float(row["amount"]), row["unit"])  # type: ignore[arg-type]
    pauses = [Pause(*map(at, text.split(".."))) for text in row["pauses"].split()]
    days, sign, granted = row["extension"].partition("@")
    return reckon(at(row["start"]), limit, CHINA, pauses, [Extension(at(granted), int(days))] if sign else [])


def test_there_are_two_hundred_of_them_with_what_the_issue_asks_for():
    assert len(EXAMPLES) == 200
    assert {row["start"][:4] for row in EXAMPLES} == {"2024", "2025", "2026"}
    assert {row["unit"] for row in EXAMPLES} == {"urgent_hour", "work_hour", "work_day", "day"}
    made_up = {day.isoformat() for year in CHINA.years for day in year.workdays}
    holidays = {day.isoformat() for year in CHINA.years for day in year.holidays}
    counted = [
        {part.partition(":")[0] for part in row["count"].split()} for row in EXAMPLES if row["unit"] != "urgent_hour"
    ]
    assert made_up & set.union(*counted) == {day for day in made_up if day > "2024-01"}, (
        "every 调休 day is counted in one"
    )
    assert sum(bool(row["pauses"]) for row in EXAMPLES) >= 40
    assert sum(bool(row["extension"]) for row in EXAMPLES) >= 25
    assert any(
        a[:10] < day < b[:10]
        for row in EXAMPLES
        for p in row["pauses"].split()
        for a, b in [p.split("..")]
        for day in holidays
    )


@pytest.mark.parametrize("row", EXAMPLES, ids=lambda row: row["no"])
def test_the_product_comes_to_the_same_minute_by_the_same_days(row: dict[str, str]):
    found = reckoned(row)
    assert found.due_at == at(row["due"]).astimezone(UTC)
    assert not found.provisional
    counted = [(d.day.isoformat(), d.used_s) for d in day_by_day(found, CHINA) if d.used_s]
    told = [(day, int(seconds)) for part in row["count"].split() for day, seconds in [part.split(":")]]
    assert counted == told


def test_the_table_is_what_the_script_says():
    assert list(count_days.rows()) == EXAMPLES
