"""Decisions of the people room. Same inputs, same answer."""

from liren.people.rules.duties import (
    Duty,
    Rights,
    check_cancel,
    check_end,
    check_handover,
    check_post,
    check_stand_in,
    grant_start,
    in_order,
    needs_totp,
    overlaps,
    place,
    rights_now,
)
from liren.people.rules.founding import ADMINISTRATORS, check_founding
from liren.people.rules.leaves import check_leaving
from liren.people.rules.persons import clean_email, clean_mobile, clean_name, clean_work_phone
from liren.people.rules.rows import DUTY_COLUMNS, PERSON_COLUMNS, duty_rows, person_rows

__all__ = [
    "ADMINISTRATORS",
    "DUTY_COLUMNS",
    "PERSON_COLUMNS",
    "Duty",
    "Rights",
    "check_cancel",
    "check_end",
    "check_founding",
    "check_handover",
    "check_leaving",
    "check_post",
    "check_stand_in",
    "clean_email",
    "clean_mobile",
    "clean_name",
    "clean_work_phone",
    "duty_rows",
    "grant_start",
    "in_order",
    "needs_totp",
    "overlaps",
    "person_rows",
    "place",
    "rights_now",
]
