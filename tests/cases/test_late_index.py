"""Late is one comparison on an index: what PostgreSQL does for the late list, its count and the plain question."""

import json
from datetime import timedelta

import pytest

from liren.cases import queries
from liren.cases.queries import Filter
from liren.trust import sql
from tests.cases.room import DESK, Desk, import_town

MANY = 20_000


@pytest.fixture(scope="module")
def desk(db, tmp_path_factory):
    """Twenty thousand cases, one in ten of them open, one in forty late."""
    made = Desk(import_town(tmp_path_factory.mktemp("town")))
    first = made.dispatched()
    columns = [
        row["column_name"]
        for row in sql.rows(
            """select column_name from information_schema.columns
               where table_name = 'cases_case' and is_generated = 'NEVER' order by ordinal_position"""
        )
    ]
    told = {
        "id": "gen_random_uuid()", "number": "n::text || '号'",
        "state": "case when n %% 10 = 0 then 'dispatched' else 'withdrawn' end",
        "next_due_at": "case when n %% 10 = 0 then %s::timestamptz + (n %% 40 - 5) * interval '1 hour' end",
    }  # fmt: skip
    chosen = ", ".join(told.get(name, f'c."{name}"') for name in columns)
    sql.run(
        f"""insert into cases_case ({", ".join(f'"{name}"' for name in columns)})
            select {chosen} from cases_case c, generate_series(1, {MANY}) n where c.id = %s""",
        (made.now, first),
    )
    sql.run("analyze cases_case")
    return made


@pytest.fixture
def plans(monkeypatch):
    """The plans of every statement about cases that a question makes."""

    def ask(question):
        asked = []
        run = sql._run

        def keep(query, params=(), *args, **more):
            asked.append((query, params))
            return run(query, params, *args, **more)

        monkeypatch.setattr(sql, "_run", keep)
        question()
        monkeypatch.undo()
        return [_plan(query, params) for query, params in asked if "cases_case" in query]

    return ask


def _plan(query, params):
    found = sql.value(f"explain (format json) {query}", params)
    return (json.loads(found) if isinstance(found, str) else found)[0]["Plan"]


def nodes(plan):
    yield plan
    for below in plan.get("Plans", []):
        yield from nodes(below)


def scans(plan):
    """(node, index, condition) of everything that reads cases."""
    return [
        (n["Node Type"], n.get("Index Name", ""), n.get("Index Cond", "") + n.get("Recheck Cond", ""))
        for n in nodes(plan) if n.get("Relation Name") == "cases_case" or "Index Name" in n
    ]  # fmt: skip


def test_the_plain_question_reads_the_partial_index(desk):
    late = "select count(*) from cases_case where town = %s and next_due_at < %s"
    plan = _plan(late, ("321181108", desk.now))
    assert sql.value(late, ("321181108", desk.now)) == MANY // 40
    found = scans(plan)
    assert {index for _, index, _ in found if index} == {"cases_case_late"}
    assert any("next_due_at <" in condition and "town" in condition for _, _, condition in found)


def test_the_late_list_compares_on_its_index_and_sorts_nothing(desk, plans):
    (plan,) = plans(lambda: queries.page(DESK, Filter(queue="late"), desk.now))
    read = [(kind, cond) for kind, index, cond in scans(plan) if index.startswith("cases_case_town")]
    assert read
    assert all("sort_at <" in cond for kind, cond in read)
    assert not any(n["Node Type"] == "Seq Scan" and n["Relation Name"] == "cases_case" for n in nodes(plan))


def test_the_late_count_reads_open_cases_only(desk, plans):
    (plan,) = plans(lambda: queries.counts(DESK, desk.now))
    assert "cases_case_open" in {index for _, index, _ in scans(plan)}
    assert not any(n["Node Type"] == "Seq Scan" and n["Relation Name"] == "cases_case" for n in nodes(plan))
    assert queries.counts(DESK, desk.now)["late"] == MANY // 40
    assert queries.counts(DESK, desk.now + timedelta(days=3))["late"] > MANY // 40
