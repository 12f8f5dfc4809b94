"""Several cases at once: first what would happen to each, then each through the gate with a key of its own.

What is shown before is what the rules say of each case as it stands, with the words typed so far; a case that has
moved on meanwhile is refused by its version and said by its number. Nothing here is all or nothing.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from liren.cases import commands as c
from liren.cases.queries.foresight import Outlook, outlook
from liren.kernel import Actor, Missing, Refusal
from liren.kernel.ids import new_id
from liren.people import queries as people
from liren.trust import gate
from liren.web import staff
from liren.web.attempt import Typed
from liren.web.desk import sending, tabs
from liren.web.desk.back import back_to
from liren.web.desk.choices import Option
from liren.web.desk.toasts import tell
from liren.web.display import Problem

MOST = 100
Build = Callable[[UUID, UUID, Typed], c.CaseCommand]
Seen = tuple[list[Outlook], Sequence[c.CaseCommand]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bulk:
    """One act on many cases. `build(case, note, typed)` makes each order; `after` says whether it can be taken back.

    A dispatch (`unit`) has no `build`: where each goes and what it overrules is sending.py's.
    """

    act: str
    label: Any
    ask: Any
    after: Any
    build: Build | None = None
    words: Any = ""
    unit: bool = False


def _file(case: UUID, note: UUID, t: Typed) -> c.CaseCommand:
    return c.FileCase(case=case)


def _note(case: UUID, note: UUID, t: Typed) -> c.CaseCommand:
    return c.NoteCase(case=case, note=note, words=t.text("words") or sending.UNSAID)


def _urge(case: UUID, note: UUID, t: Typed) -> c.CaseCommand:
    return c.UrgeCase(case=case, note=note, reason=t.text("words") or sending.UNSAID)


BULKS = {
    one.act: one
    for one in (
        Bulk(
            act="dispatch", label=gettext_lazy("派遣"), ask=gettext_lazy("一次派出这几件"),
            words=gettext_lazy("派遣的理由"), unit=True,
            after=gettext_lazy("派出去对方就收到了，撤不回；派错了可以再改派。"),
        ),
        Bulk(
            act="file", label=gettext_lazy("立案"), ask=gettext_lazy("把这几件立案"), build=_file,
            after=gettext_lazy("立案撤不回；不该立的，可以不予受理。"),
        ),
        Bulk(
            act="note", label=gettext_lazy("记备注"), ask=gettext_lazy("给这几件记同一条备注"), build=_note,
            words=gettext_lazy("备注"), after=gettext_lazy("备注记下就留着；写错了再补一条。"),
        ),
        Bulk(
            act="urge", label=gettext_lazy("督办"), ask=gettext_lazy("督办这几件"), build=_urge,
            words=gettext_lazy("督办的理由"), after=gettext_lazy("督办发出去对方就收到了，撤不回。"),
        ),
    )
}  # fmt: skip


def offered(viewer: Actor) -> list[tuple[str, Any]]:
    """The acts of the bar below the list: those of this person's rights, the merge last."""
    mine = {"cases.dispatch": ("dispatch", "file", "note", "merge"), "cases.urge": ("note", "urge")}
    acts = [act for right, of in mine.items() if viewer.holds(right) for act in of]
    labels = {act: one.label for act, one in BULKS.items()} | {"merge": _("并成一件")}
    return [(act, labels[act]) for act in dict.fromkeys(acts)]


