"""Addresses at which media engines ask whether somebody may look."""

from django.urls import path

from liren.gateway.media import door

urlpatterns = [path("media/auth", door.auth, name="media-auth")]
