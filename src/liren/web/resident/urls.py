"""Addresses of the resident's pages."""

from django.urls import path

from liren.web.resident import (
    calendars,
    find,
    home,
    keeper,
    photo,
    promises,
    receipt,
    report,
    seen,
    send,
    track,
    venues,
    where,
)

urlpatterns = [
    path("", home.start, name="start"),
    path("report/", report.begin, name="report"),
    path("report/what/", report.what, name="report-what"),
    path("report/kind/", report.kind, name="report-kind"),
    path("report/more/", report.more, name="report-more"),
    path("report/guess/", report.guessed, name="report-guess"),
    path("report/where/", where.where, name="report-where"),
    path("report/alike/", where.same, name="report-alike"),
    path("report/check/", send.check, name="report-check"),
    path("report/photo/<uuid:photo>/", photo.staged, name="staged-photo"),
    path("find/", find.by_number, name="find"),
    path("mine/<uuid:case>/", find.by_account, name="mine"),
    path("t/<str:token>", find.by_link, name="link"),
    path("track/", track.track, name="track"),
    path("track/receipt/", receipt.receipt, name="receipt"),
    path("track/photo/<uuid:photo>/", photo.of_case, name="track-photo"),
    path("track/<slug:act>/", track.act, name="track-act"),
    path("keeper/", keeper.keeper, name="keeper"),
    path("venues/", venues.venues_list, name="public-venues"),
    path("venues/map.json", venues.on_map, name="public-venues-map"),
    path("venues/<uuid:id>/", venues.venue_page, name="public-venue"),
    path("venues/<uuid:id>/poster/", venues.poster, name="venue-poster"),
    path("venues/<uuid:id>.ics", calendars.of_venue, name="venue-calendar"),
    path("venues/room/<uuid:id>.ics", calendars.of_room, name="room-calendar"),
    path("seen/", seen.seen, name="seen"),
    path("privacy/", promises.privacy, name="privacy"),
    path("access/", promises.access, name="access"),
]
