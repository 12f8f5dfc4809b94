"""Addresses of the command board."""

from django.urls import path

from liren.web.command import chain, figures, on_map, page

urlpatterns = [
    path("command/", page.command_page, name="command"),
    path("command/now/", page.now_part, name="command-now"),
    path("command/map/<slug:layer>.json", on_map.layer_door, name="command-map"),
    path("command/figures/<slug:name>/", figures.listed, name="command-figure"),
    path("command/alarms/<uuid:id>/", chain.chain_page, name="command-chain"),
]
