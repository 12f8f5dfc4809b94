"""What the party's tree, the committees and the register of community workers hang on the registry."""

from pathlib import Path

from liren.catalogue import families
from liren.people import commands, events, kinds
from liren.people.handlers import committees, taken_back, terms, unit_lists, units, workers, workforce
from liren.trust import deliveries, registry

HERE = Path(__file__).parents[1]
REGISTER, WORKFORCE, SEE = "people.register", "people.workforce", "people.see"

CONSTRAINTS = {
    "people_unit_version_days": ("unit_days", "这个名称用到的日子早于开始的日子，请改日期。"),
    "people_unit_version_one_a_day": ("unit_days", "一个单位一天只有一个名称和上级，请改日期。"),
    "people_unit_version_now": ("unit_now", "这个单位现在已经有名称和上级，请刷新后再改。"),
    "people_linked_door_once": ("door_taken", "这一户已经由另一个党员中心户联系，请删去这一户。"),
    "people_seat_body": ("body", "请选两委之一：社区党组织委员会，社区居（村）民委员会。"),
    "people_seat_standing": ("standing", "请选专职或兼职。"),
    "people_seat_role": ("role", "请从列表里选职务。"),
    "people_seat_came_by": ("came_by", "请选怎样产生：选举、增补、兼任。"),
    "people_term_body": ("seat_body", "请选委员会：社区党组织或者居委会（村委会）。"),
    "people_term_number": ("seat_term", "届次写第几届的数字，从 1 到 99。"),
    "people_term_days": ("days", "一届要有第一天和最后一天，最后一天不能早于第一天。"),
    "people_term_once": ("term_twice", "别人刚刚定了这一届，请看过现在的日子再改。"),
    "people_seat_term": ("seat_term", "届次写第几届的数字，从 1 到 99。"),
    "people_seat_days": ("days", "最后一天早于第一天，请改其中一个。"),
    "people_seat_once": ("seat_twice", "这个人此期间已经是这个委员会的成员，请先办结束，或改日期。"),
    "people_employment_contract": ("contract", "没有这个合同类别，请在列表里选。"),
    "people_employment_year": ("entry_year", "从业年份是四位数字，例如 2019。"),
    "people_employment_days": ("days", "最后一天早于第一天，请改其中一个。"),
    "people_employment_once": ("employed_twice", "这个人此期间已有一段聘用，请先结束那一段，或改日期。"),
    "people_certificate_level": ("certificate_level", "没有这个证书等级，请在列表里选。"),
    "people_certificate_one_number": ("certificate_twice", "这个证书编号已经登记过，请核对编号。"),
    "people_certificate_once": ("certificate_twice", "这个人这一天的这一级证书已经登记过，不用再登。"),
    "people_assessment_once": ("assessed_twice", "这个人这一天已有评定，要改请写重新评定的日子。"),
}


def hang_up() -> None:
    """Rights, orders, events, families, bells and sentences."""
    registry.right(WORKFORCE, "管理两委席位和社工名册")
    registry.right("people.figures", "查看两委和社工的数字")
    for order, label, handler, target, right in (
        (commands.MoveUnit, "改单位的上级或区域", units.move, units.load_unit, REGISTER),
        (commands.LinkHouseholds, "登记党员中心户联系的住户", units.link, units.load_unit, REGISTER),
        (commands.ImportUnits, "导入单位和党组织", unit_lists.take_over, unit_lists.over_area, REGISTER),
        (commands.UndoUnitsImport, "撤销单位的导入", unit_lists.undo, taken_back.load, REGISTER),
        (commands.SetTerm, "定两委的届期", terms.set_term, terms.over_area, WORKFORCE),
        (commands.SeatMember, "登记两委席位", committees.seat, committees.new_seat, WORKFORCE),
        (commands.EndSeat, "结束两委席位", committees.end, committees.load_seat, WORKFORCE),
        (commands.ImportSeats, "导入两委名单", committees.take_over, committees.over_area, WORKFORCE),
        (commands.UndoSeatsImport, "撤销两委名单的导入", committees.undo, taken_back.load, WORKFORCE),
        (commands.EmployWorker, "登记社工聘用", workforce.employ, workforce.new_employment, WORKFORCE),
        (commands.EndEmployment, "结束社工聘用", workforce.end, workforce.load_employment, WORKFORCE),
        (commands.RecordCertificate, "登记职业水平证书", workforce.record, workforce.load_worker, WORKFORCE),
        (commands.RenewCertificate, "登记证书续期", workforce.renew, workforce.load_certificate, WORKFORCE),
        (commands.AssessWorker, "评定双全", workforce.assess, workforce.load_worker, WORKFORCE),
        (commands.WarnOfEnd, "提醒证书快到期", workforce.warn, workforce.load_certificate, WORKFORCE),
        (commands.ImportWorkers, "导入社工名册", workers.take_over, workers.over_area, WORKFORCE),
        (commands.UndoWorkersImport, "撤销社工名册的导入", workers.undo, taken_back.load, WORKFORCE),
    ):
        registry.command(order, label=label, handler=handler, target=target, reach="within", right=right, see=SEE)
    registry.events(
        events.UnitMoved, events.HouseholdsLinked, events.UnitsImportUndone, events.TermSet, events.MemberSeated, events.SeatCorrected,
        events.SeatEnded, events.SeatsImportUndone, events.WorkerEmployed, events.EmploymentCorrected,
        events.EmploymentEnded, events.CertificateRecorded, events.CertificateRenewed, events.WorkerAssessed,
        events.CertificateNearsEnd, events.WorkersImportUndone,
    )  # fmt: skip
    registry.timer(workforce.BELL, do=_rung, may=(commands.WarnOfEnd,))
    families.family(
        "seat_background", shape=kinds.Background, folder=HERE / "backgrounds", label="委员的背景",
        check=kinds.check_background, editable=kinds.BACKGROUND_EDITABLE,
    )  # fmt: skip
    families.family(
        "qualification_tag", shape=kinds.QualificationTag, folder=HERE / "tags", label="资格的定义",
        check=kinds.check_tag, editable=kinds.TAG_EDITABLE,
    )  # fmt: skip
    for name, (code, sentence) in CONSTRAINTS.items():
        registry.constraint(name, code, sentence)


def _rung(rung: deliveries.Rung) -> list[commands.WarnOfEnd]:
    return [commands.WarnOfEnd(certificate=rung.subject, no=rung.no)]
