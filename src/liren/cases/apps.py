"""Hangs the case room on the registry: rights, kinds, orders, events, timers, and what its constraints mean."""

from pathlib import Path

from django.apps import AppConfig

HERE = Path(__file__).parent
ROLES = (
    "desk",
    "keeper",
    "handler",
    "verifier",
    "arbiter",
    "approver",
    "supervisor",
    "callback",
    "reporter",
    "called",
    "helper",
    "client",
)

CONSTRAINTS = {
    "cases_suggested_sure_check": ("suggestion", "建议的把握要在 0 到 1000 之间，请刷新后再提交。您写的内容还在。"),
    "cases_case_one_number": ("number_twice", "这个编号已经用过，请再提交一次。您写的内容还在。"),
    "cases_case_handler_verifies": ("handler_verifies", "您是承办人，不能核查自己办的事。请交给别的核查员。"),
    "cases_party_one_side": ("handler_verifies", "同一个人不能既承办又核查这件事。请交给别的核查员。"),
    "cases_case_one_return": ("second_return", "已经退回过一次，不能再退。仍有争议请申请裁定。"),
    "cases_case_one_arbitration": ("second_arbitration", "已经裁定过，请照裁定办理。"),
    "cases_case_one_extension": ("second_extension", "已经延过一次，或者超过 7 个工作日，不能再延。"),
    "cases_case_one_reopening": ("second_reopen", "已经重办过一次。有新的情况请另报一件。"),
    "cases_case_closed_is_verified": ("closed_unverified", "没有核查的事不能结案，请先请核查员核查。"),
    "cases_case_drill_nobody_reported": ("drill_person", "演练的案件没有反映人，也不保密。真的有事请照常反映。"),
    "cases_case_drill_over": ("no_drill", "只有演练的案件能随演练结束，这件请照平常的办。"),
    "cases_case_not_into_itself": ("merge_itself", "请选另一件事来并入，不能并入自己。"),
    "cases_case_one_level": ("child_of_child", "子件不能再分出子件，请到主件上分。"),
    "cases_case_open_children": ("child_open", "主件还有子件没有办完。都办完或收回以后，主件才能反馈、结束。"),
    "cases_case_whistle_open": ("whistle_open", "吹哨叫来的单位还没有办完，主件不能反馈、结束。"),
    "cases_case_helper_leads": ("helper_leads", "承办单位不能同时是配合单位，请去掉一个。"),
    "cases_party_unit_once": ("helper_twice", "一个单位在一件事里只能承办或者配合，而且只算一次。请去掉重复的。"),
    "cases_case_secrecy": ("secrecy", "保密级别只有 0、1、2，请改正类别的设置。"),
    "cases_case_placed": ("placed", "地点的来历不在清单里，请重新选地点。"),
    "cases_case_result": ("result", "请选一个结果：已解决、已解释、未解决。"),
    "cases_case_relief": ("relief", "只能申请延期或缓办，请重新选。"),
    "cases_case_confirm": ("confirm", "确认的结果不在清单里，请重新选。"),
    "cases_case_satisfied": ("satisfied", "请选一个：满意、基本满意、不满意。"),
    "cases_clock_kind": ("clock_kind", "没有这种时限，请改正流程的设置。"),
    "cases_clock_runs_towards_an_end": ("clock_endless", "走着的时限要有到期时间，请改正类别的设置。"),
    "cases_link_one_token": ("link_twice", "查询链接重复了，请再提交一次。您写的内容还在。"),
    "cases_link_one_code": ("code_twice", "回执上的代码重复了，请再提交一次。您写的内容还在。"),
}


class CasesConfig(AppConfig):
    name = "liren.cases"
    verbose_name = "事：从上报到评价"

    def ready(self) -> None:
        from liren.attachments import kinds as attachments
        from liren.cases import (
            commands,
            duties,
            events,
            exclusions,
            followups,
            hotlines,
            kinds,
            queries,
            returns,
            routes,
            scopes,
            whistling,
        )
        from liren.cases.handlers import (
            abuse,
            blowing,
            calls,
            desks,
            followup,
            hotline_packs,
            incoming,
            move,
            placing,
            recounting,
            replay,
            report,
            timers,
            training,
        )
        from liren.cases.handlers import exclusions as excluding
        from liren.cases.handlers import triage as triaging
        from liren.cases.models import replaying
        from liren.cases.rules.roles import RIGHTS
        from liren.catalogue import families
        from liren.trust import registry

        for code, label in RIGHTS.items():
            registry.right(code, label)
        families.family(
            "case_kind", shape=kinds.Kind, folder=HERE / "kinds", label="事项类别", check=kinds.check,
            editable=kinds.EDITABLE, two_people=kinds.two_people,
        )  # fmt: skip
        families.family(
            returns.FAMILY, shape=returns.Ground, folder=HERE / "returns", label="退回依据", check=returns.check
        )
        families.family(
            duties.FAMILY, shape=duties.DutyList, folder=HERE / "duty_lists", label="履职事项清单", check=duties.check,
            editable=duties.EDITABLE,
        )  # fmt: skip
        families.family(
            routes.FAMILY, shape=routes.Routing, folder=HERE / "routings", label="派单规则", check=routes.check,
            editable=routes.EDITABLE, two_people=routes.two_people, rehearse=replaying.play,
        )  # fmt: skip
        families.family(
            exclusions.FAMILY,
            shape=exclusions.Reason,
            folder=HERE / "exclusions",
            label="剔除理由",
            check=exclusions.check,
        )
        families.family(
            followups.FAMILY, shape=followups.FollowUp, folder=HERE / "followups", label="回访和三率",
            check=followups.check, editable=followups.EDITABLE, two_people=followups.two_people,
        )  # fmt: skip
        families.family(
            whistling.FAMILY, shape=whistling.WhistleKind, folder=HERE / "whistles", label="吹哨的种类",
            check=whistling.check, editable=whistling.EDITABLE,
        )  # fmt: skip
        families.family(
            hotlines.FAMILY, shape=hotlines.Hotline, folder=HERE / "hotlines", label="热线对接", check=hotlines.check,
            editable=hotlines.EDITABLE,
        )  # fmt: skip
        registry.command(
            commands.ReportCase, label="上报", handler=report.report, target=report.place_target, reach="open"
        )
        registry.command(
            commands.LogCase, label="录入原记录", handler=replay.log, target=replay.county_target, reach="within",
            many=replay.log_many,
        )  # fmt: skip
        for order in commands.COMMANDS.values():
            registry.command(
                order, label=order.label, handler=move.move, target=move.load_case, reach="handover",
                roles=ROLES, see="cases.see",
            )  # fmt: skip
        registry.events(*events.EVENTS.values())
        timers.hang_up()
        placing.hang_up()
        recounting.hang_up()
        desks.hang_up()
        incoming.hang_up()
        abuse.hang_up()
        blowing.hang_up()
        followup.hang_up()
        calls.hang_up()
        excluding.hang_up()
        hotline_packs.hang_up()
        triaging.hang_up()
        training.hang_up()
        scopes.hang_up()
        for name, (code, sentence) in CONSTRAINTS.items():
            registry.constraint(name, code, sentence)
        attachments.owner("case", queries.visible_ids)
