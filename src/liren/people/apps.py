"""Hangs the people room on the registry: rights, commands, posts, sentences of its constraints."""

from pathlib import Path

from django.apps import AppConfig

HERE = Path(__file__).parent


class PeopleConfig(AppConfig):
    name = "liren.people"
    verbose_name = "人：人员、单位、职务"

    def ready(self) -> None:
        from liren.catalogue import families
        from liren.people import kinds, leaning
        from liren.people.handlers import hung
        from liren.trust import registry

        registry.right("people.see", "查看人员、单位与职务")
        registry.right("people.register", "登记人员与单位")
        registry.right("people.appoint", "任免职务")
        registry.right("people.reveal", "查看封存的手机号")
        registry.right("people.party", "登记党员身份")
        registry.leans("area", leaning.on_areas)
        registry.leans("building", leaning.on_buildings)
        _commands()
        hung.hang_up()
        _sentences()
        families.family(
            "post",
            shape=kinds.Post,
            folder=HERE / "posts",
            label="岗位",
            check=lambda post: kinds.check(post, registry.RIGHTS),
            editable=kinds.EDITABLE,
        )
        families.family(
            kinds.LINE_FAMILY, shape=kinds.Line, folder=HERE / "lines", label="公布的电话", check=kinds.check_line,
            editable=kinds.LINE_EDITABLE,
        )  # fmt: skip
        families.family(
            kinds.CONSENT_FAMILY, shape=kinds.Consent, folder=HERE / "consents", label="同意的说明", check=kinds.check_consent,
            editable=kinds.CONSENT_EDITABLE,
        )  # fmt: skip


def _commands() -> None:
    from liren.kernel import AreaCode
    from liren.people import commands, events
    from liren.people.handlers import (
        consents,
        coverage,
        dividing,
        duties,
        founding,
        imports,
        leaves,
        party,
        passing,
        persons,
        regranting,
        undo,
        units,
    )
    from liren.places.commands import EnactPlans
    from liren.trust.commands import CloseGrants, IssueGrants
    from liren.trust.registry import command, house, timer
    from liren.trust.registry import events as readable

    register, appoint, see = "people.register", "people.appoint", "people.see"
    command(
        commands.RegisterPerson, label="登记人员", handler=persons.register, target=persons.new_person,
        reach="within", right=register, see=see,
    )  # fmt: skip
    command(
        commands.CorrectPerson, label="更正人员信息", handler=persons.correct, target=persons.load_person,
        reach="within", right=register, see=see,
    )  # fmt: skip
    command(
        commands.LinkAccount, label="关联登录账号", handler=persons.link_account, target=persons.load_person,
        reach="within", right=appoint, see=see,
    )  # fmt: skip
    command(
        commands.RevealField, label="查看封存信息", handler=persons.reveal, target=persons.load_person,
        reach="within", right="people.reveal", see=see,
    )  # fmt: skip
    command(
        commands.RegisterUnit, label="登记单位", handler=units.register, target=units.new_unit,
        reach="within", right=register, see=see,
    )  # fmt: skip
    command(
        commands.AppointDuty, label="任命职务", handler=duties.appoint, target=duties.new_duty,
        reach="within", right=appoint, see=see,
    )  # fmt: skip
    command(
        commands.EndDuty, label="结束职务", handler=duties.end, target=duties.load_duty,
        reach="within", right=appoint, see=see,
    )  # fmt: skip
    command(
        commands.HandOverDuty, label="交接职务", handler=passing.hand_over, target=duties.load_duty,
        reach="within", right=appoint, see=see,
    )  # fmt: skip
    command(
        commands.RegrantPost, label="按岗位现在的版本重新授权", handler=regranting.regrant, target=regranting.over_area,
        reach="within", right=appoint, see=see,
    )  # fmt: skip
    command(
        commands.CancelDuty, label="取消还没开始的职务", handler=duties.cancel, target=duties.load_duty,
        reach="within", right=appoint, see=see,
    )  # fmt: skip
    command(
        commands.AppointStandIn, label="请人代理职务", handler=duties.stand_in, target=duties.load_duty,
        reach="within", right=appoint, see=see,
    )  # fmt: skip
    command(
        commands.HandOverAll, label="办理离任", handler=passing.hand_over_all, target=persons.load_person,
        reach="within", right=appoint, see=see,
    )  # fmt: skip
    command(
        commands.NoteTakeover, label="记下职务接任", handler=passing.note_takeover, target=passing.taken_over,
        reach="within",
    )  # fmt: skip
    timer(passing.BELL, do=lambda rung: [commands.NoteTakeover(duty=rung.subject)], may=[commands.NoteTakeover])
    command(
        commands.TakeLeave, label="登记请假", handler=leaves.take, target=persons.load_person,
        reach="within", right=appoint, see=see,
    )  # fmt: skip
    command(
        commands.CallOffLeave, label="取消请假", handler=leaves.call_off_leave, target=leaves.load_leave,
        reach="within", right=appoint, see=see,
    )  # fmt: skip
    command(
        commands.CheckCoverage, label="核对每扇门的责任人", handler=coverage.check, target=coverage.over_county,
        reach="within",
    )  # fmt: skip
    house("nightly", may=[commands.CheckCoverage])
    command(
        commands.AdoptDivision, label="启用划分方案，落实微网格员", handler=dividing.adopt, target=dividing.over_area,
        reach="within", right="places.adopt", see="places.see",
    )  # fmt: skip
    command(
        commands.EnactDivision, label="到日子启用划分方案，落实微网格员", handler=dividing.enact, target=dividing.over_area,
        reach="within",
    )  # fmt: skip
    timer(
        dividing.BELL, do=lambda rung: [commands.EnactDivision(area=AreaCode(rung.area))],
        may=[commands.EnactDivision, EnactPlans, CloseGrants, IssueGrants],
    )  # fmt: skip
    command(
        commands.FoundCounty, label="建县", handler=founding.found, target=founding.empty, reach="within",
    )  # fmt: skip
    command(
        commands.OpenLogin, label="给人员开登录账号", handler=persons.open_login, target=persons.load_person,
        reach="within", right=appoint, see=see,
    )  # fmt: skip
    for order, label, handler in (
        (commands.RenameUnit, "改单位名称", units.rename), (commands.CloseUnit, "停用单位", units.close),
        (commands.ReopenUnit, "恢复单位", units.reopen),
    ):  # fmt: skip
        command(order, label=label, handler=handler, target=units.load_unit, reach="within", right=register, see=see)
    command(
        commands.UndoPersonsImport, label="撤销人员名册的导入", handler=undo.persons, target=undo.load_import,
        reach="within", right=register, see=see,
    )  # fmt: skip
    command(
        commands.UndoDutiesImport, label="撤销任职名单的导入", handler=undo.duties, target=undo.load_import,
        reach="within", right=appoint, see=see,
    )  # fmt: skip
    command(
        commands.ImportPersons, label="导入人员名册", handler=imports.persons, target=imports.over_area,
        reach="within", right=register, see=see,
    )  # fmt: skip
    command(
        commands.ImportDuties, label="导入任职名单", handler=imports.duties, target=imports.over_area,
        reach="within", right=appoint, see=see,
    )  # fmt: skip
    command(
        commands.NotePartyMembers, label="登记党员身份", handler=party.note, target=party.over_area,
        reach="within", right="people.party", see=see,
    )  # fmt: skip
    command(
        commands.GiveConsent, label="同意一项用途", handler=consents.give, target=consents.own, reach="own", roles=("owner",),
    )  # fmt: skip
    command(
        commands.WithdrawConsent, label="收回一项同意", handler=consents.withdraw, target=consents.own,
        reach="own", roles=("owner",),
    )  # fmt: skip
    readable(
        events.ConsentGiven, events.ConsentWithdrawn,
        events.PersonRegistered, events.PersonCorrected, events.AccountLinked, events.UnitRegistered,
        events.PersonsImportUndone, events.DutiesImportUndone, events.DutyCancelled, events.DutyRegranted, events.StandInAppointed,
        events.UnitRenamed, events.UnitClosed, events.UnitReopened,
        events.LeaveTaken, events.LeaveCalledOff, events.PersonLeft, events.DutyTakenOver, events.CoverageChecked,
        events.DutyAppointed, events.DutyEnded, events.DutyHandedOver, events.FieldRevealed, events.PartyMembersNoted,
    )  # fmt: skip


