"""How a case says that it is a drill (演练): by the first word of its title, wherever the title goes.

Lists, notices, messages, files, what a phone carries into the field and what other systems are shown all begin with the title,
so that none of them has to be taught the word; when the drill is lifted the title loses it. Nobody else can write it: a
report whose words hold it would be taken for a drill.
"""

from uuid import UUID

from liren.kernel.drills import MARK


def marked(title: str, drill: UUID | None) -> str:
    """The title of a new case: with the mark when it was begun for a drill, without it whatever its words were."""
    return MARK + title if drill is not None else title.replace(MARK, "“演练”")


def unmarked(title: str) -> str:
    """The title of a case that turned out to be real."""
    return title.removeprefix(MARK)
