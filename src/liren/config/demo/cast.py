"""Who plays in the demonstration: units, and one person per part. All names and numbers are invented."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import NAMESPACE_URL, UUID, uuid5

TOWN = "321181108"
ZONE = "321181901"
COMMUNITY = "321181108006"
GRID = COMMUNITY + "001"
MICRO_GRID = GRID + "01"


def id_of(name: str) -> UUID:
    """A demonstration id: the same name gives the same id, so that building goes on where it was cut off."""
    return uuid5(NAMESPACE_URL, "liren-demo:" + name)


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of the town, with the community it belongs to where it has one."""

    code: str
    kind: str
    name: str
    area: str = TOWN

    @property
    def id(self) -> UUID:
        return id_of("unit:" + self.code)


@dataclass(frozen=True, slots=True)
class Part:
    """A part one can play with a click: sign-in name, person, posts as (post, area, unit code)."""

    username: str
    name: str
    posts: tuple[tuple[str, str, str | None], ...] = ()

    @property
    def account(self) -> UUID:
        return id_of("account:" + self.username)

    @property
    def person(self) -> UUID:
        return id_of("person:" + self.username)


UNITS = (
    Unit("party", "party", "界牌镇党委"),
    Unit("law", "department", "镇综合执法局"),
    Unit("build", "department", "镇建设管理站"),
    Unit("fire", "department", "镇消防工作站"),
    Unit("clean", "department", "镇环卫所"),
    Unit("farm", "department", "镇农业农村服务中心"),
    Unit("civil", "department", "镇社会事务服务中心"),
    Unit("police", "police", "界牌派出所"),
    Unit("power", "enterprise", "供电所"),
    Unit("water", "enterprise", "自来水服务站"),
    Unit("desk", "department", "镇集成指挥管理中心"),
    Unit("home", "property", "衡苑物业服务处", "321181108008"),
)
UNIT = {unit.code: unit for unit in UNITS}

PARTS = (
    Part("demo-resident", "王淑琴"),
    Part("demo-member", "夏知秋"),
    Part("demo-keeper", "陈家和", (("grid_keeper", GRID, None), ("micro_grid_keeper", MICRO_GRID, None))),
    Part("demo-dispatcher", "沈佳禾", (("dispatcher", TOWN, "desk"),)),
    Part("demo-handler", "周建平", (("handler", TOWN, "build"),)),
    Part("demo-verifier", "许文澜", (("verifier", TOWN, None),)),
    Part("demo-supervisor", "顾明远", (("supervisor", TOWN, None),)),
    Part("demo-arbiter", "唐书宁", (("arbiter", TOWN, None),)),
    Part("demo-secretary", "陆国清", (("community_secretary", COMMUNITY, None),)),
    Part("demo-head", "陆长青", (("town_head", TOWN, "party"),)),
    Part("demo-deputy", "方立群", (("town_deputy", TOWN, "party"),)),
    Part("demo-admin", "蒋一帆", (("system_admin", TOWN, None),)),
    Part("demo-security", "戴安宁", (("security_admin", TOWN, None),)),
    Part("demo-auditor", "孔维正", (("auditor", TOWN, None),)),
)
PART = {part.username: part for part in PARTS}

COLLEAGUES = (
    Part("h-law", "杨振兴", (("handler", TOWN, "law"),)),
    Part("h-fire", "马跃", (("handler", TOWN, "fire"),)),
    Part("h-clean", "胡小满", (("handler", TOWN, "clean"),)),
    Part("h-farm", "林茂才", (("handler", TOWN, "farm"),)),
    Part("h-civil", "苏雅", (("handler", TOWN, "civil"),)),
    Part("h-police", "丁卫", (("handler", TOWN, "police"),)),
    Part("h-power", "谢亮", (("handler", TOWN, "power"),)),
    Part("h-water", "江清", (("handler", TOWN, "water"),)),
    Part("h-home", "罗海", (("handler", "321181108008", "home"),)),
    Part("v-second", "严若水", (("verifier", TOWN, None),)),
)

