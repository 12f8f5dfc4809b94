"""Addresses at which media engines ask whether somebody may look, and platforms push what their devices say."""

from django.urls import path

from liren.gateway.media import door
from liren.gateway.pushing import ctwing, onenet

urlpatterns = [
    path("media/auth", door.auth, name="media-auth"),
    path("push/ctwing", ctwing.push, name="push-ctwing"),
    path("push/onenet", onenet.push, name="push-onenet"),
]
