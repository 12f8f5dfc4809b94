"""SMS for the demonstration: a few reporters asked to be told; one message arrived, one did not, and the office sees why.

The messages lie in a folder of the data directory, where the page 示范短信箱 reads them; what the demonstration sends later
gets its receipt from `phone_company.py`. Nothing leaves the machine.
"""

from datetime import datetime, timedelta

from liren.cases import queries as cases
from liren.cases.queries.reached import reached
from liren.config.demo.cast import id_of
from liren.config.demo.history import CASES, SHANGHAI
from liren.kernel import AreaCode, Code
from liren.kernel.actor import by_link, the_house
from liren.kernel.ports import Report
from liren.notices import outbox
from liren.notices.commands import ChooseChannels, Tell
from liren.notices.outbox import receipts
from liren.notices.rules.channels import mobile
from liren.trust import gate, sql

TELLER = "when_case_moves_tell_reporter.casetakenup"
TOLD = 4
EMPTY_NUMBER = "号码是空号（MK:0001）"


def write(until: datetime) -> int:
    """Play it on the day before, at noon; how many were told. Nothing where no folder for SMS is set."""
    if not outbox.can_text():
        return 0
    noon = (until.astimezone(SHANGHAI) - timedelta(days=1)).replace(hour=12, minute=0, second=0, microsecond=0)
    house = the_house("demo")
    found = reached(house, [id_of(f"case:history:{n}") for n in range(CASES)])
    told = [case for case, one in sorted(found.items()) if mobile(one.phone)][:TOLD]
    for n, case in enumerate(told):
        area = AreaCode(cases.case_card(by_link(case), case, noon).case.scope)
        choice = ChooseChannels(area=area, link=case, channels=(Code("sms"),))
        gate.execute(choice, actor=by_link(case), now=noon, key=id_of(f"messages:choose:{n}"))
        notice = Tell(
            link=case, template=Code("case_moved"), subject_kind=Code("case"), subject=case, area=area,
            facts=((Code("step"), Code("casetakenup")),),
        )  # fmt: skip
        gate.execute(notice, actor=the_house(TELLER), now=noon, key=id_of(f"messages:tell:{n}"))
    outbox.send_due(noon)
    for n, row in enumerate(
        sql.rows("select provider_id from notices_message where channel = 'sms' order by id limit 2")
    ):
        at = noon + timedelta(minutes=2 + n)
        trouble = EMPTY_NUMBER if n else ""
        receipts.reported("sms", Report(id=row["provider_id"], delivered=not n, at=at, trouble=trouble), at)
    outbox.send_due(noon + timedelta(minutes=5))
    return len(told)
