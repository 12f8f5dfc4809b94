"""Addresses of the keeper's phone."""

from django.urls import path

from liren.web.field import board, case, ground, groups, registry, report, today

urlpatterns = [
    path("field/", today.today, name="field"),
    path("field/report/", report.report, name="field-report"),
    path("field/case/<uuid:id>/", case.case_page, name="field-case"),
    path("field/case/<uuid:id>/<slug:act>/", case.act, name="field-act"),
    path("field/ground/<str:code>/board/", board.board, name="field-board"),
    path("field/groups/", groups.groups, name="groups"),
    path("field/groups/list/", registry.registry, name="group-registry"),
    path("field/groups/list/<uuid:id>/", registry.change, name="change-group"),
    path("field/ground/", ground.ground, name="ground"),
    path("field/me/", today.me, name="me"),
]
