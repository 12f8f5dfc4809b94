"""导入: a file is chosen, its difference is shown in words, it goes in whole, and it can be taken back whole."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from liren.kernel import Actor, Missing, Refusal
from liren.kernel.ids import new_id
from liren.kernel.rows import Difference, FileSource, RowError
from liren.places.geometry import DATUM_LABELS
from liren.trust import imports, uploads
from liren.web import staff
from liren.web.attempt import Typed, attempt
from liren.web.office import export, looking, running, sections
from liren.web.office.sorts import SORTS, Sort, rights

MOST_SHOWN = 200


@staff.staff
@require_safe
def imports_page(request: HttpRequest) -> HttpResponseBase:
    """The sorts of files this person may import, in the order a new town needs them, and what was imported so far."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    mine = [(code, sort) for code, sort in SORTS.items() if actor.holds(sort.right)]
    before = Typed(request.GET).read("before", datetime.fromisoformat, "", optional=True)
    found = imports.import_list(actor, rights(actor), before=before)
    if "csv" in request.GET or "xlsx" in request.GET:
        head = [_("时间"), _("什么"), _("文件"), _("新增"), _("改动"), _("没有变化"), _("谁"), _("撤销"), "SHA-256"]
        return export.table(request, _("导入记录"), head, [
            (export.moment(c.done_at), str(SORTS[c.sort].name), c.file, *_counts(c), c.who or _("命令行"),
             export.moment(c.undone_at), c.digest.hex())
            for c in found
        ])  # fmt: skip
    shown = {
        "sorts": mine, "running": [(run, SORTS[run.sort].name) for run in uploads.running(actor)], "lines": [(c, SORTS[c.sort].name, _counts(c)) for c in found[: imports.PAGE]],
        "more": found[imports.PAGE - 1].done_at.isoformat() if len(found) > imports.PAGE else "",
    }  # fmt: skip
    return sections.page(request, "office/imports.html", "imports", shown)


@staff.staff
@require_http_methods(["GET", "HEAD", "POST"])
def import_page(request: HttpRequest, code: str) -> HttpResponseBase:
    """One sort: its columns, an empty table to fill in, the upload; a file that was sent is shown as its difference."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    sort = _sort(actor, code)
    if "blank" in request.GET:
        return export.sheet(str(sort.name), sort.columns, [sort.example])
    typed, problem = Typed(request.POST), ""
    if request.method == "POST":
        try:
            up = _staged(request, code, sort, typed)
            return _looked_at_later(request, up) if len(up.content) > running.SHORT else _dry_run(request, code, up)
        except Missing:
            raise
        except Refusal as no:
            problem = no.sentence
    shown = {
        **_crumb(str(sort.name)), "sort": sort, "code": code, "problem": problem, "key": new_id(), "datum": typed.text("datum"),
        "accept": ",".join(sort.formats), "ways": "、".join(sort.formats),
        "datums": [("", _("文件里没写，请系统核对")), *DATUM_LABELS.items()],
    }  # fmt: skip
    return sections.page(request, "office/import.html", "imports", shown, status=422 if problem else 200)


@staff.staff
@require_http_methods(["GET", "HEAD", "POST"])
def dry_run_page(request: HttpRequest, code: str, id: UUID) -> HttpResponseBase:
    """The difference a staged file would make (`list` takes a part of it along); POST takes it over, a long one by the worker."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    sort = _sort(actor, code)
    try:
        up = uploads.staged(actor, id)
    except Missing:
        imports.import_card(actor, id, rights(actor))
        return redirect("imported", id)
    if up.step:
        return redirect("import-run", code, id)
    if request.method != "POST":
        known = len(up.content) <= running.SHORT or up.fresh(request.now)  # type: ignore[attr-defined]
        return _dry_run(request, code, up, up.trouble) if known else _looked_at_later(request, up)
    if len(up.content) > running.SHORT:
        uploads.order(actor, id)
        return redirect("import-run", code, id)
    try:
        order = sort.order(looking.upload_of(actor, up, request.now))  # type: ignore[attr-defined]
    except Refusal:
        return _dry_run(request, code, up)
    order = replace(order, source=FileSource(id=id, name=up.name, digest=up.digest))
    tried = attempt(request, Typed({"key": str(id)}), lambda: order)
    if tried.answer is None:
        return _dry_run(request, code, up, tried.problems[0].sentence)
    uploads.drop(actor, id)
    messages.success(request, str(sort.done))
    return redirect("imported", id)


