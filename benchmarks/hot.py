"""Hot weeks in messages of two years: how many weeks of a place stand out, and what several people said in them."""

import re
from datetime import datetime, timedelta

from benchmarks import triage
from liren.cases.triage.topics import WEEK, Told, Topic, beyond, topics

PLACE = re.compile(r"[A-Z]\d*[市县区]")
SHOWN = 8


def main() -> None:
    """The most unusual weeks by place, with the words of five people or more; no message is printed."""
    cases = told(triage.rows("hotspot_messages"))
    first, last = min(c.at for c in cases), max(c.at for c in cases)
    found: list[tuple[datetime, Topic]] = []
    until = first + 9 * WEEK
    while until <= last + WEEK:
        found += [(until, topic) for topic in topics(cases, until)]
        until += WEEK
    print(
        f"\n热点：{len(cases):,} 条，{len({c.place for c in cases})} 个地方，{(last - first) // timedelta(days=7)} 周，反常的 {len(found)} 个"
    )
    for until, topic in sorted(found, key=lambda one: beyond(len(one[1].ids), one[1].usual))[:SHOWN]:
        words = "、".join(topic.words) or "没有五个人都用的说法"
        print(f"  到 {until:%Y-%m-%d} 的一周，{topic.place}：{len(topic.ids)} 条，平常 {topic.usual:.1f} 条；{words}")


def told(rows: list[dict[str, str]]) -> list[Told]:
    """The messages that name a place in their title."""
    found = []
    for row in rows:
        place, at = PLACE.search(row["title"]), moment(row["time"])
        if place and at:
            found.append(
                Told(id=row["msg_id"], place=place[0], about="", at=at, person=row["user"], words=row["title"])
            )
    return found


def moment(text: str) -> datetime | None:
    """The time of a row, in either of its two spellings."""
    for shape in ("%Y/%m/%d %H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y/%m/%d"):
        try:
            return datetime.strptime(text.strip()[:19], shape)  # noqa: DTZ007  the source has no zone
        except ValueError:
            continue
    return None


if __name__ == "__main__":
    main()
