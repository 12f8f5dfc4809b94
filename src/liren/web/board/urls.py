"""Addresses of the board."""

from django.urls import path

from liren.web.board import board

urlpatterns = [
    path("board/", board.board, name="board"),
    path("board/map.json", board.on_map, name="board-map"),
    path("board/cases/<slug:name>/", board.listed, name="board-cases"),
]
