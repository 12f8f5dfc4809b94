"""Forms of the desk and the keeper: accept, send, hand over, fold together, put right."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from liren.cases import commands as c
from liren.kernel import Code
from liren.web.attempt import Typed
from liren.web.desk.acts.shapes import Form, Input, Verb, words

Photos = tuple[UUID, ...]


def _file(case: UUID, t: Typed, photos: Photos) -> c.CaseCommand:
    return c.FileCase(case=case, note=t.key, words=t.text("words"))


def _refuse(case: UUID, t: Typed, photos: Photos) -> c.CaseCommand:
    exit = t.read("exit", Code, str(_("还没有选不予受理的理由，六种里选一种。"))) or Code("none")
    channel = t.read("channel", Code, str(_("还没有选告诉反映人的去处，请选一个。"))) or Code("none")
    return c.RefuseCase(case=case, exit=exit, channel=channel, note=t.key, words=t.text("words"))


def _dispatch(case: UUID, t: Typed, photos: Photos) -> c.CaseCommand:
    """A receiver is `unit:<id>` or `account:<id>`: one list holds units and the people who may handle.

    Who is chosen to lead is no longer ticked to help.
    """
    sort, _sep, id = t.text("to").partition(":")
    who = UUID(id) if id else None
    helpers = tuple(unit for unit in t.ids("helpers") if unit != who) if t.has("helpers-asked") else None
    return c.DispatchCase(
        case=case, unit=who if sort == "unit" else None, handler=who if sort == "account" else None,
        helpers=helpers, note=t.key, reason=t.text("reason"),
    )  # fmt: skip


def _hand(case: UUID, t: Typed, photos: Photos) -> c.CaseCommand:
    keeper = t.uuid("keeper", str(_("还没有选网格员，请从列表里选一位。")))
    return c.HandToKeeper(case=case, keeper=keeper)  # type: ignore[arg-type]


def _merge(case: UUID, t: Typed, photos: Photos) -> c.CaseCommand:
    return c.MergeCase(case=case, into=t.found["into"])


def _unmerge(case: UUID, t: Typed, photos: Photos) -> c.CaseCommand:
    return c.UnmergeCase(case=case)


def _correct_kind(case: UUID, t: Typed, photos: Photos) -> c.CaseCommand:
    kind = t.read("kind", Code, str(_("还没有选类别，请从列表里选一个。"))) or Code("none")
    severity = Code("urgent" if t.has("urgent") else "normal")
    return c.CorrectKind(case=case, kind=kind, severity=severity, note=t.key, reason=t.text("reason"))


def _correct_place(case: UUID, t: Typed, photos: Photos) -> c.CaseCommand:
    return c.CorrectPlace(
        case=case, area=t.area("area"), place_words=t.text("place_words"), note=t.key, reason=t.text("reason")
    )


def _solve_on_spot(case: UUID, t: Typed, photos: Photos) -> c.CaseCommand:
    return c.SolveOnSpot(case=case, note=t.key, words=t.text("words"), photos=photos)


def _join(case: UUID, t: Typed, photos: Photos) -> c.CaseCommand:
    return c.JoinCase(case=case, note=t.key, words=t.text("words"))


FORMS = (
    Form(
        act="dispatch", way=_("派遣、改派别家"), ask=_("请派遣：这件事归谁办？"), build=_dispatch,
        inputs=(
            Input(name="to", label=_("派给"), look="select", options="receivers"),
            Input(name="helpers", label=_("配合单位"), look="ticks", options="helping_units", optional=True,
                  hint=_("配合单位看得到这件事，能写做了什么，不能反馈、办结。和规则说的不一样，要写为什么。")),
            words(_("派遣的理由"), name="reason", hint=_("写给承办的人看，一两句就够。")),
        ),
        verbs=(Verb(label=_("派遣这件事")),),
    ),
    Form(act="file", way=_("先立案，以后再派"), ask=_("请受理：这件事要立案派遣吗？"), build=_file,
        inputs=(words(_("为什么要派"), optional=True, hint=_("网格员交给受理台，要写一句自己为什么办不了。")),),
        verbs=(Verb(label=_("立案待派"), look=""),)),
    Form(
        act="hand", way=_("交给别的网格员"), ask=_("请交给这一格的网格员"), build=_hand,
        inputs=(Input(name="keeper", label=_("交给"), look="select", options="keepers"),),
        verbs=(Verb(label=_("交给网格员"), look=""),),
    ),
    Form(
        act="refuse", ask=_("不予受理"), build=_refuse,
        say=_("理由和该去哪里办，会原样告诉反映人。"),
        inputs=(
            Input(name="exit", label=_("为什么不受理"), look="pick", options="exits"),
            Input(name="channel", label=_("告诉反映人去哪里办"), look="select", options="channels"),
            words(_("对反映人说明")),
        ),
        verbs=(Verb(label=_("不受理，告诉反映人"), look="risk"),),
    ),
    Form(
        act="merge", ask=_("并到另一件里"), build=_merge,
        say=_("两件说的是同一件事才并。这一件的反映人以后跟着那一件看进度。"),
        inputs=(Input(name="into", label=_("并到哪一件"), look="line", hint=_("写编号，例如 界牌〔2026〕004021。")),),
        verbs=(Verb(label=_("并到那一件"), look=""),),
    ),
    Form(act="unmerge", ask=_("撤销并案"), build=_unmerge, verbs=(Verb(label=_("让它重新单独办"), look=""),)),
    Form(
        act="correct_kind", ask=_("改类别"), build=_correct_kind,
        say=_("改了以后，时限从原来的起点按新类别重算。"),
        inputs=(
            Input(name="kind", label=_("应当是"), look="select", options="kinds"),
            Input(name="urgent", label=_("缓急"), look="seg", options="severities", start="0"),
            words(_("改的理由"), name="reason"),
        ),
        verbs=(Verb(label=_("改成这个类别"), look=""),),
    ),
    Form(
        act="correct_place", way=_("改地点"), ask=_("请改地点：这件事在哪个网格？"), build=_correct_place,
        say=_("改了以后交给新地点的网格员。"),
        inputs=(
            Input(name="area", label=_("应当在"), look="select", options="areas"),
            Input(name="place_words", label=_("具体位置"), look="line", optional=True, hint=_("例如“后巷 6 号门口”。")),
            words(_("改的理由"), name="reason"),
        ),
        verbs=(Verb(label=_("改成这个地点"), look=""),),
    ),
    Form(
        act="solve_on_spot", way=_("已经当场办好，自办自结"), ask=_("已经当场办好了？"), build=_solve_on_spot,
        say=_("这样结束的是“已回复”，一部分会抽给别人核查。"),
        inputs=(words(_("怎么办好的")), Input(name="photos", label=_("办好以后的照片"), look="photos")),
        verbs=(Verb(label=_("记为当场办好"), look=""),),
    ),
    Form(
        act="join", ask=_("又有人反映同一件"), build=_join,
        inputs=(words(_("他说了什么"), optional=True),), verbs=(Verb(label=_("记下又有人反映"), look=""),),
    ),
)  # fmt: skip
