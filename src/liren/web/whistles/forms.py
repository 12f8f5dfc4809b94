"""Which steps of a whistle this person can take, as small forms; which order each comes to. What is shown and what the
rules allow are the same question: a step that is not possible now is said with its reason, or not shown.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from liren.cases.commands import whistle as c
from liren.cases.queries.whistles import CallCard, Side, TaskCard, WhistleCard
from liren.cases.rules.whistle import LEFT, RESPONSES, RIGHTNESS, WORKING
from liren.kernel import Code, Command
from liren.web.attempt import Typed
from liren.web.display import worded


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One step. `about` is the call or task it is about, `verbs` are (value, label) pairs, `name` says whose step it is.

    `words` labels its free words ("" for none), `options` are the scores to choose from, `units` whose task it can be.
    `fold` keeps it closed until it is asked for; `main` is the next step and big; `why_not` stands where it can't be taken.
    """

    do: str
    about: UUID
    verbs: tuple[tuple[str, str], ...]
    name: str
    title: str = ""
    say: str = ""
    words: str = ""
    hint: str = ""
    optional: bool = False
    item: str = ""
    legend: str = ""
    options: tuple[tuple[str, str], ...] = ()
    units: tuple[tuple[str, str], ...] = ()
    fold: bool = False
    main: bool = False
    why_not: str = ""

    @property
    def id(self) -> str:
        """Sets its fields apart from those of the other forms of the page."""
        return f"{self.do}-{self.about}"


def of_call(w: WhistleCard, call: CallCard, side: Side) -> list[Form]:
    """The steps of one call, the next one first."""
    own = call.unit in side.units
    found = _own(w, call) if own else []
    if not own and call.state == "objected" and (side.raiser or side.arbiter):
        found.append(_decide(call))
    if not own and side.raiser:
        found += _raiser(w, call)
    return found


def of_task(w: WhistleCard, task: TaskCard, side: Side) -> list[Form]:
    """Tick it off, or (for the raiser) take it off the list."""
    if w.state not in WORKING or task.done_at or task.dropped_at:
        return []
    found = []
    if task.unit in side.units or side.raiser or side.lead:
        found.append(
            Form(
                do="task-done",
                about=task.id,
                verbs=(("go", _("打勾")),),
                name=_("办好了：%(what)s") % {"what": task.words},
            )
        )
    if side.raiser and task.unit not in side.units:
        found.append(
            Form(
                do="task-drop", about=task.id, verbs=(("go", _("去掉这一条")),), name=_("去掉：%(what)s") % {"what": task.words},
                title=_("不用办了，去掉"), words=_("为什么去掉"), fold=True,
            )
        )  # fmt: skip
    return found


def of_whistle(w: WhistleCard, side: Side) -> list[Form]:
    """Write on the shared list; call the whistle off."""
    if w.state not in WORKING:
        return []
    found = []
    at_work = [call for call in w.calls if call.state not in (*LEFT, "excused")]
    whole = side.raiser or side.lead
    units = tuple((str(k.unit), k.unit_name) for k in at_work if whole or k.unit in side.units)
    if units:
        found.append(
            Form(
                do="plan", about=w.id, verbs=(("go", _("写上这一条")),), name=_("写一条任务"), title=_("再写一条"),
                words=_("要办的一件事"), hint=_("一条写一件，例如“围挡塌陷处，立警示牌”。"), units=units,
            )
        )  # fmt: skip
    if side.raiser:
        found.append(
            Form(
                do="call-off", about=w.id, verbs=(("go", _("撤哨，让各家回去")),), name=_("撤哨"), title=_("不用来了，撤哨"),
                words=_("为什么撤哨"), fold=True,
            )
        )  # fmt: skip
    return found


def another(w: WhistleCard, units: Sequence[tuple[str, str]]) -> list[Form]:
    """Call one more unit of those that were not called yet; nothing once the last has left."""
    called = {str(call.unit) for call in w.calls}
    free = tuple(pair for pair in units if pair[0] not in called)
    if w.state not in WORKING or not free:
        return []
    return [
        Form(
            do="call", about=w.id, verbs=(("go", _("叫这一家来")),), name=_("再叫一家"), title=_("人手不够，再叫一家"),
            say=_("它的响应、到场、办结从现在起算；已经叫来的各家不变。"), words=_("请它来办什么"), units=free, fold=True,
        )
    ]  # fmt: skip


