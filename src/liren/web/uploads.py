"""Uploads are streamed to disk with a cap, so that a 50 MB photo is refused without being held in memory."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import StopUpload, TemporaryFileUploadHandler


class CappedFile(TemporaryFileUploadHandler):
    """A temporary file that stops growing past PHOTO_BYTES_MAX and is then marked `too_large`.

    The rest of the request is read on, so that the words typed beside the photo reach the form and are shown again.
    """

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.received = 0

    def handle_raw_input(self, input_data: Any, META: dict[str, Any], content_length: int, *args: Any) -> None:  # noqa: N803
        if content_length > settings.REQUEST_BYTES_MAX:
            raise StopUpload(connection_reset=True)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.received += len(raw_data)
        if self.received <= settings.PHOTO_BYTES_MAX:
            self.file.write(raw_data)

    def file_complete(self, file_size: int) -> Any:
        done: Any = super().file_complete(file_size)
        done.too_large = file_size > settings.PHOTO_BYTES_MAX
        return done
