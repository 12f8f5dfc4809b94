"""Forms of the parts of one matter: split one off, take it back, have it done again."""

from uuid import UUID, uuid5

from django.utils.translation import gettext_lazy as _

from liren.cases import commands as c
from liren.kernel import Code
from liren.web.attempt import Typed
from liren.web.desk.acts.shapes import Form, Input, Verb, words

Photos = tuple[UUID, ...]


def _add_child(case: UUID, t: Typed, photos: Photos) -> c.CaseCommand:
    kind = t.read("kind", Code, str(_("还没有选类别，请从列表里选一个。"))) or Code("none")
    severity = Code("urgent" if t.has("urgent") else "normal")
    unit = t.uuid("unit", str(_("请从列表里选一个单位。")), optional=True)
    return c.AddChild(
        case=case,
        child=uuid5(t.key, "child"),
        kind=kind,
        severity=severity,
        note=t.key,
        words=t.text("words"),
        unit=unit,
    )


def _take_back(case: UUID, t: Typed, photos: Photos) -> c.CaseCommand:
    return c.TakeBackChild(case=case, note=t.key, reason=t.text("reason"))


def _reopen_child(case: UUID, t: Typed, photos: Photos) -> c.CaseCommand:
    return c.ReopenChild(case=case, note=t.key, reason=t.text("reason"))


FORMS = (
    Form(
        act="add_child", ask=_("分出子件，几家分头办"), build=_add_child,
        say=_("每个子件有自己的类别、单位和时限，地点和主件一样。都办完或收回，主件才能反馈。反映人只看主件。"),
        inputs=(
            words(_("这一部分要办什么"), hint=_("例如“排水管断了，要挖开换一段”。")),
            Input(name="kind", label=_("类别"), look="select", options="kinds"),
            Input(name="urgent", label=_("缓急"), look="seg", options="severities", start="0"),
            Input(name="unit", label=_("派给"), look="select", options="child_units", optional=True,
                  hint=_("不选就先放在待派遣里。")),
        ),
        verbs=(Verb(label=_("分出这一件"), look=""),),
    ),
    Form(
        act="take_back", ask=_("收回这个子件"), build=_take_back, say=_("收回以后这一部分不再单独办，主件不再等它。"),
        inputs=(words(_("为什么收回"), name="reason"),), verbs=(Verb(label=_("收回子件"), look="risk"),),
    ),
    Form(
        act="reopen_child", ask=_("重办这个子件"), build=_reopen_child, say=_("只有一次，主件还在办的时候才可以。"),
        inputs=(words(_("哪里没有办好"), name="reason"),), verbs=(Verb(label=_("重办子件"), look=""),),
    ),
)  # fmt: skip
