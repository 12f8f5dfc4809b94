"""How "no" is said to a program: problem details (RFC 9457) with a code, the field and the remedy, in Chinese or English.

`type` is the place on the developers' page where the code is explained. A program reads `status`, `code` and `field`;
`detail` is a sentence for whoever looks at its log.
"""

from typing import Annotated, Any

import msgspec
from django.http import HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from msgspec import Meta

from liren.kernel import Conflict, Refusal

CONTENT_TYPE = "application/problem+json"
TITLES = {
    400: gettext_noop("请求读不懂"), 401: gettext_noop("没有密钥，或者密钥不能用"), 403: gettext_noop("这把密钥不能这样用"), 404: gettext_noop("没有找到"),
    405: gettext_noop("这个地址不接受这种方法"), 406: gettext_noop("没有这种格式"), 409: gettext_noop("和已有的对不上"), 413: gettext_noop("太大了"),
    415: gettext_noop("收不下这种格式"), 422: gettext_noop("内容有错"), 429: gettext_noop("太快了"), 500: gettext_noop("系统出错了"), 503: gettext_noop("系统暂时不能用"),
}  # fmt: skip
encode = msgspec.json.Encoder().encode


class ProblemDetails(msgspec.Struct, kw_only=True, omit_defaults=True):
    """A refusal, as RFC 9457 has it, with `code` for programs and `field` for what is wrong."""

    type: Annotated[str, Meta(description=gettext_noop("这个错误的说明在哪里。"))]
    title: Annotated[str, Meta(description=gettext_noop("一句话：哪一类错误。"))]
    status: Annotated[int, Meta(description=gettext_noop("HTTP 状态码。"), ge=400, le=599)]
    code: Annotated[str, Meta(description=gettext_noop("给程序看的代码，不会改。"))]
    detail: Annotated[str, Meta(description=gettext_noop("给人看的：错在哪里，怎么改。"))]
    field: Annotated[str | None, Meta(description=gettext_noop("哪一项有错；整个请求都不对时没有这一项。"))] = None
    current: Annotated[dict[str, Any] | None, Meta(description=gettext_noop("409 时，现在是什么样。"))] = None


class Problem(Exception):
    """What a request is answered with instead. `headers` go along (Allow, Retry-After, WWW-Authenticate)."""

    def __init__(
        self, status: int, code: str, sentence: str, *, field: str | None = None, headers: dict[str, str] | None = None
    ) -> None:
        super().__init__(sentence)
        self.status, self.code, self.sentence, self.field = status, code, sentence, field
        self.headers = headers or {}
        self.current: dict[str, Any] = {}


def of_refusal(no: Refusal) -> Problem:
    """A refusal of the house in the reader's language."""
    problem = Problem(no.status, no.code, _translated(no), field=no.field)
    problem.current = no.current if isinstance(no, Conflict) else {}
    return problem


def _translated(no: Refusal) -> str:
    """The house says no in Chinese. Who reads English gets its translation, or the field with the Chinese beside it."""
    said = _(no.sentence)
    if said != no.sentence or (translation.get_language() or "").startswith("zh"):
        return said
    return _("被拒绝（%(code)s），原话：%(sentence)s") % {"code": no.code, "sentence": no.sentence}


def response(problem: Problem) -> HttpResponse:
    """The answer on the wire."""
    details = ProblemDetails(
        type=f"/developers/#error-{problem.status}", title=_(TITLES[problem.status]), status=problem.status,
        code=problem.code, detail=problem.sentence, field=problem.field, current=problem.current or None,
    )  # fmt: skip
    answer = HttpResponse(encode(details), status=problem.status, content_type=CONTENT_TYPE)
    for name, content in problem.headers.items():
        answer.headers[name] = content
    return answer
