"""The two kinds of text column that codes live in: compared byte by byte, so that a prefix is a range."""

from django.db import models


def area_field(length: int = 17, *, null: bool = False) -> "models.CharField[str, str]":
    """An area code that sorts and compares byte by byte."""
    return models.CharField(max_length=length, db_collation="C", null=null)


def code_field(*, null: bool = False) -> "models.CharField[str, str]":
    """A code from a closed list."""
    return models.CharField(max_length=64, db_collation="C", null=null)
