"""Puts play on the stage: turns the pure steps into commands at the gate, for history and for live traffic alike."""

import io
import random
import tomllib
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from uuid import UUID, uuid5

from liren.attachments import staging
from liren.cases.commands import HandToKeeper, ReportCase, SolveOnSpot
from liren.cases.kinds import shipped_kinds
from liren.cases.triage import keywords
from liren.catalogue import queries as catalogue
from liren.config.demo import pictures
from liren.config.demo.cast import MICRO_GRID, PART, TOWN_CREW, Crew, id_of
from liren.config.demo.play import Step, Thread
from liren.config.demo.town import Town
from liren.kernel import Actor, AreaCode, Code
from liren.kernel.actor import ANONYMOUS, by_link, the_house
from liren.people import queries as people
from liren.trust import gate
from liren.trust.accounts import actor_of

HAND = "when_case_is_reported_hand_to_keeper"
STORIES = Path(__file__).with_name("stories.toml")


@dataclass(frozen=True, slots=True)
class Spot:
    """A building one can talk about."""

    name: str
    address: str
    lon: float
    lat: float
    micro_grid: AreaCode


@dataclass(frozen=True, slots=True)
class Surge:
    """From some day on a share of the reports comes from a few places: what a board should notice."""

    spots: list[Spot]
    since: datetime
    share: float


def spots(made: Town) -> list[Spot]:
    """A spot for each building of a town."""
    return [Spot(b.name or b.address, b.address, b.lon, b.lat, b.micro_grid) for b in made.buildings]


class Stage:
    """Knows the spots, the stories and the actors; `mode` is replay for history and live for traffic."""

    def __init__(self, spots: list[Spot], mode: str, crew: Crew = TOWN_CREW, surge: Surge | None = None) -> None:
        self.spots, self.mode, self.crew, self.surge = spots, mode, crew, surge
        self.home = [spot for spot in spots if spot.micro_grid == MICRO_GRID]
        self._actors: dict[UUID, Actor] = {}
        self._keepers: dict[AreaCode, UUID | None] = {}

    @cached_property
    def stories(self) -> list[dict[str, object]]:
        return list(tomllib.loads(STORIES.read_text())["story"])

    def report(self, name: str, rng: random.Random, at: datetime, *, at_home: bool = False) -> Thread:
        """Somebody reports something somewhere; three in ten leave a phone, one in twelve asks not to be named.

        `at_home`: something for a keeper, where the demonstration's own keeper is at home."""
        story, spot = rng.choice(self.stories), self._spot(rng, at)
        if at_home:
            story, spot = rng.choice(self._for_keepers(at)), rng.choice(self.home)
        kind = Code(str(story["kind"]))
        shape = catalogue.entry("case_kind", kind, at=at).spec
        case = id_of(f"case:{name}")
        key = id_of(f"report:{name}")
        actor = self.actor(PART["demo-resident"].account) if rng.random() < 0.12 else ANONYMOUS
        before = self._photo(kind, "before", case, key, actor, at) if shape.photo.before or rng.random() < 0.2 else None
        words = str(rng.choice(list(story["words"]))).replace("{p}", spot.name)  # type: ignore[call-overload]
        command = ReportCase(
            case_id=case,
            note=id_of(f"words:{name}"),
            kind=kind,
            words=words,
            severity=Code("urgent" if rng.random() < 0.06 else "normal"),
            lon=spot.lon + rng.uniform(-0.0001, 0.0001),
            lat=spot.lat + rng.uniform(-0.0001, 0.0001),
            place_words=spot.address,
            photos=(before,) if before else (),
            phone=f"1990000{rng.randrange(10_000):04d}" if rng.random() < 0.3 else "",
            sealed=rng.random() < 0.08,
            channel=Code(rng.choice(("web", "web", "phone"))),
        )
        gate.execute(with_suggestion(command), actor=actor, now=at, key=key, mode=self.mode)
        keeper = self.keeper(spot.micro_grid, at) if shape.duty == "grid_keeper" else None
        thread = Thread(
            id=case, kind=kind, done=str(story["done"]), keeper=keeper, by_keeper=keeper is not None,
            needs_photos=shape.photo.after, crew=self.crew,
        )  # fmt: skip
        if keeper is not None and self.mode == "replay":
            hand = HandToKeeper(case=case, keeper=keeper)
            gate.execute(hand, actor=the_house(HAND), now=at, key=id_of(f"hand:{name}"), mode=self.mode)
        return thread

    def _for_keepers(self, at: datetime) -> list[dict[str, object]]:
        duties = ((one, catalogue.entry("case_kind", str(one["kind"]), at=at).spec.duty) for one in self.stories)
        return [one for one, duty in duties if duty == "grid_keeper"]

    def _spot(self, rng: random.Random, at: datetime) -> Spot:
        """Anywhere in town, one time in eight where the demonstration's own keeper is at home, or where things grow worse."""
        if self.surge and at >= self.surge.since and rng.random() < self.surge.share:
            return rng.choice(self.surge.spots)
        return rng.choice(self.home if self.home and rng.random() < 0.12 else self.spots)

    def act(self, step: Step, at: datetime) -> Thread:
        """Carry out one step; what the case is afterwards. Raises Refusal when the house says no."""
        actor = by_link(step.after.id) if step.account is None else self.actor(step.account)
        key = uuid5(step.after.id, f"step:{step.after.steps}")
        command = step.command
        if step.after.needs_photos and getattr(command, "photos", None) == () and _solves(command):
            photo = self._photo(step.after.kind, "after", step.after.id, key, actor, at)
            command = replace(command, photos=(photo,))  # type: ignore[call-arg]
        answer = gate.execute(command, actor=actor, now=at, key=key, mode=self.mode)
        drawn = isinstance(command, SolveOnSpot) and answer["state"] == "feedback"
        return replace(step.after, state="feedback") if drawn else step.after

    def actor(self, account: UUID) -> Actor:
        """An account's actor, with the grants it had when it first came on."""
        if account not in self._actors:
            self._actors[account] = actor_of(account)
        return self._actors[account]

    def keeper(self, area: AreaCode, at: datetime) -> UUID | None:
        """Who keeps an area."""
        if area not in self._keepers:
            found = people.keeper_of(the_house("demo"), area, at)
            self._keepers[area] = found.account if found else None
        return self._keepers[area]

    def _photo(self, kind: str, role: str, case: UUID, form: UUID, actor: Actor, at: datetime) -> UUID:
        photo = uuid5(form, role)
        drawn = pictures.draw(kind, role, case.int % 1000)
        staging.stage(actor, io.BytesIO(drawn), photo=photo, form=form, now=at)
        return photo


def _solves(command: object) -> bool:
    return getattr(command, "result", "solved") == "solved" and type(command).__name__ in (
        "ReportResult",
        "SolveOnSpot",
    )


def with_suggestion(command: ReportCase) -> ReportCase:
    """The report as the web page sends it: with what the words of the catalogue suggested."""
    said = keywords.suggest(command.words, {code: kind.hints for code, kind in shipped_kinds().items()})
    if command.channel != "web" or not said.label:
        return command
    return replace(command, suggested=Code(said.label), suggested_sure=round(1000 * said.confidence))
