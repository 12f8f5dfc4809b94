"""Adversaries try to name a sealed reporter: the curious keeper, the head of the unit complained about, and somebody
who holds a copy of the whole database but not the keys.
"""

import hashlib
import zlib
from io import BytesIO

import pytest
from django.contrib.sessions.backends.db import SessionStore as PlainStore
from django.core import signing
from PIL import Image

from liren.attachments import queries as photos
from liren.attachments import staging
from liren.cases import commands as c
from liren.cases import queries
from liren.kernel import Missing
from liren.kernel.ids import new_id
from liren.trust import codec, journal, sql
from liren.trust.sessions import SessionStore
from tests.house import dump
from tests.scene import FOUNDED, OFFICE, id_of

PHONE = "13900009876"


def a_photo(scene, actor):
    """One staged photo and the key of the form it belongs to."""
    file = BytesIO()
    Image.new("RGB", (640, 480), "teal").save(file, "JPEG")
    file.seek(0)
    photo, form = new_id(), new_id()
    staging.stage(actor, file, photo=photo, form=form, now=scene.now)
    return photo, form


@pytest.fixture(scope="module")
def story(town):
    """A resident complains under seal about the enforcement office, with a photo; and does what anybody does besides."""
    reporter = town.actor("resident")
    photo, form = a_photo(town, reporter)
    case = town.report(
        reporter, n=2, sealed=True, phone=PHONE, name="王淑琴", about_unit=id_of(OFFICE), photos=(photo,), key=form
    )
    town.do(reporter, c.AddWords, case)
    town.do("desk", c.HandToKeeper, case, keeper=town.keeper(town.made.at(17)[2].code))
    town.do("desk", c.DispatchCase, case)
    town.do("handler", c.TakeUpCase, case)
    town.do("handler", c.ReportResult, case)
    town.do("verifier", c.VerifyCase, case)
    town.do(reporter, c.ConfirmCase, case)
    photos.open_photo(reporter, photo)
    session = SessionStore()
    session.update({"_auth_user_id": str(reporter.account), "report": {"case": str(case), "sent": True}})
    session.save()
    for person in ("resident", "neighbour"):
        open_case = town.report(town.actor(person), n=2)
        town.do(town.actor(person), c.AddWords, open_case)
    town.settle()
    town.case, town.photo, town.form = case, photo, form
    return town


# ---- the curious keeper of another grid ------------------------------------------------------------------------------


def test_the_keeper_of_another_grid_finds_nothing_at_all(story):
    curious = story.actor(story.made.at(17)[15].code)
    number = queries.case_card(story.actor("desk"), story.case, story.now).number
    for ask in (
        lambda: queries.case_card(curious, story.case, story.now),
        lambda: queries.reporter_masked(curious, story.case),
        lambda: queries.reporter_whole(curious, story.case, "好奇"),
        lambda: photos.open_photo(curious, story.photo),
        lambda: story.do(curious, c.NoteCase, story.case),
    ):
        with pytest.raises(Missing):
            ask()
    assert queries.by_number(curious, number) is None
    assert queries.names(curious, [story.case]) == {}
    assert journal.timeline(curious, story.case, FOUNDED) == []
    lines = queries.page(curious, queries.Filter(queue="ended", text=number), story.now).lines
    assert lines == ()


def test_her_own_keeper_sees_the_matter_but_not_who_reported_it(story):
    keeper = story.actor(story.made.at(17)[2].code)
    card = queries.case_card(keeper, story.case, story.now)
    account = story.account("resident")
    assert queries.reporter_masked(keeper, story.case) is None
    assert queries.reporter_whole(keeper, story.case, "上门") is None
    assert card.case.reporter not in (None, account)
    assert {e.actor_account for e in card.timeline}.isdisjoint({account})
    assert {(n.account, n.author) for n in card.notes.values() if n.kind in ("report", "add_words", "confirm")} <= {
        (None, None)
    }


# ---- the head of the unit complained about ---------------------------------------------------------------------------


