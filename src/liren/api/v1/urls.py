"""Addresses of the API, made of its table."""

from itertools import groupby

from django.urls import URLPattern, path, re_path

from liren.api.v1 import document
from liren.api.v1.door import address, nowhere
from liren.api.v1.table import TABLE

CONVERTERS = {"{id}": "<uuid:id>", "{code}": "<str:code>"}


def _route(template: str) -> str:
    for name, converter in CONVERTERS.items():
        template = template.replace(name, converter)
    return f"api/v1{template}"


urlpatterns: list[URLPattern] = [
    path("api/openapi.json", document.view, name="openapi"),
    *(
        path(_route(template), address(*operations))
        for template, operations in groupby(sorted(TABLE, key=lambda o: o.path), key=lambda o: o.path)
    ),
    re_path(r"^api/(?P<rest>[\s\S]*)\Z", nowhere),
]
