"""A county that comes from an earlier release reads its own wordings: stored entries are never rewritten."""

from datetime import UTC, datetime

from liren.catalogue import families, shelf
from liren.catalogue import queries as catalogue
from liren.kernel.ids import new_id
from liren.notices import kinds
from liren.trust import sql

BEFORE = {
    "code": "case_dispatched", "label": "派遣给单位", "level": "hint", "title": "派来一件事",
    "body": "{case}派给{unit}，请在{due}前签收。", "slots": {"case": "subject", "unit": "unit", "due": "time"},
}  # fmt: skip


def test_what_went_by_letter_goes_by_e_mail():
    old = families.read_stored(families.FAMILIES["notice"], BEFORE | {"mail": True})
    assert (old.channels, old.short) == (("email",), "")
    assert families.read_stored(families.FAMILIES["notice"], BEFORE | {"mail": False}).channels == ()


def test_a_key_that_never_was_is_still_a_mistake():
    assert kinds.upcast(BEFORE | {"mial": True}) == BEFORE | {"mial": True}


def test_an_entry_that_was_published_before_is_on_the_shelf(db):
    now = datetime.now(UTC)
    id = new_id()
    sql.insert(
        "catalogue_entry",
        {
            "id": id, "family": "notice", "code": "case_dispatched", "area": "321181", "version": 1,
            "spec": BEFORE | {"mail": True}, "digest": b"0", "effective_from": now, "legal_basis": "", "verified_by": "",
            "published_at": now,
        },
    )  # fmt: skip
    shelf._shelf = shelf._Shelf()
    found = catalogue.entry("notice", "case_dispatched", area="321181108001", at=now)
    assert (found.id, found.spec.channels) == (id, ("email",))
