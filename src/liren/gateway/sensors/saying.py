"""What a sensor's values mean under its profile: signals in nobody's protocol, and the same in words for the page.

Where no profile is chosen (the device is not registered, or its entry names none), the values are held against every
profile of its wire and only a fire is taken from them: a fire is a fire, the rest waits for somebody to choose.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from liren.catalogue import queries as catalogue
from liren.devices.rules.alarms import FIRE
from liren.devices.rules.signals import Signal
from liren.gateway.sensors.profiles import FAMILY, RESET, Rule, SensorProfile
from liren.gateway.sensors.values import Values, moment_of, number, same
from liren.kernel import Code

SHOWN = 24
Read = tuple[tuple[Signal, ...], str]


def profiles(wire: str) -> dict[str, SensorProfile]:
    """The published profiles that read a wire, by code, in their order."""
    found = [e.spec for e in catalogue.entries(FAMILY, at=datetime.now(UTC))]
    fitting = sorted((one for one in found if not one.wires or wire in one.wires), key=lambda p: (p.order, p.code))
    return {one.code: one for one in fitting}


def labels(wire: str) -> dict[str, str]:
    """What the readings of a wire are called, for who registers a device."""
    return {code: one.label for code, one in profiles(wire).items()}


def read(wire: str, profile: str, values: Values, at: datetime | None) -> Read:
    """The signals of one message and its trouble. `at` is the message's own time, for values that carry none."""
    known = profiles(wire)
    if chosen := known.get(profile):
        return signals_of(chosen, values, at)
    guessed = (signal for one in known.values() for signal in signals_of(one, values, at)[0])
    fires = {(s.component, s.kind): s for s in guessed if s.kind in FIRE and s.active}
    return tuple(fires.values()), "profile"


def signals_of(profile: SensorProfile, values: Values, at: datetime | None) -> Read:
    """One signal a part and kind: active when any of its rules says so. A value that its rule can't read is a trouble.

    Pure. Raises nothing, whatever the values.
    """
    when = (moment_of(values.of.get(profile.time)) if profile.time else None) or at
    test = bool(profile.test) and same(values.of.get(profile.test, ""), True)
    found: dict[tuple[str, str], Signal] = {}
    trouble = ""
    for rule in profile.rules:
        if rule.field not in values.of:
            continue
        active = holds(rule, values)
        if active is None:
            trouble = "unit"
            continue
        if not active and (rule.signal == RESET or not clears(rule, values)):
            continue
        key = (rule.component, rule.signal)
        if key not in found or (active and not found[key].active):
            found[key] = Signal(
                kind=Code(rule.signal), active=active, component=rule.component, test=test,
                said_at=values.at.get(rule.field, when), text=_text(rule, values) if active else "",
            )  # fmt: skip
    return tuple(_resets_last(found.values())), trouble


def holds(rule: Rule, values: Values) -> bool | None:
    """Whether a rule's field says its signal; None when it can't be read as the number it must be."""
    plain = values.of[rule.field]
    if rule.equals:
        return any(same(plain, wanted) for wanted in rule.equals)
    found = number(plain)
    if found is None:
        return None
    return found > rule.above if rule.above is not None else found < (rule.below or 0.0)


def clears(rule: Rule, values: Values) -> bool:
    """Whether a value that is not the signal takes it back."""
    return not rule.clears or any(same(values.of[rule.field], wanted) for wanted in rule.clears)


def _resets_last(signals: Iterable[Signal]) -> Iterator[Signal]:
    yield from sorted(signals, key=lambda signal: signal.kind == RESET)


def _text(rule: Rule, values: Values) -> str:
    said = f"{rule.field} {values.of[rule.field]}"
    return f"{rule.text}（{said}）" if rule.text else said


def told(values: Values) -> tuple[tuple[str, str], ...]:
    """The values in words, for whoever checks an alarm back to what was sent."""
    shown = [(name, str(one)) for name, one in list(values.of.items())[:SHOWN]]
    return (*shown, ("还有", f"{len(values.of) - SHOWN} 项没有列出")) if len(values.of) > SHOWN else tuple(shown)
