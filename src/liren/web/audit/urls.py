"""Addresses of the auditor's face."""

from django.urls import path

from liren.web.audit import entry, journal, looked

urlpatterns = [
    path("audit/", journal.journal_page, name="audit"),
    path("audit/entry/<uuid:id>/", entry.entry_page, name="audit-entry"),
    path("audit/looks/", looked.looks_page, name="audit-looks"),
]