def test_the_head_of_the_unit_complained_about_finds_no_complaint(story):
    head = story.actor("deputy")
    assert id_of(OFFICE) in head.units
    with pytest.raises(Missing):
        queries.case_card(head, story.case, story.now)
    with pytest.raises(Missing):
        queries.reporter_whole(head, story.case, "核实")
    for queue in ("open", "ended"):
        assert story.case not in {x.id for x in queries.page(head, queries.Filter(queue=queue), story.now).lines}
    assert queries.names(head, [story.case]) == {}
    assert story.account("deputy") not in {row["account"] for row in story.notices(story.case)}


def test_the_counts_of_the_head_do_not_count_it(story):
    head, desk = story.actor("deputy"), story.actor("desk")
    mine = queries.page(head, queries.Filter(queue="ended"), story.now).lines
    assert len(queries.page(desk, queries.Filter(queue="ended"), story.now).lines) == len(mine) + 1


# ---- somebody with a copy of the database ----------------------------------------------------------------------------


def test_nothing_ties_the_sealed_case_to_its_reporter_more_than_to_her_neighbour(story):
    rows = [(table, dump.tokens(row)) for table, row in dump.rows(story.cluster)]
    about = {t for _, found in rows if str(story.case) in found for t in found}
    keys = {t for table, found in rows if table == "trust_key" and found & about for t in found}
    case = about | keys
    ties = {}
    for person in ("resident", "neighbour"):
        account = str(story.account(person))
        assert str(story.case) not in {t for _, found in rows if account in found for t in found}
        near = {t for _, found in rows if account in found for t in found}
        near |= {t for table, found in rows if table == "trust_key" and found & near for t in found}
        ties[person] = case & near
    assert ties["resident"] == ties["neighbour"]


def test_no_row_holds_her_account_together_with_the_case(story):
    account, case = str(story.account("resident")), str(story.case)
    assert [table for table, row in dump.rows(story.cluster) if account in row and case in row] == []
    assert [table for table, row in dump.rows(story.cluster) if PHONE in row] == []
    assert [t for t, row in dump.rows(story.cluster) if account in row and str(story.photo) in row] == []


def read_plainly(data: str) -> str:
    """What anybody can read in a session row without a key: signed ones are only base64, perhaps compressed."""
    content = signing.b64_decode(data.split(":")[0].lstrip(".").encode())
    return (zlib.decompress(content) if data.startswith(".") else content).decode("utf-8", "replace")


def test_the_session_in_which_she_wrote_says_nothing(story):
    account, case = str(story.account("resident")), str(story.case)
    found = {"_auth_user_id": account, "report": {"case": case}}
    assert account in read_plainly(PlainStore().encode(found)), "Django's own would say it"
    kept = sql.values("select session_data from django_session")
    assert kept
    for data in kept:
        assert [one for one in (account, case) if one in data + read_plainly(data)] == []


def test_her_phone_cannot_be_tried_out_against_the_digest_of_her_form(story):
    report = c.ReportCase(
        case_id=new_id(),
        note=new_id(),
        kind="street_light_out",
        words="路灯不亮",
        phone=PHONE,
        sealed=True,
        lon=119.8,
        lat=32.1,
    )
    form = new_id()
    story.order(report, story.actor("resident"), key=form)
    plain = b"ReportCase\0" + codec.encode(report)
    kept = sql.one("select actor, payload from trust_key where id = %s", (form,))
    guesses = {hashlib.new(name, plain).digest() for name in ("sha256", "sha3_256", "blake2s")}
    assert bytes(kept["payload"]) not in guesses
    assert bytes(kept["payload"]) == codec.payload_digest(report), "the gate itself still knows it"


def test_two_keys_of_one_account_do_not_look_alike(story):
    forms = [new_id() for _ in range(3)]
    for form in forms:
        story.report(story.actor("resident"), key=form)
    mine = sql.values("select actor from trust_key where id = any(%s)", ([story.form, *forms],))
    assert len({bytes(digest) for digest in mine}) == 4


def test_a_pseudonym_differs_from_case_to_case(story):
    other = story.report(story.actor("resident"), sealed=True)
    assert story.state(other).reporter != story.state(story.case).reporter
    who = {row["who"] for row in sql.rows("select who from cases_party where case_id = %s", (other,))}
    assert story.account("resident") not in who