ZONE_UNITS = (
    Unit("z-party", "party", "高新区党工委", ZONE),
    Unit("z-law", "department", "高新区综合执法大队", ZONE),
    Unit("z-build", "department", "高新区建设服务中心", ZONE),
    Unit("z-fire", "department", "高新区消防站", ZONE),
    Unit("z-clean", "department", "高新区环卫所", ZONE),
    Unit("z-farm", "department", "高新区农业服务站", ZONE),
    Unit("z-civil", "department", "高新区社会事务局", ZONE),
    Unit("z-police", "police", "高新区派出所", ZONE),
    Unit("z-power", "enterprise", "高新区供电所", ZONE),
    Unit("z-water", "enterprise", "高新区水务所", ZONE),
    Unit("z-desk", "department", "高新区指挥中心", ZONE),
    Unit("z-home", "property", "高新区物业联合服务处", ZONE),
)
ZONE_UNIT = {unit.code: unit for unit in ZONE_UNITS}
ZONE_PARTS = (
    Part("demo-zone-head", "秦远", (("town_head", ZONE, "z-party"),)),
    Part("demo-zone-admin", "顾若水", (("system_admin", ZONE, None),)),
    Part("z-dispatcher", "梁静", (("dispatcher", ZONE, "z-desk"),)),
    Part("z-supervisor", "贺平", (("supervisor", ZONE, None),)),
    Part("z-verifier", "柳青", (("verifier", ZONE, None),)),
    Part("z-verifier-2", "白桦", (("verifier", ZONE, None),)),
    Part("z-handler-law", "邱实", (("handler", ZONE, "z-law"),)),
    Part("z-handler-build", "石磊", (("handler", ZONE, "z-build"),)),
    Part("z-handler-fire", "雷鸣", (("handler", ZONE, "z-fire"),)),
    Part("z-handler-clean", "田园", (("handler", ZONE, "z-clean"),)),
    Part("z-handler-farm", "季丰", (("handler", ZONE, "z-farm"),)),
    Part("z-handler-civil", "温良", (("handler", ZONE, "z-civil"),)),
    Part("z-handler-police", "方正", (("handler", ZONE, "z-police"),)),
    Part("z-handler-power", "路遥", (("handler", ZONE, "z-power"),)),
    Part("z-handler-water", "江流", (("handler", ZONE, "z-water"),)),
    Part("z-handler-home", "安居", (("handler", ZONE, "z-home"),)),
)

COUNTY = TOWN[:6]
COUNTY_UNITS = (
    Unit("c-city", "department", "市城市管理局", COUNTY),
    Unit("c-land", "department", "市自然资源和规划局", COUNTY),
    Unit("c-house", "department", "市住房和城乡建设局", COUNTY),
)
COUNTY_UNIT = {unit.code: unit for unit in COUNTY_UNITS}
"""Departments above the town, to which things go that were taken back from it."""
COUNTY_PARTS = (
    Part("h-city", "魏城", (("handler", COUNTY, "c-city"),)),
    Part("h-land", "田土", (("handler", COUNTY, "c-land"),)),
    Part("h-house", "房安", (("handler", COUNTY, "c-house"),)),
)

HANDLED_BY = {
    "street_light_out": "build",
    "manhole_cover": "build",
    "road_damage": "build",
    "blocked_drain": "build",
    "standing_water": "build",
    "illegal_building": "law",
    "illegal_parking": "law",
    "blocked_fire_lane": "fire",
    "flying_wire_charging": "fire",
    "exposed_garbage": "clean",
    "farmland_damage": "farm",
    "elder_living_alone": "civil",
    "policy_question": "civil",
    "suggestion": "civil",
    "noise": "police",
    "neighbour_dispute": "police",
    "stray_dog": "police",
    "water_power_gas": "water",
    "property_complaint": "home",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Crew:
    """The people who move the cases of one town: accounts, and its units with a handler each by their plain code."""

    town: str
    dispatcher: UUID
    supervisor: UUID
    verifiers: tuple[UUID, UUID]
    units: Mapping[str, Unit]
    handlers: Mapping[str, UUID]


_POSTS = ("dispatcher", "supervisor", "verifier")


def _crew(town: str, units: tuple[Unit, ...], parts: tuple[Part, ...], prefix: str) -> Crew:
    """Found by their posts; `prefix` is what a town's unit codes begin with."""
    by_post = {post: [p.account for p in parts if any(q == post for q, _, _ in p.posts)] for post in _POSTS}
    return Crew(
        town=town,
        dispatcher=by_post["dispatcher"][0],
        supervisor=by_post["supervisor"][0],
        verifiers=(by_post["verifier"][0], by_post["verifier"][1]),
        units={u.code.removeprefix(prefix): u for u in units},
        handlers={
            unit.removeprefix(prefix): p.account
            for p in parts
            for post, _, unit in p.posts
            if unit and post == "handler"
        },
    )


TOWN_CREW = _crew(TOWN, UNITS, (*PARTS, *COLLEAGUES), "")
ZONE_CREW = _crew(ZONE, ZONE_UNITS, ZONE_PARTS, "z-")
