"""Addresses of the desk, of a case and of the inbox."""

from django.urls import path

from liren.web import staff
from liren.web.desk import (
    abuse,
    alarmed,
    bulk,
    call,
    case,
    export,
    from_hotline,
    handover,
    inbox,
    merge,
    on_map,
    paper,
    queue,
    saved,
)

urlpatterns = [
    path("home/", staff.home, name="home"),
    path("desk/", queue.desk, name="desk"),
    path("desk/rows/", queue.rows, name="desk-rows"),
    path("desk/alarms/", alarmed.strip_page, name="desk-alarms"),
    path("desk/case/<uuid:id>/", queue.pane, name="desk-pane"),
    path("desk/bulk/", bulk.bulk, name="desk-bulk"),
    path("desk/merge/", merge.merge, name="desk-merge"),
    path("desk/undo/<slug:act>/", merge.undo, name="desk-undo"),
    path("desk/handover/", handover.handover, name="desk-handover"),
    path("desk/handover/<uuid:id>/read/", handover.read, name="desk-handover-read"),
    path("desk/saved/", saved.save, name="desk-saved"),
    path("desk/saved/<uuid:id>/remove/", saved.remove, name="desk-saved-remove"),
    path("desk/saved/<uuid:id>/restore/", saved.restore, name="desk-saved-restore"),
    path("desk/columns/", saved.choose_columns, name="desk-columns"),
    path("desk/export.<slug:format>", export.export, name="desk-export"),
    path("desk/map.json", on_map.on_map, name="desk-map"),
    path("desk/call/", call.call_page, name="desk-call"),
    path("desk/call/<uuid:id>/", call.told, name="desk-call-told"),
    path("desk/abuse/", abuse.abuse_page, name="abuse"),
    path("desk/abuse/<uuid:id>/", abuse.abuse_case, name="abuse-case"),
    path("case/<uuid:id>/", case.case_page, name="case"),
    path("case/<uuid:id>/print/", paper.case_paper, name="case-paper"),
    path("case/<uuid:id>/reporter/", case.reveal, name="reveal-reporter"),
    path("case/<uuid:id>/photo/<uuid:photo>/", case.photo, name="case-photo"),
    path("case/<uuid:id>/hotline-return/", from_hotline.give_back, name="hotline-return"),
    path("case/<uuid:id>/<slug:act>/", case.act, name="act"),
    path("case/<str:number>/", case.by_number, name="case-number"),
    path("inbox/", inbox.inbox_page, name="inbox"),
    path("inbox/read/", inbox.read, name="inbox-read"),
    path("inbox/<uuid:id>/know/", inbox.acknowledge, name="inbox-know"),
]
