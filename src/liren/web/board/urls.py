"""Addresses of the board."""

from django.urls import path

from liren.web.board import board, party, rates, topics

urlpatterns = [
    path("board/", board.board, name="board"),
    path("board/map.json", board.on_map, name="board-map"),
    path("board/topics/", topics.topics_page, name="board-topics"),
    path("board/topics/cases/", topics.topic_page, name="board-topic"),
    path("board/party/", party.party_page, name="board-party"),
    path("board/rates/", rates.rates, name="board-rates"),
    path("board/rates.xlsx", rates.table, name="rates-table"),
    path("board/rates/<slug:name>/", rates.listed, name="rates-cases"),
    path("board/rates/<slug:name>.xlsx", rates.file, name="rates-file"),
    path("board/cases/<slug:name>/", board.listed, name="board-cases"),
]
