"""Who makes which event: every order has one maker; and what several makers ask of the scene."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from liren.cases import commands as c
from liren.cases import events as e
from liren.cases.rules.scene import Scene
from liren.kernel import Code, Denied, Refusal

Maker = Callable[[Scene, Any, Code], e.CaseEvent]
MAKERS: dict[type[c.CaseCommand], Maker] = {}


def makes(command: type[c.CaseCommand]) -> Callable[[Maker], Maker]:
    """Keep the decorated function as the maker of this order's event."""

    def keep(maker: Maker) -> Maker:
        MAKERS[command] = maker
        return maker

    return keep


def acting(s: Scene) -> UUID:
    """The account that acts: handling and verifying need a person with a name."""
    if s.who.account is None:
        raise Denied("这一步要由登录的工作人员来做。", code="no_account")
    return s.who.account


def hands_with(s: Scene, account: UUID) -> tuple[UUID, ...]:
    """Everybody who ever handled the case, this account included, each once."""
    return s.case.hands if account in s.case.hands else (*s.case.hands, account)


def after_photos(s: Scene, new: int) -> int:
    """How many photos of afterwards there are now. Raises Refusal when the kind asks for one and there is none."""
    total = s.case.photos_after + new
    if s.kind.photo.after and total == 0:
        raise Refusal("photo_after", f"还缺一张办完以后的照片。为什么要拍：{s.kind.photo.why}。", field="photos")
    return total


def not_about(s: Scene, unit: UUID | None) -> None:
    """Raises Refusal when the case complains of the very unit that is to handle it."""
    if unit is not None and unit == s.case.about_unit:
        raise Refusal("about_unit", "这件事反映的就是这个单位，不能派给它自己办，请另选单位。", field="unit")