def _sentences() -> None:
    from liren.trust.registry import constraint

    constraint("people_person_one_account", "account_taken", "这个账号已经关联了另一个人，请换一个账号。")
    constraint("people_contact_one_phone", "phone_taken", "这个手机号已经登记在另一个人名下，请核对号码。")
    constraint("people_party_source", "party_source", "党员身份只从党组织的名单登记，请选名单的来源。")
    constraint("people_unit_kind", "unit_kind", "没有这个单位类别，请在列表里选。")
    constraint("people_unit_not_own_parent", "unit_loop", "单位不能是自己的上级，请另选上级单位。")
    constraint("people_unit_one_name", "unit_twice", "同一个上级下面已经有同名的单位，请直接选用它。")
    constraint("people_duty_period", "duty_period", "结束时间不晚于开始时间，请改其中一个。")
    constraint("people_duty_one_seat", "seat_taken", "这个岗位此期间已有人任职，请先办结束或交接。")
    constraint("people_duty_once", "duty_twice", "这个人此期间已经担任同一职务，不用重复任命。")
    constraint(
        "people_duty_three_administrators", "three_administrators",
        "系统、安全、审计管理员须由三个人分别担任，这个人此期间已是其中之一，请另选一个人。",
    )  # fmt: skip
    constraint("people_leave_period", "leave_period", "请假的最后一天早于第一天，请改其中一个。")
    constraint("people_leave_once", "leave_twice", "这个人这几天已经登记了请假，请先看看原来那一次。")
    constraint("people_consent_once", "consent_twice", "这一项刚刚已经同意过了，请刷新页面看现在的情况。")
    constraint("people_consent_order", "consent_order", "收回同意的时间早于同意的时间，请核对服务器的时钟。")
    constraint("people_check_once", "checked", "这一天的责任核对已经记过了。")