@staff.staff
@require_safe
def imported_page(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """One import on record: who, when, which file, what it did; and the way to take it back."""
    return _imported(request, id)


@staff.staff
@require_POST
def undo(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """Take an import back whole, or say what stands in the way."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    card = imports.import_card(actor, id, rights(actor))
    sort = SORTS[card.sort]
    tried = attempt(request, Typed(request.POST), lambda: sort.undo(id))
    if tried.answer is None:
        return _imported(request, id, tried.problems[0].sentence, tried.status)
    parts = {"removed": tried.answer["removed"], "restored": tried.answer["restored"]}
    said = _("已撤销：新增的 %(removed)d 行去掉了，改动的 %(restored)d 行恢复了原样。")
    if sort.replaces:
        said = _("已撤销：新画的 %(removed)d 个去掉了，换下的 %(restored)d 个放回来了。")
    messages.success(request, said % parts)
    return redirect("imported", id)


def _imported(request: HttpRequest, id: UUID, problem: str = "", status: int = 200) -> HttpResponseBase:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    card = imports.import_card(actor, id, rights(actor))
    added, changed, same = _counts(card)
    shown = {
        **_crumb(card.file),
        "card": card, "sort": SORTS[card.sort], "added": added, "changed": changed, "same": same, "removed": card.counts.get("removed", 0), "problem": problem,
        "digest": card.digest.hex(), "key": new_id(),
    }  # fmt: skip
    return sections.page(request, "office/imported.html", "imports", shown, status=status)


def _crumb(name: str, *between: tuple[str, str]) -> dict[str, Any]:
    return sections.crumb(name, (reverse("imports"), _("导入")), *between)


def _sort(actor: Actor, code: str) -> Sort:
    if code not in SORTS:
        raise Missing
    staff.need(actor, SORTS[code].right)
    return SORTS[code]


def _counts(card: imports.ImportCard) -> tuple[int, int, int]:
    return card.counts.get("added", 0), card.counts.get("changed", 0), card.counts.get("same", 0)


def _staged(request: HttpRequest, code: str, sort: Sort, typed: Typed) -> uploads.Upload:
    """Keep the file until it is taken over. Raises Refusal for what is no such file at all."""
    file: Any = request.FILES.get("file")
    if file is None:
        raise Refusal("no_file", _("还没有选文件，请先选一个。"), field="file")
    if not file.name.lower().endswith(sort.formats):
        ways = "、".join(sort.formats)
        raise Refusal(
            "format", _("“%(name)s”不是 %(ways)s 文件，请另存为其中一种再导入。") % {"name": file.name, "ways": ways}
        )
    if getattr(file, "too_large", False):
        raise Refusal("too_large", _("文件超过 20 MB，请分成几份导入。"), field="file")
    return uploads.stage(
        request.actor, id=typed.key, sort=code, name=file.name, content=file.read(), datum=typed.text("datum"),  # type: ignore[attr-defined]
        now=request.now,  # type: ignore[attr-defined]
    )  # fmt: skip


def _looked_at_later(request: HttpRequest, up: uploads.Upload) -> HttpResponseBase:
    """Leave the dry run of a long file to the worker, and show how far it is."""
    uploads.order(request.actor, up.id, "look")  # type: ignore[attr-defined]
    return redirect("import-run", up.sort, up.id)


def _dry_run(request: HttpRequest, code: str, up: uploads.Upload, problem: str = "") -> HttpResponseBase:
    """What the file would do, in words and counts; with refused rows it can't be taken over."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    sort = SORTS[code]
    look = up.look or looking.looked_at(actor, up, request.now)  # type: ignore[attr-defined]
    found, problem = look.found, problem or look.problem
    if part := request.GET.get("list"):
        return _taken_along(request, sort, part, found)
    rows = len(found.added) + len(found.changed) + len(found.removed)
    earlier = imports.same_file(actor, up.digest, code)
    shown = {
        **_crumb(_("会有的变化"), (reverse("import", args=(code,)), str(sort.name))),
        "sort": sort, "code": code, "name": up.name, "id": up.id, "problem": problem,
        "found": found, "added": found.added[:MOST_SHOWN], "changed": found.changed[:MOST_SHOWN], "removed": found.removed[:MOST_SHOWN],
        "refused": [(e, _sentence(e)) for e in found.refused[:MOST_SHOWN]], "most": MOST_SHOWN,
        "earlier": earlier if earlier and earlier.id != up.id else None,
        "rows": rows, "long": len(up.content) > running.SHORT,
    }  # fmt: skip
    return sections.page(
        request, "office/dry_run.html", "imports", shown, status=422 if found.refused or problem else 200
    )


def _taken_along(request: HttpRequest, sort: Sort, part: str, found: Difference) -> HttpResponseBase:
    """The refused rows, or all that is new and changed, as a sheet to mend the file by."""
    if part == "refused":
        head = [_("行"), _("列"), _("哪里不对"), _("怎么改")]
        return export.table(request, _("%(sort)s 不对的地方") % {"sort": sort.name}, head, [
            (e.row or _("整个文件"), e.column, _sentence(e), e.remedy) for e in found.refused
        ])  # fmt: skip
    head = [_("行"), _("新增还是改动"), _("代码"), _("名称"), _("哪一项"), _("原来"), _("改成")]
    rows: list[tuple[object, ...]] = [(c.row, _("新增"), c.key, c.name, "", "", "") for c in found.added]
    rows += [(c.row, _("改动"), c.key, c.name, *one) for c in found.changed for one in c.fields]
    rows += [("", _("去掉"), c.key, c.name, "", "", "") for c in found.removed]
    return export.table(request, _("%(sort)s 会有的变化") % {"sort": sort.name}, head, rows)


def _sentence(error: RowError) -> str:
    """What is wrong, ending where its cell of the table ends."""
    return error.sentence.removesuffix("，") + ("。" if error.sentence.endswith("，") else "")
