"""The shape of a reason for taking a case out of the rates (剔除, exclusions/*.toml): a closed list, published.

One person asks, another decides; nobody of the unit that handled it does either (domain.md §2.3).
"""

from dataclasses import dataclass

from liren.catalogue.kinds import Problem

FAMILY = "exclusion_reason"


@dataclass(frozen=True, kw_only=True)
class Reason:
    """One reason. `ask` names what has to be written beside it, "" where nothing has to."""

    code: str
    label: str
    ask: str = ""
    hint: str = ""
    legal_basis: str = ""
    verified_by: str = ""


def check(reason: Reason) -> list[Problem]:
    """What is wrong with a reason's file."""
    found = []
    if not reason.label.strip():
        found.append(Problem(key="label", sentence="没有写剔除的理由叫什么。", remedy="写一句，例如“应当走法定途径”。"))
    if reason.hint and not reason.ask:
        found.append(Problem(key="hint", sentence="有举例，却没有写要填什么。", remedy="补上 ask，或者删去 hint。"))
    if not reason.legal_basis:
        found.append(Problem(key="legal_basis", sentence="没有写依据。", remedy="写明法规、标准或本地文件的名称。"))
    return found
