"""The form that hands a request for help to the neighbours."""

from uuid import UUID, uuid5

from django.utils.translation import gettext_lazy as _

from liren.cases import commands as c
from liren.kernel import Code
from liren.web.attempt import Typed
from liren.web.desk.acts.shapes import Form, Input, Verb, words


def _to_order(case: UUID, t: Typed, photos: tuple[UUID, ...]) -> c.CaseCommand:
    """A second click names the same order."""
    service = t.read("service", Code, str(_("还没有选哪一项服务，请从列表里选。"))) or Code("none")
    return c.TurnIntoOrder(case=case, order=uuid5(t.key, "order"), service=service, note=t.key, words=t.text("words"))


FORMS = (
    Form(
        act="to_order", way=_("转为点单，请邻居帮"), ask=_("转为点单"), build=_to_order,
        say=_("邻居帮得了的忙，转成点单，由党员、志愿者来帮。这件事就算回复了，办得怎样由他在点单里确认；帮不了，社区再转回事项。"),
        inputs=(
            Input(name="service", label=_("哪一项服务"), look="select", options="services"),
            words(_("对反映人说明"), hint=_("例如：请社区的志愿者上门给您理发，先打电话约时间。")),
        ),
        verbs=(Verb(label=_("转为点单，告诉反映人"), look=""),),
    ),
)  # fmt: skip