@staff.staff
@require_POST
def bulk(request: HttpRequest) -> HttpResponse:
    """`act`, the picks, `batch`; without `stage=do` nothing is ordered yet."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    staff.need(actor, *tabs.QUEUES_OF)
    picks = picked(request.POST)
    if request.POST.get("act") == "merge":
        return redirect(_merging(picks, back_to(request)))
    one = BULKS.get(request.POST.get("act", ""))
    if one is None:
        raise Missing
    typed = Typed(request.POST, "bulk")
    seen, orders = _foreseen(one, picks, typed, request)
    if request.POST.get("stage") != "do":
        return _page(request, one, typed, seen)
    _complete(one, typed, seen)
    if typed.problems:
        return _page(request, one, typed, seen, tuple(typed.problems))
    return _done(request, one, seen, orders)


def picked(data: QueryDict) -> list[UUID]:
    """The cases that were ticked, each once. Raises Refusal for none or too many."""
    found: dict[UUID, None] = {}
    for text in data.getlist("pick"):
        try:
            found[UUID(text)] = None
        except ValueError:
            raise Refusal("picks", _("选的案件有一件认不出来，请回到列表重新选。")) from None
    if not found:
        raise Refusal("no_picks", _("一件也没有选。在列表左边打勾，再选要办什么。"))
    if len(found) > MOST:
        raise Refusal("many_picks", _("一次最多一起办 %(n)d 件，请分几次。") % {"n": MOST})
    return list(found)


def order_each(
    request: HttpRequest, orders: Sequence[c.CaseCommand], batch: UUID, versions: dict[UUID, int]
) -> tuple[list[UUID], dict[UUID, str]]:
    """Order one after the other, each under a key made of the batch and its case: done, and why the others were not."""
    done, refused = [], {}
    for order in orders:
        try:
            gate.execute(
                order, actor=request.actor, now=request.now, key=uuid5(batch, f"{order.act}:{order.case}"),  # type: ignore[attr-defined]
                expected_version=versions.get(order.case),
            )  # fmt: skip
            done.append(order.case)
        except Refusal as no:
            refused[order.case] = no.sentence
    return done, refused


def batch_of(data: QueryDict) -> UUID:
    """The key of one batch, made with its page."""
    try:
        return UUID(data.get("batch", ""))
    except ValueError:
        return new_id()


def versions_of(data: QueryDict) -> dict[UUID, int]:
    """The version of each case that the page showed: `seen` is <id>:<version>."""
    pairs = (text.partition(":") for text in data.getlist("seen"))
    return {UUID(id): int(version) for id, _sep, version in pairs if len(id) == 36 and version.isdigit()}


def _foreseen(one: Bulk, picks: list[UUID], typed: Typed, request: HttpRequest) -> Seen:
    """What would become of each, and the orders."""
    actor, now, batch = request.actor, request.now, batch_of(request.POST)  # type: ignore[attr-defined]
    if one.build is None:
        return sending.seen_before(actor, picks, typed, batch, now)
    orders = [one.build(case, uuid5(batch, f"note:{case}"), typed) for case in picks]
    return outlook(actor, orders, now), orders


def _complete(one: Bulk, typed: Typed, seen: list[Outlook]) -> None:
    by_rules = one.unit and typed.text("to") == sending.RULES
    if one.unit and not by_rules and typed.uuid("to", str(_("还没有选派给谁，请选一个单位。"))) is None:
        return
    if (n := len(sending.overruling(seen))) and not typed.text("why"):
        typed.blame("why", _("有 %(n)d 件没照规则或者违清单，还没有写为什么，写一句就可以。") % {"n": n})
    if one.words and not by_rules and not typed.text("words"):
        typed.blame("words", _("还没有写%(what)s，写一句话就可以。") % {"what": one.words})


def _page(
    request: HttpRequest, one: Bulk, typed: Typed, seen: list[Outlook], problems: tuple[Problem, ...] = ()
) -> HttpResponse:
    units = [Option(str(u.id), "　" * u.depth + u.name) for u in people.unit_tree(request.actor)] if one.unit else []  # type: ignore[attr-defined]
    wrong = {p.field: p.sentence for p in problems}
    can, names = [o for o in seen if not o.why_not], {UUID(u.value): u.label.strip() for u in units}
    if one.unit:
        units = [Option(sending.RULES, _("照规则，各派各的")), *units]
    shown = {
        "bulk": one, "can": [(o, names.get(o.sent.unit, "") if o.sent and o.sent.unit else "") for o in can], "cannot": [o for o in seen if o.why_not], "units": units,
        "to": typed.text("to"), "words": typed.text("words"), "problems": problems, "back": back_to(request),
        "batch": batch_of(request.POST), "wrong_to": wrong.get("bulk-to", ""), "wrong_words": wrong.get("bulk-words", ""),
        "whither": sending.whither(can, names), "overruling": len(sending.overruling(can)), "why": typed.text("why"),
        "wrong_why": wrong.get("bulk-why", ""),
    }  # fmt: skip
    return staff.page(request, "desk/bulk.html", "desk", shown, status=422 if problems else 200)


def _done(request: HttpRequest, one: Bulk, seen: list[Outlook], orders: Sequence[c.CaseCommand]) -> HttpResponse:
    """Order what could be done when the page was made; what changed meanwhile is refused by its version."""
    possible = {o.case for o in seen if not o.why_not}
    done, refused = order_each(
        request, [o for o in orders if o.case in possible], batch_of(request.POST), versions_of(request.POST)
    )
    tell(request, _("%(what)s：办好 %(n)d 件。%(after)s") % {"what": one.label, "n": len(done), "after": one.after})
    names = {o.case: o.number for o in seen}
    for case, sentence in refused.items():
        tell(request, f"{names[case]}：{sentence}", good=False)
    return redirect(back_to(request))


def _merging(picks: list[UUID], back: str) -> str:
    query = QueryDict(mutable=True)
    query.setlist("pick", [str(p) for p in picks])
    query["back"] = back
    return reverse("desk-merge") + "?" + query.urlencode()
