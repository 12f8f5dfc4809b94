"""Decisions of the people room. Same inputs, same answer."""

from liren.people.rules.duties import Duty, check_end, check_handover, check_post, grant_start, in_order, place
from liren.people.rules.persons import clean_email, clean_mobile, clean_name, clean_work_phone
from liren.people.rules.rows import DUTY_COLUMNS, PERSON_COLUMNS, duty_rows, person_rows

__all__ = [
    "DUTY_COLUMNS",
    "PERSON_COLUMNS",
    "Duty",
    "check_end",
    "check_handover",
    "check_post",
    "clean_email",
    "clean_mobile",
    "clean_name",
    "clean_work_phone",
    "duty_rows",
    "grant_start",
    "in_order",
    "person_rows",
    "place",
]
