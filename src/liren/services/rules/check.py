"""Faults of the table of states that can be seen without running it."""

from collections.abc import Iterator, Mapping

from liren.services.rules.stations import CLOCK_LABELS, START, State, moves


def reachable(table: Mapping[str, State], start: str) -> frozenset[str]:
    """Codes of the states that can be reached from one."""
    seen, todo = {start}, [start]
    while todo:
        for move in table[todo.pop()].moves:
            if move.to and move.to not in seen:
                seen.add(move.to)
                todo.append(move.to)
    return frozenset(seen)


def faults(table: Mapping[str, State], known: frozenset[str]) -> Iterator[str]:
    """Dead ends, states nobody answers for, clocks without a name, acts that no command orders (`known`)."""
    for state in table.values():
        for move in moves(state):
            if move.to and move.to not in table:
                yield f"{state.code}: {move.act} leads to {move.to}, which is not there"
                return
            if move.act not in known:
                yield f"{state.code}: no command orders {move.act}"
    for code in sorted(set(table) - reachable(table, START)):
        yield f"{code}: cannot be reached"
    for state in table.values():
        if not any(table[code].terminal for code in reachable(table, state.code)):
            yield f"{state.code}: no way to an end"
        if state.terminal:
            continue
        if state.owner == "none" or state.clock is None:
            yield f"{state.code}: waits without an owner or a clock"
        if state.clock is not None and state.clock not in CLOCK_LABELS:
            yield f"{state.code}: the clock {state.clock} has no name"
        if not any(state.owner in move.by for move in state.moves):
            yield f"{state.code}: its owner has no move"
