"""The sections of the office, as one line of links under its heading; each is shown to whoever may open it."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from liren.kernel import Actor, AreaCode
from liren.kernel.ids import new_id
from liren.notices.outbox.stuck import stuck_count
from liren.people import queries as people
from liren.trust.troubles import trouble_count
from liren.web import staff
from liren.web.office import choices

MONTH = timedelta(days=30)
NEEDS = {
    "setup": ("places.import",),
    "people": ("people.register", "people.appoint"),
    "duties": ("people.register", "people.appoint"),
    "coverage": ("people.register", "people.appoint", "cases.urge"),
    "units": ("people.register", "people.appoint"),
    "committees": ("people.workforce", "people.figures"),
    "workforce": ("people.workforce", "people.figures"),
    "areas": ("places.import", "people.register", "people.appoint"),
    "grids": ("places.divide", "places.adopt"),
    "kinds": ("catalogue.draft", "catalogue.publish", "people.register", "people.appoint"),
    "duty-list": (
        "catalogue.draft",
        "catalogue.publish",
        "cases.dispatch",
        "cases.urge",
        "cases.arbitrate",
        "cases.handle",
    ),
    "routing": ("catalogue.draft", "catalogue.publish", "cases.dispatch", "cases.urge", "cases.arbitrate"),
    "triage": ("catalogue.draft", "catalogue.publish"),
    "venues": ("venues.see",),
    "siting": ("venues.see",),
    "cameras": ("cameras.see",),
    "device-list": ("devices.see",),
    "drills": ("devices.drill",),
    "imports": (
        "places.import",
        "people.register",
        "people.appoint",
        "venues.register",
        "cases.exchange",
        "devices.register",
    ),
    "hotline": ("cases.exchange",),
    "accounts": ("trust.accounts",),
    "keys": ("trust.keys",),
    "hooks": ("trust.keys",),
    "troubles": ("trust.deliveries",),
}


def labels() -> dict[str, str]:
    return {
        "setup": _("建县"), "accounts": _("账号"), "people": _("人员"), "duties": _("任职"), "coverage": _("责任覆盖"),
        "units": _("单位"), "committees": _("两委"), "workforce": _("社工"),
        "areas": _("区域"), "grids": _("网格划分"), "kinds": _("类别和规则"), "duty-list": _("履职清单"), "routing": _("派单规则"), "triage": _("归类建议"), "venues": _("阵地"), "siting": _("选址"), "device-list": _("设备"), "drills": _("演练"), "cameras": _("摄像头"), "imports": _("导入"), "hotline": _("12345 对接"), "keys": _("接口密钥"), "hooks": _("回调"), "troubles": _("没送到的"),
    }  # fmt: skip


def helps() -> dict[str, str]:
    """What each section is for, in one line under its heading."""
    return {
        "setup": _("新地方从这里开始，做到哪一步都可以先离开，回来接着做。"),
        "people": _("谁在册。办公电话会告诉居民；本人手机号加密保存，写明理由才能看。"),
        "duties": _("谁在哪里担任什么。权限跟着任职来，到了日子自己收回，不用另外开关。"),
        "coverage": _("每扇门从微网格到镇都要有、而且只有一个人负责。这里看哪一天、哪里断了，一步补上。"),
        "units": _("案件派给单位。单位停用以前，要先把人和下级单位安排好。"),
        "committees": _("社区两委的席位：专职还是兼职，什么背景，怎样产生，任到哪天。每个数字都能点开名单。"),
        "workforce": _("社区工作者的聘用、证书和双全评定。比例都写明怎样算；不排名，证书编号加密保存。"),
        "grids": _("把网格划成微网格：系统起草，社区商量，定下日子启用。现在的划分在启用以前一直不变。"),
        "areas": _("从县到微网格的一棵树。边界和名称从哪天起用，都有记录；停用的代码不再使用。"),
        "duty-list": _("哪些事镇里自己办，哪些只配合，哪些已经由上级收回。收回的事，系统不会派给镇里和村（社区）。"),
        "routing": _(
            "一件事先看清单，再从上往下一条一条看规则，第一条合适的说派给谁。只是建议，受理台可以改派，要写明为什么。"
        ),
        "triage": _("居民写完一段话，系统提示像是哪一类，并说明为什么。只是提示：谁都可以改，不会自动定。"),
        "venues": _(
            "家门口的场所：几点开门、有什么、轮椅进不进得去，房间谁在什么时候用。公开的那一半，居民在“阵地”页上看得到。"
        ),
        "siting": _("谁家走到阵地太远，下一处放在哪里多照顾到几户，挪一处会怎样。只算，不改。"),
        "cameras": _("装在哪里、谁管、备案没有、录像存几天。里仁不存录像；没有案件，谁也不能看。"),
        "device-list": _("消防和安全的设备：在哪里、在不在线、说过什么。离线、告警都看得到是从哪一刻起。"),
        "drills": _("先定时间和设备再演练：那时收到的告警和案件都带【演练】，照样办，不算进任何数字，也不打扰居民。"),
        "imports": _("一份表格一起进来：先看变化，再导入，导错了整份撤销。"),
        "hotline": _("热线转来的工单和我们的答复，两边的账在这里对。每个数字都点得开。"),
        "hooks": _("案件一有变化，马上告诉登记过的地址：只有编号和代码，带签名；收不到就一直重试，不丢也不乱。"),
        "keys": _("别的系统凭密钥把事报进来、把进展取出去。一个系统一把，只给用得着的，到期自己失效。"),
        "accounts": _("一个人一个账号。这里看不到任何密码：忘了的人凭一次性的重设码自己定新密码。"),
    }


def crumb(name: str, *labels: tuple[str, str]) -> dict[str, Any]:
    """The way back for a page below a section: (href, name) pairs and the name of the page itself."""
    return {"crumbs": labels, "here_name": name}


def offer_undo(request: HttpRequest, words: str, href: str, **fields: str) -> None:
    """Show, once, after the redirect: what was done, and a button that orders the reverse."""
    request.session["undo"] = {"words": words, "href": href, "fields": fields}


def page(
    request: HttpRequest, template: str, section: str, shown: dict[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """A page of the office. Raises Missing for a section that is not this person's."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    staff.need(actor, *NEEDS[section])
    names = labels()
    line = [
        staff.Page(names[s], reverse(s), s == section, _stuck(request) if s == "troubles" else 0)
        for s, rights in NEEDS.items()
        if any(map(actor.holds, rights))
    ]
    frame = {
        "sections": line, "section": names[section], "help": helps().get(section, ""),
        "undo": request.session.pop("undo", None), "undo_key": new_id(),
    }  # fmt: skip
    return staff.page(request, template, "office", {**frame, **(shown or {})}, status=status)


def _stuck(request: HttpRequest) -> int:
    """Flows in trouble and messages given up in the last thirty days."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return trouble_count(actor) + stuck_count(actor, request.now - MONTH)  # type: ignore[attr-defined]


@staff.staff
def office(request: HttpRequest) -> HttpResponse:
    """/office/: the wizard while a county has no keeper yet, else the first section this person may open."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    staff.need(actor, *{right for rights in NEEDS.values() for right in rights})
    mine = [s for s, rights in NEEDS.items() if any(map(actor.holds, rights))]
    if mine[0] == "setup" and len(mine) > 1:
        area = AreaCode(choices.widest(actor))
        return redirect(mine[1] if people.staffing(actor, area, request.now).keepers else "setup")  # type: ignore[attr-defined]
    return redirect(mine[0])