def _own(w: WhistleCard, call: CallCard) -> list[Form]:
    unit = {"unit": call.unit_name}
    found = []
    if call.state == "called":
        found.append(
            Form(
                do="answer",
                about=call.id,
                verbs=(("go", _("响应，我们来")),),
                name=_("响应：%(unit)s") % unit,
                main=True,
            )
        )
    if call.state in ("called", "acknowledged"):
        found.append(
            Form(
                do="arrive", about=call.id, verbs=(("go", _("我们到了")),), name=_("我们到了：%(unit)s") % unit,
                main=call.state == "acknowledged", words=_("现场什么情况"), optional=True,
            )
        )  # fmt: skip
    if call.state == "on_site":
        found.append(_finish(w, call))
    if call.state in ("called", "acknowledged", "on_site") and call.objected_at is None:
        early = w.spec.hurried and call.state != "on_site"
        found.append(
            Form(
                do="object", about=call.id, verbs=(("go", _("说不该叫我们")),), name=_("说不该叫我们：%(unit)s") % unit,
                title=_("这不归我们"), say=_("只能说一次，由吹哨的人或裁定人定；定下来就照办。"), item=_("职责清单的哪一条"),
                words=_("为什么不归我们"), fold=True,
                why_not=_("应急的哨先到场，到了再说该不该归您这家，不耽误救急。") if early else "",
            )
        )  # fmt: skip
    if w.state == "mutual_rating" and call.state in LEFT and call.rightness is None:
        found.append(
            Form(
                do="rate-whistle", about=call.id, verbs=(("go", _("说完了")),), name=_("该不该吹：%(unit)s") % unit,
                legend=_("这次哨该不该吹"), options=_scale(RIGHTNESS), words=_("想说的话"), optional=True,
            )
        )  # fmt: skip
    return found


def _finish(w: WhistleCard, call: CallCard) -> Form:
    own = [t for t in w.tasks_of(call.unit) if t.dropped_at is None]
    left = sum(t.done_at is None for t in own)
    why = ""
    if not own:
        why = _("任务单上还没有您这家的事。先写一条办了什么，打上勾，再说办好了。")
    elif left:
        why = _("还有 %(n)d 条没打勾。事不完、人不撤：办完打勾，或请吹哨的人放行。") % {"n": left}
    return Form(
        do="finish", about=call.id, verbs=(("go", _("我们这家办好了")),), name=_("办好了：%(unit)s") % {"unit": call.unit_name},
        words=_("还要交代的"), optional=True, main=not why, why_not=why,
    )  # fmt: skip


def _decide(call: CallCard) -> Form:
    unit = {"unit": call.unit_name}
    return Form(
        do="decide", about=call.id, name=_("%(unit)s来不来") % unit, title=_("%(unit)s说不归它，请定") % unit,
        verbs=(("comes", _("还是要来")), ("excused", _("不用来了"))), words=_("为什么这样定"), main=True,
    )  # fmt: skip


def _raiser(w: WhistleCard, call: CallCard) -> list[Form]:
    unit = {"unit": call.unit_name}
    if call.state in ("called", "acknowledged", "on_site"):
        return [
            Form(
                do="release", about=call.id, verbs=(("go", _("放行这一家")),), name=_("放行：%(unit)s") % unit,
                title=_("没办完也放行"), say=_("它单子上没办完的会去掉。"), words=_("为什么放行"), fold=True,
            )
        ]  # fmt: skip
    if w.state == "mutual_rating" and call.state in LEFT and call.response is None:
        return [
            Form(
                do="rate-response", about=call.id, verbs=(("go", _("说完了")),), name=_("来得怎么样：%(unit)s") % unit,
                legend=_("%(unit)s来得怎么样") % unit, options=_scale(RESPONSES), words=_("想说的话"), optional=True,
            )
        ]  # fmt: skip
    return []


def _scale(scale: dict[int, str]) -> tuple[tuple[str, str], ...]:
    return tuple((str(score), worded(label)) for score, label in scale.items())


def order(case: UUID, do: str, about: UUID, t: Typed) -> Command | None:
    """The order that a form comes to; None for a form there is none of."""
    words = t.text("words")
    score = t.number("score", _("还没有选，请选一个。")) if do.startswith("rate-") else 0
    which = {"plan": _("请选一家叫来了、还没有撤的单位。"), "call": _("还没有选再叫哪一家，请选一家。")}
    unit = t.uuid("unit", which[do]) if do in which else None
    made: dict[str, Callable[[], Command]] = {
        "answer": lambda: c.AnswerCall(case=case, call=about),
        "arrive": lambda: c.ArriveOnSite(case=case, call=about, words=words),
        "object": lambda: c.ObjectToCall(case=case, call=about, item=t.text("item"), words=words),
        "decide": lambda: c.DecideObjection(case=case, call=about, upheld=t.verb == "excused", words=words),
        "call": lambda: c.CallAnother(case=case, call=t.key, unit=unit or UUID(int=0), words=words),
        "plan": lambda: c.PlanTask(case=case, task=t.key, unit=unit or UUID(int=0), words=words),
        "task-done": lambda: c.FinishTask(case=case, task=about),
        "task-drop": lambda: c.DropTask(case=case, task=about, words=words),
        "finish": lambda: c.FinishCall(case=case, call=about, words=words),
        "release": lambda: c.ReleaseUnit(case=case, call=about, words=words),
        "rate-response": lambda: c.RateResponse(case=case, call=about, score=score or 0, words=words),
        "rate-whistle": lambda: c.RateWhistle(case=case, call=about, score=score or 0, words=words),
        "call-off": lambda: c.CallOffWhistle(case=case, words=words),
    }
    return made[do]() if do in made else None


def blow(case: UUID, t: Typed, units: list[UUID], calls: tuple[UUID, ...]) -> Command:
    """The whistle that the first form asks for."""
    kind = t.read("kind", Code, _("还没有选吹哪一种哨，请从三种里选一种。")) or Code("none")
    return c.BlowWhistle(case=case, whistle=t.key, kind=kind, units=tuple(units), calls=calls, words=t.text("words"))
