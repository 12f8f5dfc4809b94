"""One pack of answers: what is in it, the same file again, and the hotline's receipts row by row."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from liren.cases.commands.hotline import AcknowledgePack, Receipt
from liren.cases.hotlines import STANDINGS
from liren.cases.queries import packs
from liren.cases.queries.hotline import EXCHANGE
from liren.cases.queries.packs import PackCard
from liren.kernel import Actor, Refusal
from liren.kernel.ids import new_id
from liren.kernel.rows import BadRows, RowError
from liren.places.rules.tables import Columns, Row, read_table
from liren.web import staff
from liren.web.attempt import Attempt, Typed, attempt
from liren.web.display import Problem, moment_words, worded
from liren.web.office import export, sections
from liren.web.office.hotline import receipt_words

YES = {"是", "已接收", "接收", "1", "y", "yes", "ok", "true"}
NO = {"否", "未接收", "不接收", "退回", "0", "n", "no", "false"}
RECEIPTS = Columns(
    required=("number", "taken"),
    headings={"number": ("工单编号", "工单号"), "taken": ("是否接收", "接收"), "words": ("原因", "退回原因")},
)


@staff.staff
@require_http_methods(["GET", "HEAD", "POST"])
def pack_page(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """The rows of a pack; `json`, `csv` or `xlsx` gives it out again; POST keeps receipts (a file, or all taken)."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    staff.need(actor, EXCHANGE)
    card, content, kept = packs.pack(actor, id)
    name = f"12345-{card.area}-{card.no:04}"
    if "json" in request.GET:
        answer = HttpResponse(kept, content_type="application/json; charset=utf-8")
        answer.headers["Content-Disposition"] = content_disposition_header(True, f"{name}.json") or "attachment"
        return answer
    if "csv" in request.GET or "xlsx" in request.GET:
        return export.table(request, name, content["columns"], content["table"])
    tried = Attempt()
    if request.method == "POST":
        tried = _received(request, actor, card)
        if tried.answer is not None:
            messages.success(request, _("回执记下了：接收 %(taken)d 条，没有接收 %(refused)d 条。") % tried.answer)
            return redirect("hotline-pack", id)
    return _shown(request, actor, card, content, tried)


def _shown(request: HttpRequest, actor: Actor, card: PackCard, content: dict[str, Any], tried: Attempt) -> HttpResponse:
    now: datetime = request.now  # type: ignore[attr-defined]
    name = _("第 %(no)d 包") % {"no": card.no}
    shown = {
        **sections.crumb(name, (reverse("hotline"), _("12345 对接"))), "card": card, "sums": content["sums"],
        "when": moment_words(card.made_at, now), "waiting": card.rows - card.taken - card.refused,
        "lines": [
            (one, worded(STANDINGS[one.standing]), receipt_words(one.taken, card.no))
            for one in packs.pack_lines(actor, card.id)
        ],
        "problems": tried.problems, "key": new_id(), "key_all": new_id(),
    }  # fmt: skip
    return sections.page(request, "office/hotline_pack.html", "hotline", shown, status=tried.status)


def _received(request: HttpRequest, actor: Actor, card: PackCard) -> Attempt:
    typed = Typed(request.POST)
    try:
        if typed.verb == "all":
            open_rows = [one.number for one in packs.pack_lines(actor, card.id) if one.taken is None]
            receipts = tuple(Receipt(number=number, taken=True) for number in open_rows)
        else:
            receipts = read_receipts(request.FILES.get("file"))
    except Refusal as no:
        return Attempt(status=422, problems=(Problem("file", no.sentence),))
    return attempt(request, typed, lambda: AcknowledgePack(pack=card.id, receipts=receipts))


def read_receipts(file: Any) -> tuple[Receipt, ...]:
    """The receipts of a file. Raises Refusal for none, BadRows for cells that say neither yes nor no."""
    if file is None:
        raise Refusal("no_file", _("还没有选文件，请先选热线给的回执表。"), field="file")
    found = read_table(file.read(), file.name, RECEIPTS)
    errors = [row for row in found if isinstance(row, RowError)]
    receipts = []
    for row in (row for row in found if isinstance(row, Row)):
        cells = {key: str(cell or "").strip() for key, cell in row.cells.items()}
        said = cells.get("taken", "").lower()
        if said not in YES | NO:
            errors.append(row.error("taken", _("“%(said)s”看不出接收没有，") % {"said": said}, _("请填“是”或者“否”。")))
        receipts.append(Receipt(number=cells.get("number", ""), taken=said in YES, words=cells.get("words", "")))
    if errors:
        raise BadRows(tuple(errors))
    if not receipts:
        raise Refusal("no_rows", _("表头下面没有内容。请检查是不是选错了文件。"), field="file")
    return tuple(receipts)
