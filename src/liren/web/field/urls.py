"""Addresses of the keeper's phone."""

from django.urls import path

from liren.web.field import ground, report, today

urlpatterns = [
    path("field/", today.today, name="field"),
    path("field/report/", report.report, name="field-report"),
    path("field/ground/", ground.ground, name="ground"),
    path("field/me/", today.me, name="me"),
]
