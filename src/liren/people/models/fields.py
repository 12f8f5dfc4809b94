"""The field that every table of the room has."""

from django.db import models


def area_field() -> "models.CharField[str, str]":
    """An area code that sorts and compares byte by byte, so that a prefix is a range."""
    return models.CharField(max_length=17, db_collation="C")
