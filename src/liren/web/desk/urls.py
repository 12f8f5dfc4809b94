"""Addresses of the desk, of a case and of the inbox."""

from django.urls import path

from liren.web import staff
from liren.web.desk import case, inbox, paper, queue

urlpatterns = [
    path("home/", staff.home, name="home"),
    path("desk/", queue.desk, name="desk"),
    path("case/<uuid:id>/", case.case_page, name="case"),
    path("case/<uuid:id>/print/", paper.case_paper, name="case-paper"),
    path("case/<uuid:id>/reporter/", case.reveal, name="reveal-reporter"),
    path("case/<uuid:id>/photo/<uuid:photo>/", case.photo, name="case-photo"),
    path("case/<uuid:id>/<slug:act>/", case.act, name="act"),
    path("case/<str:number>/", case.by_number, name="case-number"),
    path("inbox/", inbox.inbox_page, name="inbox"),
    path("inbox/read/", inbox.read, name="inbox-read"),
    path("inbox/<uuid:id>/know/", inbox.acknowledge, name="inbox-know"),
]
