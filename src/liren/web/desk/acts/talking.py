"""Forms of words: a message to the reporter is not an internal note; what the reporter himself says and asks."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from liren.cases import commands as c
from liren.kernel import Code
from liren.web.attempt import Typed
from liren.web.desk.acts.shapes import Form, Input, Verb, words

Photos = tuple[UUID, ...]


def _message(case: UUID, t: Typed, photos: Photos) -> c.CaseCommand:
    return c.MessageReporter(case=case, note=t.key, words=t.text("words"))


def _note(case: UUID, t: Typed, photos: Photos) -> c.CaseCommand:
    return c.NoteCase(case=case, note=t.key, words=t.text("words"))


def _add_words(case: UUID, t: Typed, photos: Photos) -> c.CaseCommand:
    return c.AddWords(case=case, note=t.key, words=t.text("words"))


def _add_photos(case: UUID, t: Typed, photos: Photos) -> c.CaseCommand:
    return c.AddPhotos(case=case, photos=photos, role=Code("after" if t.text("role") == "after" else "before"))


def _confirm(case: UUID, t: Typed, photos: Photos) -> c.CaseCommand:
    said = t.text("solved")
    if said not in ("yes", "no"):
        t.blame("solved", str(_("请选解决了没有。")))
    satisfied = t.number("satisfied", str(_("请从列表里选满意程度。")), optional=True)
    return c.ConfirmCase(case=case, solved=said == "yes", satisfied=satisfied, note=t.key, words=t.text("words"))


def _reopen(case: UUID, t: Typed, photos: Photos) -> c.CaseCommand:
    return c.ReopenCase(case=case, note=t.key, reason=t.text("reason"))


def _withdraw(case: UUID, t: Typed, photos: Photos) -> c.CaseCommand:
    return c.WithdrawCase(case=case, note=t.key, reason=t.text("reason"))


FORMS = (
    Form(
        act="message", ask=_("给反映人留言"), build=_message, say=_("反映人在进度页上会看到。"),
        inputs=(words(_("对反映人说")),), verbs=(Verb(label=_("留言给反映人"), look=""),),
    ),
    Form(
        act="note", ask=_("写内部备注"), build=_note, say=_("只给同事看，反映人看不到。"),
        inputs=(words(_("备注")),), verbs=(Verb(label=_("记下内部备注"), look=""),),
    ),
    Form(
        act="add_photos", ask=_("补照片"), build=_add_photos,
        inputs=(
            Input(name="role", label=_("这是"), look="seg", options="photo_roles", start="before"),
            Input(name="photos", label=_("照片"), look="photos"),
        ),
        verbs=(Verb(label=_("补上照片"), look=""),),
    ),
    Form(
        act="confirm", way=_("回访，记下反映人的评价"), ask=_("回访：反映人怎么说？"), build=_confirm, say=_("照反映人的原话记，不替他评价。"),
        inputs=(
            Input(name="solved", label=_("解决了吗"), look="seg", options="solved"),
            Input(name="satisfied", label=_("满意吗"), look="seg", options="satisfaction", optional=True),
            words(_("反映人的话"), optional=True),
        ),
        verbs=(Verb(label=_("记下反映人的评价"), look=""),),
    ),
    Form(
        act="reopen", ask=_("反映人要求重办"), build=_reopen, say=_("只有一次，结束后 15 天内可以要求。"),
        inputs=(words(_("哪里没有办好"), name="reason"),), verbs=(Verb(label=_("要求重办"), look=""),),
    ),
    Form(
        act="add_words", ask=_("我反映的事，补充几句"), build=_add_words,
        inputs=(words(_("要补充什么")),), verbs=(Verb(label=_("补充说明"), look=""),),
    ),
    Form(
        act="withdraw", ask=_("撤回我反映的事"), build=_withdraw,
        inputs=(words(_("为什么撤回"), name="reason", optional=True),),
        verbs=(Verb(label=_("撤回这件事"), look="risk"),),
    ),
)  # fmt: skip
