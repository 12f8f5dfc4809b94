"""Addresses of the board."""

from django.urls import path

from liren.web.board import board, party

urlpatterns = [
    path("board/", board.board, name="board"),
    path("board/map.json", board.on_map, name="board-map"),
    path("board/party/", party.party_page, name="board-party"),
    path("board/cases/<slug:name>/", board.listed, name="board-cases"),
]
