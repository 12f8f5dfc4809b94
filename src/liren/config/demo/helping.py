"""Helping units in the demonstration: a lamp post that a lorry hit, led by the builders, with the police and the power
station beside them; the police said what they did, the power station is still asked. Fewer helpers than one might think of:
the desk chose them and wrote why.
"""

from datetime import datetime, timedelta

from liren.cases import commands as c
from liren.config.demo.cast import UNIT
from liren.config.demo.stage import Stage
from liren.config.demo.whistles import DESK, HANDS, Story
from liren.kernel import Code


def write(stage: Stage, until: datetime) -> None:
    """One case of this morning."""
    story = Story(stage, "helping", until - timedelta(minutes=95))
    spot = stage.spots[613 % len(stage.spots)]
    story.say(None, c.ReportCase(
        case_id=story.case, note=story.id("words"), kind=Code("street_light_out"), lon=spot.lon, lat=spot.lat,
        words="路灯杆被货车撞歪了，灯灭了，电线垂到路边", place_words=spot.address, phone="19900005678", channel=Code("phone"),
    ))  # fmt: skip
    story.say(DESK, c.DispatchCase(
        case=story.case, unit=UNIT["build"].id, helpers=(UNIT["police"].id, UNIT["power"].id), note=story.id("sent"),
        reason="电线垂着，请派出所先拦住路，供电所断这一路的电，你站扶杆换灯。",
    ), 5)  # fmt: skip
    story.say(HANDS["build"], c.TakeUpCase(case=story.case), 7)
    story.say(HANDS["police"], c.ReportHelp(
        case=story.case, note=story.id("helped"), words="路口封了半幅，两头各站一个人，等电断了再放行。"
    ), 15)  # fmt: skip
