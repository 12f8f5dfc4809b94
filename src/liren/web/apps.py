"""The web room: pages by face, the look, and what they show when the answer is no."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Its templates lie beside the pages, so config names this folder in TEMPLATES DIRS."""

    name = "liren.web"
    label = "web"
