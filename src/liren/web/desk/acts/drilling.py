"""The form of one word: this case is no drill."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from liren.cases import commands as c
from liren.web.attempt import Typed
from liren.web.desk.acts.shapes import Form, Verb, words

Photos = tuple[UUID, ...]


def _lift(case: UUID, t: Typed, photos: Photos) -> c.CaseCommand:
    return c.LiftDrill(case=case, note=t.key, words=t.text("words"))


FORMS = (
    Form(
        act="lift_drill", ask=_("这是真的，不是演练"), build=_lift, say=_("先打 119，再说一声：从现在起照真的办，算进数字，开放附近的摄像头。"),
        inputs=(words(_("看到了什么"), hint=_("例如“五楼有明火，正在疏散”。")),), verbs=(Verb(label=_("这是真的，不是演练")),),
    ),
)  # fmt: skip
