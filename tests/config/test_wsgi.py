"""What the web process has ready before its first request."""

import gc

from django.urls import get_resolver

from liren.config import wsgi


def test_what_start_up_made_is_out_of_the_collectors_sight():
    assert wsgi.application
    assert gc.get_freeze_count() > 50_000, "else every full collection goes through all modules within somebody's page"


def test_the_pages_are_imported_before_the_first_request():
    assert "url_patterns" in vars(get_resolver())
