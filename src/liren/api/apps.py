"""The api door as Django knows it."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """No tables: keys and limits live in trust, what is read and written in the rooms."""

    name = "liren.api"
    label = "api"
    verbose_name = "门：给别的系统的接口"
