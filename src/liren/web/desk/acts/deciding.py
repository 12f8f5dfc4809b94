"""Forms of verifier, arbiter, approver and supervisor: another person looks and decides."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from liren.cases import commands as c
from liren.kernel import Code
from liren.web.attempt import Typed
from liren.web.desk.acts.shapes import Form, Input, Verb, words

Photos = tuple[UUID, ...]


def _verify(case: UUID, t: Typed, photos: Photos) -> c.CaseCommand:
    passed = t.verb == "passed"
    return c.VerifyCase(case=case, passed=passed, note=t.key, words=t.text("words"), photos=photos)


def _decide_relief(case: UUID, t: Typed, photos: Photos) -> c.CaseCommand:
    kind = Code(t.text("kind") or "none")
    return c.DecideRelief(case=case, kind=kind, granted=t.verb == "granted", note=t.key, words=t.text("words"))


def _decide_arbitration(case: UUID, t: Typed, photos: Photos) -> c.CaseCommand:
    unit = t.uuid("unit", str(_("请从列表里选一个单位。")), optional=True) if t.verb == "redirect" else None
    if t.verb == "redirect" and unit is None:
        t.blame("unit", str(_("改由别的单位办，请选是哪个单位。")))
    return c.DecideArbitration(case=case, unit=unit, note=t.key, reason=t.text("reason"))


def _urge(case: UUID, t: Typed, photos: Photos) -> c.CaseCommand:
    return c.UrgeCase(case=case, note=t.key, reason=t.text("reason"))


def _escalate(case: UUID, t: Typed, photos: Photos) -> c.CaseCommand:
    return c.EscalateCase(case=case, level=t.number("level", str(_("请选报给哪一级。"))) or 0)


FORMS = (
    Form(
        act="verify", way=_("核查结果"), ask=_("请核查：事情办好了吗？"), build=_verify,
        say=_("承办人说办好了不算结案，核查的人不能是承办的人。"),
        inputs=(
            words(_("核查看到的情况"), hint=_("没办好的，写明是哪里。")),
            Input(name="photos", label=_("核查时拍的照片"), look="photos", optional=True),
        ),
        verbs=(Verb(label=_("核查通过"), value="passed"), Verb(label=_("要求重办"), value="failed", look="")),
    ),
    Form(
        act="decide_relief", way=_("审批延期或缓办"), ask=_("请审批：承办人申请延期或缓办"), build=_decide_relief,
        inputs=(Input(name="kind", label="", look="kept"), words(_("审批的理由"), hint=_("会告诉反映人。"))),
        verbs=(Verb(label=_("同意这个申请"), value="granted"), Verb(label=_("不同意，照原时限办"), value="no", look="")),
    ),
    Form(
        act="decide_arbitration", way=_("裁定由谁办"), ask=_("请裁定：这件事由谁办？"), build=_decide_arbitration,
        inputs=(
            Input(name="unit", label=_("改由哪个单位办"), look="select", options="units", optional=True),
            words(_("裁定的理由"), name="reason"),
        ),
        verbs=(
            Verb(label=_("裁定仍由原单位办"), value="uphold"),
            Verb(label=_("裁定改由所选单位办"), value="redirect", look=""),
        ),
    ),
    Form(
        act="urge", ask=_("督办这件事"), build=_urge,
        inputs=(words(_("督办的理由"), name="reason"),), verbs=(Verb(label=_("发出督办"), look=""),),
    ),
    Form(
        act="escalate", ask=_("逐级上报"), build=_escalate,
        inputs=(Input(name="level", label=_("报给"), look="pick", options="levels"),),
        verbs=(Verb(label=_("报给这一级"), look=""),),
    ),
)  # fmt: skip
