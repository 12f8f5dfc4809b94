"""Hot weeks in messages of two years: how many weeks of a place stand out, and what several people said in them."""

import re
from datetime import datetime, timedelta

from benchmarks import triage
from liren.cases.triage.topics import WEEK, Told, Topic, topics

PLACE = re.compile(r"[A-Z]\d*[市县区]")
SHOWN = 10


def main() -> None:
    """The most unusual weeks by place, with what they would bring anyway and words of five people or more; no message is printed."""
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
    for until, topic in sorted(found, key=lambda one: one[1].chance)[:SHOWN]:
        words = "、".join(topic.words[:3]) or "没有五个人都用的说法"
        print(
            f"  到 {until:%Y-%m-%d} 的一周，{topic.place}{'（只说这件的）' if topic.narrow else ''}：{len(topic.ids)} 条，"
            f"平常 {topic.usual:.1f} 条，按这一周的忙闲该有 {topic.due:.1f} 条；{words}"
        )


def told(rows: list[dict[str, str]]) -> list[Told]:
    """The messages that name a place in their title: the nearest one they name, the words without it."""
    found = []
    for row in rows:
        places, at = PLACE.findall(row["title"]), moment(row["time"])
        if places and at:
            place = max(places, key=len)
            words = PLACE.sub(" ", row["title"])
            found.append(Told(id=row["msg_id"], place=place, about="", at=at, person=row["user"], words=words))
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
