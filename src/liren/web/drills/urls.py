"""Addresses of drills."""

from django.urls import path

from liren.web.drills import page, plan, real, record

urlpatterns = [
    path("office/drills/", page.drills_page, name="drills"),
    path("office/drills/new/", plan.new_drill, name="new-drill"),
    path("office/drills/real/", real.say_real, name="drill-real"),
    path("office/drills/<uuid:id>/", record.drill_page, name="drill"),
    path("office/drills/<uuid:id>/paper/", record.paper, name="drill-paper"),
]
