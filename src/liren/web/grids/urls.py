"""Addresses of dividing grids."""

from django.urls import path

from liren.web.grids import acts, boards, listing, studio

urlpatterns = [
    path("office/grids/", listing.grids_page, name="grids"),
    path("office/grids/cut/", acts.cut, name="cut-grids"),
    path("office/grids/cuts/<uuid:id>/stop/", acts.stop, name="stop-cut"),
    path("office/grids/cuts/<uuid:id>/adopt/", acts.adopt_all, name="adopt-cut"),
    path("office/grids/plans/<uuid:id>/move/", acts.move, name="move-buildings"),
    path("office/grids/plans/<uuid:id>/back/", acts.back, name="take-back-move"),
    path("office/grids/plans/<uuid:id>/drop/", acts.drop, name="drop-plan"),
    path("office/grids/plans/<uuid:id>/adopt/", acts.adopt, name="adopt-plan"),
    path("office/grids/<slug:code>/studio/", studio.studio_page, name="studio"),
    path("office/grids/<slug:code>/studio/start/", acts.start, name="start-plan"),
    path("office/grids/<slug:code>/boards/", boards.boards, name="boards"),
]
