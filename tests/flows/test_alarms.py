"""Alarms and their cases answer one another: raised, confirmed, judged false, filed at the desk, closed with its proof.

when_alarm_is_raised_report_case, when_alarm_is_confirmed_file_case, when_alarm_is_judged_false_end_case,
when_case_of_alarm_is_filed_confirm_alarm and the rest of the chain are in tests/devices/test_alarm_chain.py, frame by frame;
here a fire goes the whole way, to when_case_of_alarm_is_closed_close_alarms.
"""

from io import BytesIO

from liren.attachments import staging
from liren.cases import commands as c
from liren.devices import commands as d
from liren.devices.queries import alarms
from liren.gateway import reading
from liren.kernel import Code
from liren.kernel.actor import the_house
from liren.kernel.ids import new_id
from tests.attachments.pictures import jpeg
from tests.devices import speaking

HOUSE = the_house("test")


def test_a_fire_goes_from_its_frame_to_a_photo_and_another_persons_check_and_is_over(town):
    lon, lat = town.point(0)
    device = new_id()
    town.order(
        d.RegisterDevice(
            device=device, kind=Code("transmission_unit"), wire=speaking.WIRE, source=speaking.source(889).hex(), name="1 幢传输装置",
            lon=lon, lat=lat,
        )
    )  # fmt: skip
    speaking.keep(speaking.frame(speaking.component(speaking.FIRE, town.now), at=town.now), town.now)
    reading.read(town.now)
    town.settle()
    [alarm] = alarms.of_device(HOUSE, device)
    town.order(d.ConfirmAlarm(alarm=alarm.id), town.actor("desk"))
    town.settle()
    town.do("desk", c.DispatchCase, alarm.case)
    town.do("handler", c.TakeUpCase, alarm.case)
    photo, form = new_id(), new_id()
    staging.stage(town.actor("handler"), BytesIO(jpeg()), photo=photo, form=form, now=town.now)
    town.do("handler", c.ReportResult, alarm.case, photos=(photo,))
    town.settle()
    assert alarms.of_device(HOUSE, device)[0].closed_at is None
    town.do("verifier", c.VerifyCase, alarm.case)
    town.settle()
    over = alarms.of_device(HOUSE, device)[0]
    assert (over.judged, over.closed_at) == ("confirmed", town.now)
    assert town.state(alarm.case).state == "closed"
    assert town.state(alarm.case).confirm == "none"
