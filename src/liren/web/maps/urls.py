"""Addresses of the map's parts."""

from django.urls import path

from liren.web.maps import frame, tiles

urlpatterns = [
    path("map/frame.json", frame.frame, name="map-frame"),
    path("map/where.json", frame.where, name="map-where"),
    path("tiles/<slug:layers>/<int:epoch>/<int:z>/<int:x>/<int:y>.mvt", tiles.tile, name="tile"),
]
