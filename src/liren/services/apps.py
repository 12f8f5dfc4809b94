"""Hangs the services room on the registry: rights, kinds, orders, events, timers, and what its constraints mean."""

from pathlib import Path

from django.apps import AppConfig

HERE = Path(__file__).parent
ROLES = ("desk", "member", "handler", "requester")

CONSTRAINTS = {
    "services_order_one_number": ("number_twice", "这个编号已经用过，请再提交一次。您写的内容还在。"),
    "services_order_one_case": ("case_twice", "这件事已经转成了点单，请看那一单的进度。"),
    "services_order_state": ("order_state", "没有这种状态，请刷新后再办。"),
    "services_order_circle": ("circle", "派单范围只有本社区和全镇，请重新选。"),
    "services_order_gender": ("gender", "请选一个：都可以、希望女性来、希望男性来。"),
    "services_order_in_hand": ("no_handler", "接了的单要有接单的人，请重新派单。"),
    "services_order_satisfied": ("satisfied", "请选一个：满意、基本满意、不满意。"),
    "services_order_companion": ("companion", "同去的要是另一个人，请重新选。"),
    "services_order_silence": ("unconfirmed", "没有回音的单只能记为未确认，不能算解决。"),
    "services_claim_one": ("taken", "这一单刚刚被别人接走了，谢谢您。还有别的单可以看看。"),
    "services_link_one_token": ("link_twice", "查询链接重复了，请再提交一次。您写的内容还在。"),
    "services_link_one_code": ("code_twice", "回执上的代码重复了，请再提交一次。您写的内容还在。"),
    "services_member_once": ("member_twice", "这个账号已经在队里，或者正等着确认。"),
    "services_member_state": ("member_state", "没有这种状态，请刷新后再办。"),
    "services_member_gender": ("gender", "请选男或女，只在点单人有要求时用来对照。"),
    "services_member_most": ("most_open", "手上最多几单，请写 1 到 10。"),
    "services_member_consent": ("consent", "队员要本人同意才算数，请记下他是怎么同意的、哪一天。"),
    "services_member_free": ("free", "请选一周里哪些时候有空，至少一个。"),
}


class ServicesConfig(AppConfig):
    name = "liren.services"
    verbose_name = "单：点单、派单、接单、评单"

    def ready(self) -> None:
        from liren.catalogue import families
        from liren.services import commands, events, kinds, leaning
        from liren.services.handlers import orders, place
        from liren.trust import registry

        for code, label in (
            ("services.see", "查看点单"),
            ("services.triage", "受理派单"),
            ("services.claim", "接单（免社区确认）"),
            ("services.manage", "管理服务队"),
        ):
            registry.right(code, label)
        registry.scope("services.read", "读点单：项目、状态、时间、社区", rights=["services.see"])
        families.family(
            kinds.FAMILY, shape=kinds.ServiceKind, folder=HERE / "kinds", label="服务项目", check=kinds.check,
            editable=kinds.EDITABLE,
        )  # fmt: skip
        registry.command(
            commands.PlaceOrder, label="点单", handler=place.place, target=place.place_target, reach="open"
        )
        for order in commands.COMMANDS.values():
            registry.command(
                order, label=order.label, handler=orders.move, target=orders.load_order, reach="handover", roles=ROLES,
                see="services.see",
            )  # fmt: skip
        _members()
        registry.events(
            *events.EVENTS.values(), events.MemberRegistered, events.MemberConfirmed, events.MemberCorrected,
            events.MemberLeft, events.BatchAsked, events.BatchKept,
        )  # fmt: skip
        orders.hang_up()
        registry.leans("area", leaning.on_areas)
        for name, (code, sentence) in CONSTRAINTS.items():
            registry.constraint(name, code, sentence)


def _members() -> None:
    from liren.services import commands as c
    from liren.services.handlers import batches, members
    from liren.trust import registry

    for order, label, handler, target in (
        (c.RegisterMember, "登记队员", members.register, members.new_member),
        (c.ConfirmMember, "确认入队", members.confirm, members.load_member),
        (c.CorrectMember, "更正队员登记", members.correct, members.load_member),
        (c.LeaveMembership, "退出服务队", members.leave, members.load_member),
    ):
        registry.command(
            order, label=label, handler=handler, target=target, reach="handover", right=members.MANAGE,
            roles=[members.SELF], see="services.see",
        )  # fmt: skip
    registry.command(
        c.AskBatch, label="成批匹配", handler=batches.ask, target=batches.over_area, reach="within",
        right="services.triage", see="services.see",
    )  # fmt: skip
    registry.command(
        c.KeepBatch, label="留下匹配结果", handler=batches.keep, target=batches.load_batch, reach="within",
        right="services.triage", see="services.see",
    )  # fmt: skip
