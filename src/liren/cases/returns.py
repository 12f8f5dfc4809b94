"""The shape of a ground for returning a case (returns/*.toml): why it is not this unit's, and what must be named.

A handler may say "not ours" once, and only with a ground that can be looked up: an item of a duty list, a place, a
contract (派单异议审核, 《北京市接诉即办工作条例》 art. 12). A county adds its own or changes the words by publishing.
"""

from dataclasses import dataclass

from liren.catalogue.kinds import Problem

FAMILY = "return_ground"


@dataclass(frozen=True, kw_only=True)
class Ground:
    """One ground. `ask` names what has to be written beside it ("清单的哪一条"), "" where nothing has to.

    `listed`: what is named is an item of the town's duty list, chosen from it where the town has one.
    """

    code: str
    label: str
    ask: str = ""
    listed: bool = False
    hint: str = ""
    legal_basis: str = ""
    verified_by: str = ""


def check(ground: Ground) -> list[Problem]:
    """What is wrong with a ground's file."""
    found = []
    if not ground.label.strip():
        found.append(Problem(key="label", sentence="没有写退回的依据叫什么。", remedy="写一句，例如“不在职责清单内”。"))
    if ground.hint and not ground.ask:
        found.append(Problem(key="hint", sentence="有举例，却没有写要填什么。", remedy="补上 ask，或者删去 hint。"))
    if not ground.legal_basis:
        found.append(Problem(key="legal_basis", sentence="没有写依据。", remedy="写明法规、清单或本地文件的名称。"))
    return found
