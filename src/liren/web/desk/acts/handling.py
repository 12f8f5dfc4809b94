"""Forms of the handler: sign for it, talk to the reporter, give it back, say what came of it, ask for time."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from liren.cases import commands as c
from liren.kernel import Code
from liren.web.attempt import Typed
from liren.web.desk.acts.shapes import Form, Input, Verb, words

Photos = tuple[UUID, ...]
NO_DAYS = _("天数写成数字，延期最多 7 个工作日，缓办最多 60 个工作日。")


def _take_up(case: UUID, t: Typed, photos: Photos) -> c.CaseCommand:
    return c.TakeUpCase(case=case)


def _contact(case: UUID, t: Typed, photos: Photos) -> c.CaseCommand:
    return c.ContactReporter(case=case, note=t.key, words=t.text("words"))


def _return(case: UUID, t: Typed, photos: Photos) -> c.CaseCommand:
    ground = t.read("ground", Code, str(_("还没有选退回的依据，请从列表里选一条。"))) or Code("none")
    return c.ReturnCase(case=case, ground=ground, item=t.text("item"), note=t.key, reason=t.text("reason"))


def _ask_arbitration(case: UUID, t: Typed, photos: Photos) -> c.CaseCommand:
    return c.AskArbitration(case=case, note=t.key, reason=t.text("reason"))


def _report_result(case: UUID, t: Typed, photos: Photos) -> c.CaseCommand:
    result = t.read("result", Code, str(_("请选一个结果：已解决、已解释、未解决。"))) or Code("none")
    return c.ReportResult(case=case, result=result, note=t.key, words=t.text("words"), photos=photos)


def _report_help(case: UUID, t: Typed, photos: Photos) -> c.CaseCommand:
    return c.ReportHelp(case=case, note=t.key, words=t.text("words"), photos=photos)


def _ask_relief(case: UUID, t: Typed, photos: Photos) -> c.CaseCommand:
    kind = t.read("kind", Code, str(_("请选申请延期还是缓办。"))) or Code("none")
    days = t.number("days", str(NO_DAYS)) or 0
    return c.AskRelief(case=case, kind=kind, days=days, note=t.key, reason=t.text("reason"))


def _resume(case: UUID, t: Typed, photos: Photos) -> c.CaseCommand:
    return c.ResumeCase(case=case)


FORMS = (
    Form(
        act="take_up", way=_("签收，由我来办"), ask=_("请签收：这件事派给您了"), build=_take_up,
        say=_("签收以后由您承办，办结的时限接着走。"), verbs=(Verb(label=_("签收这件事")),),
    ),
    Form(
        act="report_result", way=_("反馈结果"), ask=_("请反馈：办得怎么样了？"), build=_report_result,
        say=_("反馈不等于结案，另有人核查。"),
        inputs=(
            Input(name="result", label=_("结果"), look="pick", options="results"),
            words(_("做了什么，现在怎样"), hint=_("反映人会看到这段话，写具体的事。")),
            Input(name="photos", label=_("办好以后的照片"), look="photos"),
        ),
        verbs=(Verb(label=_("反馈这个结果")),),
    ),
    Form(
        act="report_help", way=_("反馈配合情况"), ask=_("请写：你们配合做了什么？"), build=_report_help,
        say=_("写给承办单位看。向反映人反馈、办结，由承办单位做。"),
        inputs=(
            words(_("做了什么，现在怎样"), hint=_("例如：已经断电，明天上午 9 点恢复。")),
            Input(name="photos", label=_("照片"), look="photos", optional=True),
        ),
        verbs=(Verb(label=_("告诉承办单位")),),
    ),
    Form(
        act="contact", way=_("记下联系反映人的情况"), ask=_("请联系反映人，并记下来"), build=_contact,
        inputs=(words(_("联系的情况"), hint=_("例如：电话打通，约好明天上午去看。")),),
        verbs=(Verb(label=_("记下这次联系"), look=""),),
    ),
    Form(
        act="return", ask=_("不归我们办，退回受理台"), build=_return,
        say=_("派来后 1 个工作日内可以退，只能退一次；再派过来仍有争议，可以申请裁定。"),
        inputs=(
            Input(name="ground", label=_("凭什么说不归我们"), look="pick", options="grounds"),
            Input(name="item", label=_("哪一条、哪一处"), look="line", options="listed", optional=True, hint=_("清单里的，打编号或名称里的字，从列表里选；别的照写。")),
            words(_("退回的理由"), name="reason", hint=_("现场看到什么，应当归谁。受理台照这个改派。")),
        ),
        verbs=(Verb(label=_("退回受理台"), look=""),),
    ),
    Form(
        act="ask_arbitration", ask=_("申请裁定该由谁办"), build=_ask_arbitration,
        say=_("裁定以后照裁定办，不再退。"),
        inputs=(words(_("申请的理由"), name="reason"),), verbs=(Verb(label=_("申请裁定"), look=""),),
    ),
    Form(
        act="ask_relief", ask=_("申请延期或缓办"), build=_ask_relief,
        say=_("延期只有一次，批准以后会把理由告诉反映人。"),
        inputs=(
            Input(name="kind", label=_("申请"), look="pick", options="reliefs"),
            Input(name="days", label=_("几个工作日"), look="number", hint=_("延期最多 7 个，缓办最多 60 个。")),
            words(_("申请的理由"), name="reason"),
        ),
        verbs=(Verb(label=_("提交申请"), look=""),),
    ),
    Form(
        act="resume", ask=_("条件到了，可以接着办"), build=_resume,
        say=_("恢复以后时限接着走。"), verbs=(Verb(label=_("恢复办理"), look=""),),
    ),
)  # fmt: skip
