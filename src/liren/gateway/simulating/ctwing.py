"""Smoke detectors behind CTWing: the platform's pushes of their reports, then of their fires; what was answered with 200."""

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import httpx

PRODUCT = "15014772"
NORMAL, SMOKE = 7, 1
TRIES, PAUSE_S = 3, 0.5
PATIENCE_S = 5.0


@dataclass(slots=True)
class Report:
    """What was pushed and what came back. `statuses` counts the answers that were no 200; seconds of those that were."""

    reports: int = 0
    fires: int = 0
    confirmed: int = 0
    unreached: int = 0
    statuses: dict[int, int] = field(default_factory=dict)
    latencies: list[float] = field(default_factory=list)


def simulate(client: httpx.Client, url: str, *, count: int, fires: int, first: int) -> Report:
    """Each device reports that all is well, then `fires` of them report smoke, one after the other."""
    made = Report()
    for n in range(count):
        made.reports += 1
        _push(client, url, report(first + n, NORMAL), made)
    for n in range(fires):
        made.fires += 1
        _push(client, url, report(first + n % count, SMOKE), made)
    return made


def report(number: int, status: int) -> dict[str, Any]:
    """A detector's report as CTWing pushes it; its IMEI is made of a number."""
    imei = f"{number:015d}"
    values = {"IMEI": imei, "Battery_Level": 100, "Alarm_Status": status}
    return {
        "upPacketSN": -1, "upDataSN": -1, "topic": "v1/up/ad19prof", "timestamp": round(datetime.now(UTC).timestamp() * 1000),
        "protocol": "lwm2m", "productId": PRODUCT, "payload": {"serviceId": "notification", "serviceData": values},
        "messageType": "dataReport", "deviceId": f"simulated{imei}", "IMSI": "undefined", "IMEI": imei,
    }  # fmt: skip


def _push(client: httpx.Client, url: str, body: dict[str, Any], made: Report) -> None:
    """Push until it is answered with 200, three times at most; what is refused for good is not pushed again."""
    for attempt in range(TRIES):
        if attempt:
            time.sleep(PAUSE_S)
        began = time.monotonic()
        try:
            status = client.post(url, json=body, timeout=PATIENCE_S).status_code
        except httpx.HTTPError:
            made.unreached += 1
            continue
        if status == httpx.codes.OK:
            made.confirmed += 1
            made.latencies.append(time.monotonic() - began)
            return
        made.statuses[status] = made.statuses.get(status, 0) + 1
        if status < httpx.codes.TOO_MANY_REQUESTS:
            return
