"""Addresses about cameras. `/cameras/public/` and `/footage/` are everybody's."""

from django.urls import path

from liren.web.cameras import audit, camera, filing, footage, listing, offered, requests, viewing

urlpatterns = [
    path("cameras/", listing.cameras_page, name="cameras"),
    path("cameras/new/", camera.new_camera, name="new-camera"),
    path("cameras/offered/", offered.offered_page, name="offered-cameras"),
    path("cameras/filing/", filing.filing_page, name="camera-filing"),
    path("cameras/requests/", requests.requests_page, name="camera-requests"),
    path("cameras/requests/footage/<uuid:id>/", requests.footage_page, name="footage-request"),
    path("cameras/register/", audit.register_page, name="audit-views"),
    path("cameras/register/<uuid:id>/", audit.month_page, name="audit-month"),
    path("cameras/public/", footage.public_page, name="camera-counts"),
    path("cameras/tickets/<uuid:id>/", viewing.ticket_page, name="ticket"),
    path("cameras/<uuid:id>/", camera.camera_page, name="camera"),
    path("cameras/<uuid:id>/edit/", camera.edit_camera, name="edit-camera"),
    path("cameras/<uuid:id>/view/", viewing.ask_page, name="ask-view"),
    path("footage/", footage.ask_page, name="footage"),
    path("footage/mine/", footage.mine_page, name="footage-mine"),
    path("f/<str:token>/", footage.link, name="footage-link"),
]
