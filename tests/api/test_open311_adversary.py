"""Somebody with time and no scruples reads Open311 to learn what is not theirs: every way in ends at the same wall."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.test import Client

from liren.api.open311 import tokens
from liren.cases import commands as c
from liren.cases.queries.street import StreetFilter, street_reports
from liren.cases.rules.joining import SQUARE
from liren.kernel import Code
from liren.kernel.actor import ANONYMOUS
from liren.trust import sql
from tests.scene import OFFICE, id_of

V2 = "/open311/v2"
SECRETS = ("欧阳", "305 门口", "13800000147", "王小明")


@pytest.fixture(scope="module")
def story(town):
    """One lamp that may be seen, in a crowd of matters that may not."""
    town.now = datetime.now(UTC)
    told = {"words": "我姓欧阳，二楼窗外", "place_words": "锦禾里 1 幢 305 门口"}
    town.seen = town.report(n=1, **told)
    town.hidden = [
        town.report(n=1, sealed=True, **told),
        town.report(n=1, about_unit=id_of(OFFICE), **told),
        town.report(n=1, sealed=True, about_unit=UUID(int=7), **told),
        *(town.report(n=1, kind=Code(kind), **told) for kind in
          ("noise", "neighbour_dispute", "elder_living_alone", "property_complaint", "illegal_building", "other",
           "policy_question", "suggestion", "water_power_gas")),
    ]  # fmt: skip
    parent = town.in_progress(n=1, **told)
    town.do("desk", c.AddChild, parent, child=id_of("part"), kind=Code("road_damage"), words="另一半")
    town.hidden.append(id_of("part"))
    town.also_seen = parent
    return town


@pytest.fixture
def stranger():
    return Client(headers={"host": "localhost"})


def ids(client, **asked):
    return {one["service_request_id"] for one in client.get(f"{V2}/requests.json", asked).json()}


def test_what_is_hidden_is_in_no_list_under_no_filter(story, stranger):
    seen = {str(story.seen), str(story.also_seen)}
    kinds = sql.values("select distinct kind from cases_case")
    asked = [{}, {"status": "open"}, {"status": "closed"}, {"page_size": 1000}, {"service_code": ",".join(kinds)},
             *({"service_code": kind} for kind in kinds), {"bbox": "73,3,136,54"}]  # fmt: skip
    for one in asked:
        assert ids(stranger, **one) <= seen, one
    assert ids(stranger, service_code=",".join(kinds)) == seen


def test_what_is_hidden_is_not_there_by_id_or_token_and_looks_like_nothing_at_all(story, stranger):
    nothing = stranger.get(f"{V2}/requests/{UUID(int=1)}.json")
    no_token = stranger.get(f"{V2}/tokens/{tokens.token_of(UUID(int=1))}.json")
    for case in story.hidden:
        answer = stranger.get(f"{V2}/requests/{case}.json")
        assert (answer.status_code, answer.content, dict(answer.headers)) == (
            404,
            nothing.content,
            dict(nothing.headers),
        )
        answer = stranger.get(f"{V2}/tokens/{tokens.token_of(case)}.json")
        assert (answer.status_code, answer.content) == (404, no_token.content)
    assert ids(stranger, service_request_id=",".join(map(str, [*story.hidden, story.seen]))) == {str(story.seen)}


def test_pages_have_no_holes_where_something_is_hidden(story, stranger):
    pages = [ids(stranger, page=n, page_size=1) for n in range(1, 5)]
    assert [len(page) for page in pages] == [1, 1, 0, 0]


def test_no_word_name_house_number_or_serial_is_given_away(story, stranger):
    number = sql.value("select number from cases_case where id = %s", (story.seen,))
    for path in (f"requests/{story.seen}.json", f"requests/{story.seen}.xml", "requests.json", "requests.xml"):
        body = stranger.get(f"{V2}/{path}").content.decode()
        assert str(story.seen) in body
        assert not [secret for secret in (*SECRETS, number) if secret in body]
        assert stranger.get(f"{V2}/{path}").headers.get("Content-Length") is None or number not in body


def test_a_position_is_known_by_its_square_and_no_closer(story, stranger):
    """Whoever moves a box or a circle about the case learns which square it lies in, which is what is shown."""
    lat, lon = sql.one("select lat, lon from cases_case where id = %s", (story.seen,)).values()
    (shown,) = stranger.get(f"{V2}/requests/{story.seen}.json").json()
    assert (shown["lat"], shown["long"]) != (lat, lon)
    step = SQUARE / 20

    def found(west, south, east, north):
        box = StreetFilter(
            since=story.now.replace(year=story.now.year - 1), until=story.now.replace(year=story.now.year + 1),
            box=(west, south, east, north),
        )  # fmt: skip
        return story.seen in {one.id for one in street_reports(ANONYMOUS, box, story.now)}

    answers = {}
    for n in range(-30, 31):
        answers[n] = found(lon - 1, lat - 1, lon + 1, shown["lat"] + n * step)
    edge = min(n for n, yes in answers.items() if yes)
    assert edge == 0, "the northern edge finds the middle of the square, wherever in it the case lies"
    narrow = [found(lon - step, lat - step, lon + step, lat + step), found(lon, lat, lon, lat)]
    inside = abs(lat - shown["lat"]) <= step and abs(lon - shown["long"]) <= step
    assert narrow == [inside, False]


def test_a_stranger_reads_without_a_key_and_a_key_shows_no_more(story, stranger):
    assert ids(stranger, api_key="liren_live_" + "A" * 43) == ids(stranger)


def test_a_case_whose_kind_is_put_right_into_a_private_one_is_gone(story, stranger):
    case = story.report(n=2)
    assert str(case) in ids(stranger)
    story.do("desk", c.CorrectKind, case, kind=Code("neighbour_dispute"))
    assert str(case) not in ids(stranger)
    assert stranger.get(f"{V2}/requests/{case}.json").status_code == 404
