"""Addresses for integrators."""

from django.urls import path

from liren.web.developers import page, reference

urlpatterns = [
    path("developers/", page.developers, name="developers"),
    path("developers/reference/", reference.reference, name="developers-reference"),
]
