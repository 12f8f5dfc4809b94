"""Address of the search of staff."""

from django.urls import path

from liren.web.search import page

urlpatterns = [
    path("search/", page.search_page, name="search"),
    path("search/phone/", page.phone_page, name="search-phone"),
]
