"""Which of the possible acts is asked of this person, which are open besides, and which are not possible and why."""

from dataclasses import replace
from uuid import UUID

from django.utils.translation import gettext as _

from liren.cases.events import CaseDispatched, HelpReported
from liren.cases.queries.cards import CaseCard
from liren.cases.workflows import workflow
from liren.web.desk.boxes import Box

FIRST = (
    "decide_relief",
    "decide_arbitration",
    "verify",
    "report_result",
    "take_up",
    "dispatch",
    "correct_place",
    "resume",
    "confirm",
)
QUIET = ("message", "note", "contact")


def sorted_out(
    card: CaseCard, made: dict[str, Box], units: frozenset[UUID] = frozenset()
) -> tuple[Box | None, list[Box], list[Box]]:
    """The act that is asked of the viewer (None when somebody else is waited for), the other open ones, the refused.

    `units` are the viewer's own: one that helps is asked until it said what it did. A case outside every grid waits for its place before anything else.
    """
    state = workflow(card.case.workflow).state(card.case.state)
    own = {move.act for move in state.moves} if _mine(card) else set()
    first = ("correct_place", *FIRST) if card.case.placed == "outside" else FIRST
    if card.case.placed == "outside":
        own |= {"correct_place"}
    main = next((made[a] for a in first if a in made and a in own and not made[a].why_not), None)
    if main is None and "report_help" in made and units.intersection(card.case.helpers) - helped(card):
        main = made["report_help"]
    rest = [box for box in made.values() if box is not main]
    if main and main.form.act == "take_up" and card.case.state == "reported":
        main = replace(
            main,
            form=replace(
                main.form,
                ask=_("请签收：这件事在您的网格里"),
                say=_("签收以后由您去办；能当场办好的，直接记自办自结。"),
            ),
        )
    also = sorted((b for b in rest if not b.why_not or b.open), key=lambda b: b.form.act in QUIET)
    return main, also, [b for b in rest if b.why_not and not b.open]


def helped(card: CaseCard) -> set[UUID]:
    """The helping units that said what they did, since the case was last sent."""
    found: set[UUID] = set()
    for entry in card.timeline:
        if isinstance(entry.event, CaseDispatched):
            found.clear()
        elif isinstance(entry.event, HelpReported):
            found.add(entry.event.by_unit)
    return found


def _mine(card: CaseCard) -> bool:
    """The role that is waited for is the viewer's; a request for time waits for the approver beside the handler."""
    if card.case.relief and "approver" in card.roles:
        return True
    keeper_waits = card.case.state == "reported" and "keeper" in card.roles
    return card.owner in card.roles or keeper_waits or (card.owner == "reporter" and "callback" in card.roles)
