"""Addresses of whistles: of one case, those that call my unit, the figures."""

from django.urls import path

from liren.web.whistles import figures, mine, room

urlpatterns = [
    path("case/<uuid:id>/whistle/", room.whistle_page, name="whistle"),
    path("work/whistles/", mine.mine, name="whistles-mine"),
    path("whistles/", figures.figures_page, name="whistles"),
]
