"""The outermost room as a Django app: it owns no tables, only the wiring."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "liren.config"
    label = "house"
    verbose_name = "宅：接线"
