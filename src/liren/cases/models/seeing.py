"""Whether one viewer may see one case: the rule behind every page, list, photo and live message (mechanisms.md §4.6)."""

from collections.abc import Collection

from liren.cases.rules.fold import CaseState
from liren.cases.rules.roles import who
from liren.cases.rules.scene import Who
from liren.kernel import Actor
from liren.trust import codec, rights
from liren.trust.registry import Target


def target(case: CaseState) -> Target:
    """What a grant is laid against."""
    return Target(scope=case.scope, kind=case.kind, secrecy=case.secrecy, about_unit=case.about_unit)


def part(viewer: Actor, case: CaseState) -> Who:
    """The roles of the viewer towards the case."""
    laid = target(case)
    return who(
        viewer,
        case,
        lambda right: rights.holds(viewer, right, laid),
        lambda account: codec.pseudonym(case.id, account),
    )


def sees(viewer: Actor, case: CaseState, parts: Collection[str]) -> bool:
    """secrecy ≤ grant ∧ area ∧ kind, or a party to it; never the people it is about. `parts` are the viewer's own."""
    if viewer.kind == "client":
        return case.secrecy == 0 and case.about_unit is None and rights.holds(viewer, "cases.see", target(case))
    if case.about_unit is not None and case.about_unit in viewer.units:
        return False
    if viewer.kind == "house" or parts or rights.holds(viewer, "cases.see", target(case)):
        return True
    return bool(part(viewer, case).roles)
