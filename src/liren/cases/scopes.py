"""What other systems may be let into of this room by a key, each as little as it needs."""

from liren.attachments.commands import AttachPhotos
from liren.cases import commands
from liren.trust import registry

READ, WORDS, REPORT, NOTE = "cases.read", "cases.words", "cases.report", "cases.note"


def hang_up() -> None:
    """Register the scopes; rights of a key reach nothing sealed or confidential."""
    registry.scope(READ, "读案件：编号、类别、状态、时限、在哪个微网格、经过", rights=["cases.see"])
    registry.scope(WORDS, "读案件里写的话和确切的地点", rights=["cases.see"])
    registry.scope(REPORT, "替人上报，带照片", may=[commands.ReportCase, AttachPhotos])
    registry.scope(NOTE, "给案件写工作说明", rights=["cases.see", "cases.note"], may=[commands.NoteCase])
