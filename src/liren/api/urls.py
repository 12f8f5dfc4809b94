"""Addresses of the interfaces."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("liren.api.open311.urls")),
    path("", include("liren.api.v1.urls")),
]
