"""May this actor do this to that? Pure: the grants travel with the actor, the scope with the target."""

from liren.kernel import Actor, Denied, Grant, Missing
from liren.trust.registry import HOUSES, Deed, Target


def covers(grant: Grant, target: Target) -> bool:
    """One grant opens one target: area by prefix, kind by list, secrecy by level."""
    return (
        grant.area.covers(target.scope)
        and (not grant.kinds or target.kind in grant.kinds)
        and target.secrecy <= grant.secrecy
    )


def holds(actor: Actor, right: str | None, target: Target) -> bool:
    """Some grant of `right` covers the target."""
    return right is not None and any(covers(g, target) for g in actor.holds(right))


def check(deed: Deed, actor: Actor, target: Target) -> None:
    """Raise Missing or Denied unless the deed is this actor's to do. A complaint about one's own unit is not there."""
    if target.about_unit is not None and target.about_unit in actor.units:
        raise Missing
    if actor.kind == "house":
        if deed.command in HOUSES.get(actor.house, ()) and target.scope.startswith(actor.house_area):
            return
        raise Denied(f"流程“{actor.house}”没有登记这项操作。", code="house")
    if deed.reach == "open" or target.roles & deed.roles or holds(actor, deed.right, target):
        return
    if target.roles or holds(actor, deed.see, target):
        raise Denied(f"您现在的职责不包括“{deed.label}”。如果应当由您来做，请找上级网格长或镇受理员。")
    raise Missing


def check_after(deed: Deed, actor: Actor, scopes: tuple[str, ...]) -> None:
    """The rows must still lie where the actor may act, unless the command hands them over or they are his own."""
    if deed.reach != "within" or actor.kind == "house" or deed.right is None:
        return
    areas = [g.area for g in actor.holds(deed.right)]
    for scope in scopes:
        if areas and not any(a.covers(scope) for a in areas):
            raise Denied("这样改会让它离开您负责的区域，请交给上一级办理。", code="reach")
