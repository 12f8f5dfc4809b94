"""What somebody said who was asked about an ended case, in words."""

from django.utils.translation import gettext as _

from liren.cases.kinds import SATISFACTION
from liren.web.display import worded


def said(solved: bool | None, satisfied: int | None) -> str:
    """Solved or not, and how satisfied where that was said; nothing before anybody answered."""
    if solved is None:
        return ""
    parts = [_("解决了") if solved else _("没解决"), worded(SATISFACTION[satisfied]) if satisfied else ""]
    return "，".join(filter(None, parts))
