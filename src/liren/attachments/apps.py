"""Hangs the attachments room on the registry."""

from django.apps import AppConfig


class AttachmentsConfig(AppConfig):
    name = "liren.attachments"
    verbose_name = "凭：照片与附件"

    def ready(self) -> None:
        from liren.attachments import commands, events, handlers
        from liren.trust import registry

        registry.command(
            commands.AttachPhotos, label="附上照片", handler=handlers.attach, target=handlers.staged_photos,
            reach="own", roles=[handlers.UPLOADER],
        )  # fmt: skip
        registry.events(events.PhotosAttached)
        registry.constraint("attachments_photo_state", "photo_state", "照片的状态不对，请重新选照片。")
        registry.constraint("attachments_photo_file", "photo_unfinished", "有照片还没有传完，请等传完再提交。")
        registry.constraint("attachments_photo_owner", "photo_owner", "照片没有归到一件事上，请重新选照片再提交。")
