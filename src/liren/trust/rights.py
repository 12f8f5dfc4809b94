"""May this actor do this to that? Pure: the grants travel with the actor, the scope with the target."""

from liren.kernel import Actor, Denied, Grant, Missing
from liren.trust.registry import HOUSES, SCOPES, Deed, Target


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
    if actor.kind == "client":
        check_client(deed, actor, target)
    if deed.reach == "open" or target.roles & deed.roles or holds(actor, deed.right, target):
        return
    if target.roles or holds(actor, deed.see, target):
        raise Denied(f"您现在的职责不包括“{deed.label}”。如果应当由您来做，请找上级网格长或镇受理员。")
    raise Missing


def check_client(deed: Deed, actor: Actor, target: Target) -> None:
    """Another system orders only what its key's scopes name, in its key's area, and nothing sealed or against a unit.

    Raises Missing for what it may not know of, Denied with the scope that would open it.
    """
    if target.secrecy > 0 or target.about_unit is not None:
        raise Missing
    if not any(deed.command in SCOPES[code].may for code in actor.scopes if code in SCOPES):
        opening = [code for code, scope in SCOPES.items() if deed.command in scope.may]
        raise Denied(no_scope(opening[0], deed.label) if opening else f"“{deed.label}”不能用密钥来做。", code="scope")
    if not target.scope.startswith(actor.house_area):
        raise Denied(f"这把密钥只在区域 {actor.house_area} 里有效，请换一个地点或者换一把密钥。", code="key_area")


def no_scope(code: str, label: str) -> str:
    """The sentence for a key that was not issued for this."""
    return f"这把密钥没有权限范围 {code}，不能“{label}”。请向发密钥的管理员另要一把。"


def check_after(deed: Deed, actor: Actor, scopes: tuple[str, ...]) -> None:
    """The rows must still lie where the actor may act, unless the command hands them over or they are his own."""
    if deed.reach != "within" or actor.kind == "house" or deed.right is None:
        return
    areas = [g.area for g in actor.holds(deed.right)]
    for scope in scopes:
        if areas and not any(a.covers(scope) for a in areas):
            raise Denied("这样改会让它离开您负责的区域，请交给上一级办理。", code="reach")
