"""Addresses of one's own work: what waits for me, what was drawn, what was pressed for."""

from django.urls import path

from liren.web.work import drawn, pressed, today

urlpatterns = [
    path("work/", today.work, name="work"),
    path("work/drawn/", drawn.drawn, name="drawn"),
    path("work/pressed/", pressed.pressed, name="pressed"),
]
