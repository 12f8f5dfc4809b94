"""The act forms of a case page: the button that was pressed decides what is ordered."""

from uuid import uuid4

import pytest

from liren.web.attempt import Typed
from liren.web.desk.acts import FORMS


@pytest.mark.parametrize(
    ("act", "verb", "field", "expected"),
    [
        ("verify", "passed", "passed", True),
        ("verify", "failed", "passed", False),
        ("decide_relief", "granted", "granted", True),
        ("decide_relief", "no", "granted", False),
    ],
)
def test_the_button_that_was_pressed_decides(act, verb, field, expected):
    typed = Typed({"verb": verb, f"{act}-kind": "extend", f"{act}-words": "看过了"}, act)
    assert getattr(FORMS[act].build(uuid4(), typed, ()), field) is expected


def test_an_arbiter_can_name_another_unit():
    unit = uuid4()
    typed = Typed({"verb": "redirect", "decide_arbitration-unit": str(unit)}, "decide_arbitration")
    assert FORMS["decide_arbitration"].build(uuid4(), typed, ()).unit == unit
