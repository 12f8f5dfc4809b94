"""The queues of the desk and the field: which states, which further condition, on whose ground. Data for queries."""

from dataclasses import dataclass
from typing import Literal

OPEN = ("reported", "filed", "dispatched", "arbitration", "in_progress", "suspended", "feedback")
ENDED = (
    "closed",
    "replied",
    "merged",
    "not_accepted",
    "withdrawn",
    "taken_back",
    "closed_as_logged",
    "false_alarm",
    "drill_over",
)
RATED = ("closed", "replied")
Ground = Literal["area", "handler", "helper", "keeper", "reporter"]


@dataclass(frozen=True, slots=True)
class Queue:
    """One queue. `where` is SQL over the case `c` and the moment `now.at`; "" is no condition.

    `ground`: area is every case the viewer's grants cover; the others are cases in which the viewer is named.
    `latest`: newest first instead of what ends first.
    """

    label: str
    states: tuple[str, ...]
    where: str = ""
    ground: Ground = "area"
    latest: bool = False
    counted: bool = True


QUEUES: dict[str, Queue] = {
    "late": Queue("超时的", OPEN, "c.sort_at < now.at"),
    "soon": Queue("两小时内到期", OPEN, "c.sort_at >= now.at and c.sort_at < now.at + interval '2 hours'"),
    "new": Queue("新上报", ("reported",)),
    "to_dispatch": Queue("待派遣", ("filed",)),
    "unsigned": Queue("没有签收", ("dispatched",)),
    "returned": Queue("退回来的", ("filed",), "c.returns > 0"),
    "doing": Queue("办理中", ("in_progress", "suspended")),
    "relief": Queue("待审批", ("in_progress",), "c.relief is not null"),
    "arbitration": Queue("待裁定", ("arbitration",)),
    "to_verify": Queue("待核查", ("feedback",)),
    "nowhere": Queue("不在网格里", OPEN, "c.area is null and c.placed <> 'none'"),
    "open": Queue("全部在办", OPEN),
    "to_confirm": Queue("等反映人确认", RATED, "c.confirm = 'pending'", latest=True, counted=False),
    "disputed": Queue("反映人说没解决", RATED, "c.confirm = 'disputed'", latest=True, counted=False),
    "objected": Queue("退回过的", (*OPEN, *ENDED), "c.returns > 0", latest=True, counted=False),
    "overruled": Queue("没照规则派的", (*OPEN, *ENDED), "c.overruled", latest=True, counted=False),
    "against": Queue("违清单派出的", (*OPEN, *ENDED), "c.against_list", latest=True, counted=False),
    "ended": Queue("已经结束", ENDED, latest=True, counted=False),
    "handling": Queue("我承办的", ("dispatched", "in_progress", "suspended", "arbitration"), ground="handler"),
    "helping": Queue(
        "我们配合的",
        ("dispatched", "in_progress", "suspended", "arbitration", "feedback"),
        ground="helper",
        counted=False,
    ),
    "keeping": Queue("我的网格", ("reported",), ground="keeper"),
    "reported_by_me": Queue("我反映的", (*OPEN, *ENDED), ground="reporter", latest=True),
}
