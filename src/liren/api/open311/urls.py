"""Addresses of Open311: the discovery, and the same methods under the production and the test endpoint."""

from django.urls import URLPattern, path, re_path

from liren.api.open311 import discovery, posting, requests, services, tokens
from liren.api.open311.errors import View, endpoint, nowhere


def _methods(root: str, name: str, post: View) -> list[URLPattern]:
    return [
        path(root, nowhere, {"rest": ""}, name=f"open311-{name}"),
        path(f"{root}discovery.<str:fmt>", endpoint(get=discovery.discovery)),
        path(f"{root}services.<str:fmt>", endpoint(get=services.services)),
        path(f"{root}services/<str:code>.<str:fmt>", endpoint(get=services.definition)),
        path(f"{root}requests.<str:fmt>", endpoint(get=requests.listing, post=post)),
        path(f"{root}requests/<str:id>.<str:fmt>", endpoint(get=requests.one)),
        path(f"{root}tokens/<str:token>.<str:fmt>", endpoint(get=tokens.token)),
    ]


urlpatterns = [
    path("open311/discovery.<str:fmt>", endpoint(get=discovery.discovery), name="open311-discovery"),
    *_methods("open311/v2/", "production", posting.post),
    *_methods("open311/test/v2/", "test", posting.rehearsed),
    re_path(r"^open311/(?P<rest>.*)$", nowhere),
]
