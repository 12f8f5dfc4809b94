"""What happened to a report, told to the one who reported it: plain sentences, newest first, nothing internal."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from liren.cases import events as e
from liren.cases.kinds import CHANNELS, RESULTS, SATISFACTION
from liren.kernel import Event
from liren.trust.journal import Entry
from liren.web.display import day_words, moment_words

NOTHING = UUID(int=0)
Title = tuple[str | Promise, str]


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that happened: its title, when, the mark before it, the words said to the reporter."""

    title: str
    when: str
    at: str
    mark: str
    said: str = ""


def tell(
    happened: Sequence[Entry], *, words: Mapping[UUID, str], units: Mapping[UUID, str], now: datetime
) -> list[Told]:
    """The story of one case. `words` are the notes that the reporter may read, by id; `units` the names of units.

    What has no title here is not the reporter's business: colleagues' notes, reminders, requests not yet decided.
    """
    told = []
    for entry in happened:
        event = entry.event
        say = TITLES.get(type(event))
        found = say(event, units, now) if say else PLAIN.get(type(event))
        if found is None:
            continue
        title, mark = found
        said = words.get(getattr(event, "note", None) or NOTHING, "")
        told.append(Told(str(title), moment_words(entry.at, now), entry.at.isoformat(timespec="seconds"), mark, said))
    return told[::-1]


def units(happened: Sequence[Entry]) -> set[UUID]:
    """The units that the story names."""
    found = {unit for entry in happened if (unit := getattr(entry.event, "unit", None))}
    return found | {unit for entry in happened for unit in getattr(entry.event, "helpers", ())}


def _dispatched(event: e.CaseDispatched, units: Mapping[UUID, str], now: datetime) -> Title:
    name = units.get(event.unit, "") if event.unit else ""
    beside = "、".join(filter(None, (units.get(unit, "") for unit in event.helpers)))
    if name and beside:
        return (_("派给%(unit)s，%(beside)s配合") % {"unit": name, "beside": beside}, "full")
    return (_("派给%(unit)s") % {"unit": name} if name else _("派给有责任的人"), "full")


def _decided(event: e.ArbitrationDecided, units: Mapping[UUID, str], now: datetime) -> Title:
    name = units.get(event.unit, "") if event.unit else ""
    return (_("定下由%(unit)s办") % {"unit": name} if name else _("定下由谁办"), "full")


def _refused(event: e.CaseRefused, units: Mapping[UUID, str], now: datetime) -> Title:
    return _("不在这里受理，请找：%(channel)s") % {"channel": CHANNELS.get(event.told, "")}, "hold"


def _result(event: e.ResultReported, units: Mapping[UUID, str], now: datetime) -> Title:
    return _("承办单位反馈：%(result)s") % {"result": RESULTS.get(event.result, "")}, "full"


def _extended(event: e.CaseExtended, units: Mapping[UUID, str], now: datetime) -> Title:
    until = day_words(event.next_due_at, now) if event.next_due_at else ""
    return _("延长到%(until)s") % {"until": f" {until}" if until[:1].isdigit() else until}, "soon"


def _rated(event: e.CaseConfirmed | e.JoinedRated, units: Mapping[UUID, str], now: datetime) -> Title:
    title = str(_("您说：解决了") if event.solved else _("您说：没解决"))
    if event.satisfied:
        title = _("%(said)s，%(satisfied)s") % {"said": title, "satisfied": SATISFACTION[event.satisfied]}
    return title, "done" if event.solved else "soon"


def _split(event: e.ChildAdded, units: Mapping[UUID, str], now: datetime) -> Title:
    return _("分出一部分，另外派人同时办，现在分成 %(n)d 件") % {"n": event.children}, "full"


def _part_done(event: e.ChildEnded, units: Mapping[UUID, str], now: datetime) -> Title:
    if event.how == "taken_back":
        return _("有一部分不用单独办了"), "hold"
    counted = {"n": event.children, "done": event.children - event.open_children}
    return _("分成 %(n)d 件同时办，已办好 %(done)d 件") % counted, "done"


TITLES: dict[type[Event], Callable[..., Title]] = {
    e.CaseDispatched: _dispatched,
    e.ArbitrationDecided: _decided,
    e.CaseRefused: _refused,
    e.ResultReported: _result,
    e.ChildAdded: _split,
    e.ChildEnded: _part_done,
    e.CaseExtended: _extended,
    e.CaseConfirmed: _rated,
    e.JoinedRated: _rated,
}
PLAIN: dict[type[Event], Title] = {
    e.CaseReported: (_("您反映了这件事"), "full"),
    e.CaseHanded: (_("交给这一片的网格员"), "full"),
    e.CaseFiled: (_("受理了，准备派给有责任的单位"), "full"),
    e.CaseTakenUp: (_("承办的人签收了"), "full"),
    e.CasePassedOn: (_("换了承办的人，接着办"), "full"),
    e.ReporterContacted: (_("联系过您"), "full"),
    e.CaseReturned: (_("承办单位退回，重新派"), "hold"),
    e.ArbitrationAsked: (_("该归谁办有争议，正在裁定"), "hold"),
    e.CaseClosed: (_("别的人核查过了，结案"), "done"),
    e.CaseSentBack: (_("核查没通过，退回重办"), "soon"),
    e.ReliefDeclined: (_("没有同意延期，照原来的期限办"), "full"),
    e.CaseSuspended: (_("先放一放，条件到了再办"), "hold"),
    e.CaseResumed: (_("恢复办理"), "full"),
    e.CaseMerged: (_("和别人反映的同一件事一起办"), "full"),
    e.CaseTurnedIntoOrder: (_("转为点单，请附近的人来帮"), "full"),
    e.CaseUnmerged: (_("重新单独办"), "full"),
    e.CaseSolvedOnSpot: (_("网格员当场办了"), "done"),
    e.ConfirmationLapsed: (_("7 天没有评价，记为未确认"), "hold"),
    e.CaseReopened: (_("您要求重办"), "soon"),
    e.CaseWithdrawn: (_("您撤回了这件反映"), "hold"),
    e.KindCorrected: (_("改了类别，时限重新算"), "full"),
    e.PlaceCorrected: (_("改了地点"), "full"),
    e.CaseRescoped: (_("网格重新划分，换了管这一片的人"), "full"),
    e.WordsAdded: (_("您补充了说明"), "full"),
    e.PhotosAdded: (_("补充了照片"), "full"),
    e.ReporterMessaged: (_("给您留言"), "full"),
    e.ReporterJoined: (_("又有人反映同一件事"), "full"),
    e.CaseUrged: (_("督查员督办"), "soon"),
    e.CaseEscalated: (_("超期了，已经报给上一级"), "late"),
    e.ChildReopened: (_("分出的一部分重办"), "soon"),
    e.WhistleBlown: (_("叫了几家单位一起来办"), "full"),
    e.WhistleWorkDone: (_("叫来的各家都办完了"), "done"),
    e.ClocksRecalculated: (_("放假安排公布了，期限重新算"), "full"),
}
