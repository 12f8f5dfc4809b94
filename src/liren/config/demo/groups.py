"""Groups in the demonstration's register: two of the keeper's own ground, with what they are for and until when."""

from datetime import datetime, timedelta

from liren.config.demo.cast import MICRO_GRID, PART, id_of
from liren.config.demo.stage import Stage
from liren.kernel import AreaCode, Code
from liren.notices.commands import RegisterGroup
from liren.trust import gate

KEEPER = PART["demo-keeper"].account
GROUPS = (
    ("锦绣苑 3 号楼邻里群", "wechat", "通知停水停电，收报修", 120),
    ("界中三网格微网格员群", "wecom", "派活、碰头、报平安", 300),
)


def write(stage: Stage, began: datetime) -> int:
    """Register them a month ago; how many."""
    at = began - timedelta(days=30)
    for name, kind, purpose, days in GROUPS:
        order = RegisterGroup(
            group=id_of(f"group:{name}"), area=AreaCode(MICRO_GRID), name=name, kind=Code(kind), owner=KEEPER,
            purpose=purpose, ends_at=began + timedelta(days=days),
        )  # fmt: skip
        gate.execute(order, actor=stage.actor(KEEPER), now=at, key=id_of(f"group-key:{name}"), mode=stage.mode)
    return len(GROUPS)
