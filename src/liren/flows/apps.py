"""Hangs every flow on the registry: the directory listing is the diagram of how the rooms answer one another."""

import importlib
import pkgutil

from django.apps import AppConfig


class FlowsConfig(AppConfig):
    name = "liren.flows"
    verbose_name = "通：一件事引出另一件事"

    def ready(self) -> None:
        import liren.flows as here

        for module in pkgutil.iter_modules(here.__path__):
            if module.name.startswith("when_"):
                importlib.import_module(f"{here.__name__}.{module.name}").hang_up()
