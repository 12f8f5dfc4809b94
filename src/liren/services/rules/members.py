"""What a member's entry must say."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from liren.kernel import AreaCode, Code, Denied, Refusal
from liren.kernel.area import Level
from liren.services.commands import ConfirmMember, CorrectMember, Free, RegisterMember
from liren.services.kinds import CONSENTS, MEMBER_GENDERS, PARTS, TAKEN_DOWN

MOST_OPEN, MOST_AREAS = 10, 20
LONGEST_AGO = timedelta(days=90)
OWN = Code("own")


@dataclass(frozen=True, slots=True)
class Ground:
    """What the handler looked up: the kinds of service there are, and which of the areas are on today's map."""

    kinds: Collection[str]
    known: Collection[str]


def check(told: RegisterMember | CorrectMember, ground: Ground) -> None:
    """Raise the first Refusal, with its field, unless this entry can be kept."""
    if not told.skills:
        raise Refusal("skills", "至少选一样您能帮的忙。", field="skills")
    if unknown := [s for s in told.skills if s not in ground.kinds]:
        raise Refusal("skills", f"没有“{unknown[0]}”这项服务，请从列表里选。", field="skills")
    if not told.areas or len(told.areas) > MOST_AREAS:
        raise Refusal("areas", f"服务范围请选 1 到 {MOST_AREAS} 个。", field="areas")
    if any(len(area) < Level.TOWN or area not in ground.known for area in told.areas):
        raise Refusal("areas", "服务范围请选到镇、社区、网格，而且是现在地图上有的。", field="areas")
    if len(told.home) < Level.COMMUNITY or told.home not in ground.known:
        raise Refusal("home", "请选您从哪个网格或微网格出发。", field="home")
    check_free(told.free)
    if not 1 <= told.most_open <= MOST_OPEN:
        raise Refusal("most_open", f"手上最多几单，请写 1 到 {MOST_OPEN}。", field="most_open")
    if isinstance(told, RegisterMember) and told.gender not in MEMBER_GENDERS:
        raise Refusal("gender", "请选男或女，只在点单人有要求时用来对照。", field="gender")


def check_free(free: tuple[Free, ...]) -> None:
    """Raise Refusal for free time that is none."""
    if not free:
        raise Refusal("free", "请选一周里哪些时候有空，至少一个。", field="free")
    if any(one.part not in PARTS or not 1 <= one.weekday <= 7 for one in free):
        raise Refusal("free", "空闲时间请选星期几的上午、下午或晚上。", field="free")


def first_state(*, own: bool, trusted: bool) -> str:
    """Where a membership begins: what one's post vouches for at once, else the other side has to say yes."""
    if not own:
        return "invited"
    return "active" if trusted else "applied"


@dataclass(frozen=True, slots=True)
class Consent:
    """How and on which day somebody agreed to be a member."""

    how: Code
    on: date


def agreed(told: ConfirmMember, state: str, *, own: bool, manages: bool, entered: date, today: date) -> Consent:
    """The consent with which a membership begins. Raises Refusal or Denied when the one who orders can't begin it.

    Nobody agrees for an invited member; the community may only take down how they did, within ninety days.
    """
    if state == "active":
        raise Refusal("member_active", "已经在队里了，不用再确认。")
    if state == "applied":
        if not manages:
            raise Denied("请等社区确认。")
        return Consent(OWN, entered)
    if own:
        return Consent(OWN, today)
    if not manages or told.how is None:
        raise Denied("要本人同意才算数。本人自己点“同意加入”，或者由社区记下他是怎么同意的、哪一天。")
    if told.how not in TAKEN_DOWN:
        raise Refusal(
            "consent", f"请选本人是怎么同意的：{'、'.join(CONSENTS[how] for how in TAKEN_DOWN)}。", field="how"
        )
    if told.on is None or not today - LONGEST_AGO <= told.on <= today:
        raise Refusal("consent_on", f"同意的日期要在今天以前、{LONGEST_AGO.days} 天以内，请核对。", field="on")
    return Consent(told.how, told.on)


def areas_of(areas: tuple[AreaCode, ...]) -> list[str]:
    """Without those that lie inside another, in order."""
    return sorted({str(a) for a in areas if not any(b != a and b.covers(a) for b in areas)})
