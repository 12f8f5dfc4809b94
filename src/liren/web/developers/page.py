"""The page for integrators: public, made for the host it stands on, its examples work as they are written."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from liren.kernel.actor import ANONYMOUS
from liren.kernel.area import Level
from liren.places import queries as places
from liren.trust import clients
from liren.trust.registry import SCOPES
from liren.web.display import worded


@dataclass(frozen=True, slots=True)
class Example:
    """One command to try. `id` is its anchor, `title` what it does, `words` what to type."""

    id: str
    title: str
    words: str


@require_safe
def developers(request: HttpRequest) -> HttpResponse:
    """/developers/. The sandbox key stands on it where the demonstration issued one."""
    now: datetime = request.now  # type: ignore[attr-defined]
    client = clients.actor_of_key(clients.DEMO_SECRET, now) if settings.LIREN_DEMO else None
    shown = {
        "sandbox": clients.DEMO_SECRET if client else "", "per_minute": client.per_minute if client else 600,
        "examples": _examples(request.build_absolute_uri("/")[:-1], client.area if client else ""),
        "scopes": [(code, worded(scope.label)) for code, scope in SCOPES.items()],
        "errors": _errors(), "base": request.build_absolute_uri("/api/v1"),
        "openapi": reverse("openapi"), "open311": reverse("open311-discovery", args=("xml",)),
        "photo_mb": settings.PHOTO_BYTES_MAX // 1024**2,
    }  # fmt: skip
    return render(request, "developers/page.html", shown)


def _examples(host: str, area: str) -> list[Example]:
    """Commands over a real place of the county. The key comes from the environment, so that it is in no history."""
    bearer = '-H "Authorization: Bearer $LIREN_KEY"'
    lon, lat = _somewhere(area)
    report = f'{{"kind":"street_light_out","words":"路灯不亮，已经三天了","lon":{lon},"lat":{lat}}}'
    return [
        Example("try-key", _("看密钥通不通、能做什么"), f"curl {bearer} {host}/api/v1/key"),
        Example("try-kinds", _("有哪些事项类别"), f"curl {bearer} {host}/api/v1/kinds"),
        Example("try-locate", _("一个点在哪个微网格"), f"curl {bearer} '{host}/api/v1/locate?lon={lon}&lat={lat}'"),
        Example(
            "try-report", _("替人上报一件"),
            f"curl {bearer} -H 'Content-Type: application/json' \\\n  -H 'Idempotency-Key: my-order-0001' \\\n"
            f"  -d '{report}' \\\n  {host}/api/v1/cases",
        ),
        Example("try-cases", _("取变过的案件，一页两条"), f"curl {bearer} '{host}/api/v1/cases?size=2'"),
    ]  # fmt: skip


def _somewhere(area: str) -> tuple[float, float]:
    """A point inside the first micro-grid of an area, to five digits; the middle of China on an empty map."""
    codes = [code for code, _name in places.below(ANONYMOUS, area, Level.MICRO_GRID)]
    found = places.middles(ANONYMOUS, codes[:1])
    lon, lat = next(iter(found.values()), (112.0, 33.0))
    return round(lon, 5), round(lat, 5)


def _errors() -> list[dict[str, Any]]:
    """What each status means and what to do; the anchors are the `type` of the problems."""
    rows = (
        (400, _("请求读不懂：不是 JSON，没收全，或者少了 Idempotency-Key。"), _("改正以后再发，同样的内容再发没有用。")),
        (401, _("没有密钥，或者密钥抄错、过期、停用了。"), _("看 code：key_missing、key_unknown、key_expired、key_revoked。")),
        (403, _("密钥没有这个权限范围，或者管不到那个区域。"), _("detail 里写了少哪个范围，请向管理员另要一把。")),
        (404, _("没有这个地址、这个区域或这件案件；保密的案件也是这样答。"), _("核对编号。")),
        (405, _("这个地址不接受这种方法。"), _("看 Allow 头。")),
        (406, _("只有 JSON。"), _("Accept 写 application/json，或者不写。")),
        (409, _("同一个 Idempotency-Key 换了内容，或者别人刚刚改过。"), _("新的一件事用新的 Idempotency-Key；改过的，先取现在的样子。")),
        (413, _("太大了：JSON 最多 256 KB，照片最大 20 MB。"), _("压缩或分开发。")),
        (415, _("Content-Type 不对。"), _("JSON 用 application/json，照片用 multipart/form-data。")),
        (422, _("内容有错。field 是哪一项，detail 是怎么改。"), _("照 detail 改。")),
        (429, _("太快了。"), _("等 Retry-After 头说的秒数。")),
        (500, _("系统出错了，已经记下。"), _("把时间和地址告诉我们。同一个 Idempotency-Key 可以放心再发。")),
        (503, _("系统正在重启。"), _("等 Retry-After 头说的秒数再发，不会重复。")),
    )  # fmt: skip
    return [{"status": status, "means": means, "remedy": remedy} for status, means, remedy in rows]
