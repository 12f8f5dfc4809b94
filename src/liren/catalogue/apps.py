"""Hangs the catalogue's command on the registry."""

from pathlib import Path

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "liren.catalogue"
    verbose_name = "册：可配置的资料"

    def ready(self) -> None:
        from liren.catalogue import commands, events, families, handlers, worktime
        from liren.trust import registry

        families.family(
            "calendar", shape=worktime.Calendar, folder=Path(__file__).parent / "calendars", label="工作日历",
            check=worktime.check,
        )  # fmt: skip
        registry.right("catalogue.publish", "发布事项类别与规则")
        registry.command(
            commands.PublishEntry, label="发布配置", handler=handlers.publish, target=handlers.area_of,
            reach="within", right="catalogue.publish",
        )  # fmt: skip
        registry.house("setup", may=[commands.PublishEntry])
        registry.events(events.EntryPublished)
        registry.constraint("catalogue_entry_version", "entry_race", "别人刚刚发布了同一条配置的新版本，请看过再发布。")
        registry.constraint("catalogue_entry_positive", "entry_version", "版本号从 1 开始。")
