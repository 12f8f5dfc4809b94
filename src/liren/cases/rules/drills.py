"""How a case says that it is a drill (演练): by the first word of its title, wherever the title goes.

Lists, notices, messages, files, what a phone carries into the field and what other systems are shown all begin with the title,
so that none of them has to be taught the word; when the drill is lifted the title loses it.
"""

from uuid import UUID

MARK = "【演练】"


def marked(title: str, drill: UUID | None) -> str:
    """The title of a case that was begun for a drill, None for none."""
    return MARK + title if drill is not None else title


def unmarked(title: str) -> str:
    """The title of a case that turned out to be real."""
    return title.removeprefix(MARK)
