"""/healthz: 200 when web, database, events, worker and gateway are up; otherwise 503 and which is not."""

import os
from datetime import UTC, datetime

from django.db import Error
from django.http import HttpRequest, JsonResponse

from liren.trust import heartbeat, partitions, sql


def healthz(request: HttpRequest) -> JsonResponse:
    """{"web": true, "database": …, "events": …, "worker": …, "journal_months_left": n}; the gateway where one is wanted.

    `mqtt` says whether we are at the MQTT broker, which is not ours: it is told and fails nothing.
    """
    now = datetime.now(UTC)
    parts = ["events", "worker", *(["gateway"] if os.environ.get("LIREN_GATEWAY_DOOR") else [])]
    state = {"web": True, "database": False, **dict.fromkeys(parts, False)}
    beside = {"mqtt": False} if os.environ.get("LIREN_MQTT") else {}
    months = None
    try:
        last = sql.value("select max(relname) from pg_class where relname ~ '^trust_entry_y[0-9]{4}m[0-9]{2}$'")
        months = partitions.months_left(last, now) if last else None
        state["database"] = True
        state |= {part: heartbeat.alive(part, now) for part in parts}
        beside |= {part: heartbeat.alive(part, now) for part in beside}
    except Error:
        pass
    body: dict[str, object] = {**state, **beside, "journal_months_left": months}
    if months is not None and months < 1:
        body["warning"] = "日志分区即将用完，请检查守护进程的维护任务。"
    return JsonResponse(body, status=200 if all(state.values()) else 503, json_dumps_params={"ensure_ascii": False})
