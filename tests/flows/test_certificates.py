"""when_certificate_nears_its_end_tell_person_and_office: both hear it in time, in words, and nobody else."""

from datetime import UTC, datetime, timedelta

from liren.kernel.ids import new_id
from liren.notices import queries as notices
from liren.people import commands
from liren.trust import gate, sql
from tests import scene
from tests.scene import TOWN, id_of


def test_person_and_officer_are_told_once_at_each_day_and_read_it_in_words(town):
    for order in scene._one("organiser", "organisation_officer", TOWN, None):
        gate.execute(order, actor=scene.HOUSE, now=datetime.now(UTC), key=new_id())
    who, today = id_of("person:verifier"), town.now.date()
    community = town.made.at(12)[0].code
    town.order(
        commands.EmployWorker(
            employment=new_id(), person=who, area=community, contract="community", entry_year=2019,
            starts=today - timedelta(days=900),
        ),
        town.actor("organiser"),
    )  # fmt: skip
    certificate = commands.RecordCertificate(
        certificate=new_id(), person=who, level="social_worker", number="2099-1234-0001",
        issued_on=today - timedelta(days=1000), registered_until=today + timedelta(days=100),
    )  # fmt: skip
    town.order(certificate, town.actor("organiser"))
    town.settle()
    told = "select account, facts from notices_notice where code = 'certificate_near_end' order by told_at, account"
    assert sql.rows(told) == []
    for _ in (90, 30):
        fire_at = sql.value("select min(fire_at) from trust_timer where subject = %s", (certificate.certificate,))
        town.now = fire_at + timedelta(seconds=1)
        town.ring()
        town.settle()
    found = sql.rows(told)
    assert {row["account"] for row in found} == {town.account("verifier"), town.account("organiser")}
    assert [row["facts"]["days"] for row in found] == [90, 90, 30, 30]
    for name in ("verifier", "organiser"):
        (group,) = [g for g in notices.inbox(town.actor(name), town.now) if g.subject == who]
        assert "登记还有 30 天到期" in group.lines[0].body
        assert group.lines[0].body.startswith("verifier的职业水平证书")
    assert sql.value("select count(*) from trust_timer where subject = %s", (certificate.certificate,)) == 0
