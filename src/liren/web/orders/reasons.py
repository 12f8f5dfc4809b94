"""Why a member is suggested, or nobody, in words: 能做“理发”，是女队员，合要求，离点单人约 300 米，手上 1 单。"""

from collections.abc import Iterable
from functools import reduce

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from liren.services.rules.reasons import Reason
from liren.web.display import worded

WORDS: dict[str, str | Promise] = {
    "does": _("能做“%(of)s”"),
    "woman": _("是女队员，合要求"),
    "man": _("是男队员，合要求"),
    "grid": _("同一网格的邻居"),
    "metres": _("离点单人约 %(n)d 米"),
    "same_place": _("就在同一个微网格"),
    "load": _("手上 %(n)d 单"),
    "free": _("手上没有单"),
    "no_skill": _("队里还没有人登记这项特长"),
    "no_place": _("会这项的队员都不在这一片服务"),
    "no_wishes": _("会这项的队员都不合点单人的要求"),
    "no_time": _("会这项的队员都没有空对得上的时间"),
    "no_declined": _("合适的队员都说过不方便，或者就是点单人自己"),
    "no_full": _("合适的队员手上都满了"),
}


def because(why: Iterable[Reason]) -> str:
    """One sentence; "" without reasons."""
    said = [str(WORDS[one.code] % {"n": one.n, "of": worded(one.of)}) for one in why]
    if not said:
        return ""
    whole = reduce(lambda first, more: gettext("%(first)s，%(more)s") % {"first": first, "more": more}, said)
    return gettext("%(sentence)s。") % {"sentence": whole}
