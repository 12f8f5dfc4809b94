"""Addresses of the follow-up; the draws are public."""

from django.urls import path

from liren.web.followup import calls, draws, exclusions, pressures

urlpatterns = [
    path("callbacks/", calls.calls, name="callbacks"),
    path("callbacks/number/", calls.number, name="callback-number"),
    path("callbacks/pressure/", pressures.pressures, name="pressures"),
    path("callbacks/exclusions/", exclusions.exclusions_page, name="exclusions"),
    path("callbacks/exclusions/<uuid:case>/", exclusions.exclusion, name="exclusion"),
    path("draws/", draws.draws, name="draws"),
    path("draws/<str:town>/<str:day>/", draws.draw, name="draw"),
    path("draws/<str:town>/<str:day>.csv", draws.tickets, name="draw-tickets"),
]
