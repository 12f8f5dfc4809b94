"""Hangs the catalogue's commands on the registry."""

from pathlib import Path

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "liren.catalogue"
    verbose_name = "册：可配置的资料"

    def ready(self) -> None:
        from liren.catalogue import commands, events, families, handlers, rehearsing, worktime
        from liren.catalogue.handlers import lists, rehearsals
        from liren.trust import registry

        families.family(
            "calendar", shape=worktime.Calendar, folder=Path(__file__).parent / "calendars", label="工作日历",
            check=worktime.check, editable=worktime.EDITABLE,
        )  # fmt: skip
        registry.right("catalogue.draft", "起草事项类别与规则")
        registry.right("catalogue.publish", "发布事项类别与规则")
        registry.command(
            commands.PublishEntry, label="发布随附的配置", handler=handlers.publish, target=handlers.area_of,
            reach="within",
        )  # fmt: skip
        registry.command(
            commands.SaveDraft, label="保存草稿", handler=handlers.save_draft, target=handlers.new_draft,
            reach="within", right="catalogue.draft", see="catalogue.publish",
        )  # fmt: skip
        registry.command(
            commands.DiscardDraft, label="作废草稿", handler=handlers.discard_draft, target=handlers.load_draft,
            reach="within", right="catalogue.draft", see="catalogue.publish",
        )  # fmt: skip
        registry.command(
            commands.PublishDraft, label="发布草稿", handler=handlers.publish_draft, target=handlers.load_draft,
            reach="within", right="catalogue.publish", see="catalogue.draft",
        )  # fmt: skip
        registry.command(
            commands.ImportEntry, label="导入清单", handler=lists.take_over, target=lists.over_area, reach="within",
            right="catalogue.publish", see="catalogue.draft",
        )  # fmt: skip
        registry.command(
            commands.UndoEntryImport, label="撤销清单的导入", handler=lists.undo, target=lists.load_import,
            reach="within", right="catalogue.publish", see="catalogue.draft",
        )  # fmt: skip
        registry.command(
            commands.RehearseDraft, label="试算草稿", handler=rehearsals.rehearse, target=rehearsals.of_draft,
            reach="within", right="catalogue.publish", see="catalogue.draft",
        )  # fmt: skip
        registry.command(
            commands.PlayOn, label="接着试算", handler=rehearsals.play_on, target=rehearsals.running, reach="within",
        )  # fmt: skip
        registry.house("setup", may=[commands.PublishEntry])
        registry.house(rehearsing.NAME, may=[commands.PlayOn])
        registry.events(
            events.EntryPublished, events.DraftSaved, events.DraftRehearsed, events.DraftDiscarded, events.DraftPublished,
        )  # fmt: skip
        registry.constraint("catalogue_rehearsal_state", "rehearsal_state", "试算只有进行中、算完了两种。")
        registry.constraint("catalogue_entry_version", "entry_race", "别人刚刚发布了同一条配置的新版本，请看过再发布。")
        registry.constraint("catalogue_entry_positive", "entry_version", "版本号从 1 开始。")
        registry.constraint("catalogue_draft_state", "draft_state", "草稿只有未定、已发布、已作废三种。")
        registry.constraint("catalogue_draft_two_people", "two_people", "起草的人不能自己发布，请交给另一个人。")
        registry.constraint("catalogue_draft_one_open", "draft_twice", "这条配置已经有一份草稿，请在那一份上改。")
