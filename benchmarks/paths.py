"""The four hot paths at 10⁴, 10⁵ and 10⁶ cases beside pgbench running the same statements, and what a page costs."""

import os
import random
import statistics
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import cpu, house, land, lives, load, pgbench
from benchmarks.cpu import Cost
from liren.config.supervisor.attach import Attached

SIZES = tuple(int(n) for n in os.environ.get("LIREN_BENCH_SIZES", "10000 100000 1000000").split())
ROUNDS = 5
REQUESTS = 200
SECONDS = 1
SAMPLE = 1000
BUDGETS = {"report": (2.5, 6), "list": (1.5, 3), "case": (1.5, 3), "move": (3.0, 7)}
PEER = "旁证（不是这里测的）：Signalen，2026-11-22 在同类机器上，见设计第 4 节：上报 74 ms/47 句，列表 650–1,200 ms/263 句，单件 75 ms/17 句，办一步 130 ms/41 句"
POOL = "create table if not exists bench_pool (n int primary key, id uuid not null, since timestamptz not null)"


@dataclass(frozen=True, slots=True)
class HotPath:
    """One path: what to do for the i-th request, and how pgbench does the same."""

    name: str
    label: str
    act: Callable[[int], object]
    picks: dict[str, str]
    draw: str = ""
    pinned: Callable[[int], object] | None = None


def main() -> None:
    """Print one table for each size."""
    print(PEER)
    with house.opened() as one:
        for size in SIZES:
            name = load.ensure(one, size, lambda line: print(line, flush=True))
            agreed = load.compare(min(SAMPLE, size))
            print(f"\n{size:,} 件（随机 {agreed:,} 件折叠后与行一致，与经闸门办的一样）")
            print(
                f"这时机器的平均负载 {os.getloadavg()[0]:.1f}（{os.cpu_count()} 核）：有别的活时 CPU 时间偏大，看倍数"
            )
            print("路径        语句  应用ms  库ms  合计ms(预算)   pgbench库ms  合计ms  倍数(合计) 倍数(库)  起伏")
            for path in paths(one, name):
                measure(one, name, path)
            pages()
            memory(one, name)


def paths(one: Attached, name: str) -> list[HotPath]:
    """The four paths on the database Django points at."""
    from liren.cases import commands as c
    from liren.cases.queries import Filter, case_card, page
    from liren.kernel.ids import new_id

    chance = random.Random(7)
    desk = lives.staff("desk", "dispatch", area=land.codes()[0][:9])
    now = datetime.now(UTC)
    filtered = Filter(queue="ended", kind=lives.KINDS[0])
    first = page(desk, filtered, now)
    ended = _pool(one, name, "state = 'closed'")
    moving = _taken(one, name)
    one_moving = moving[0]

    def move(case: object) -> object:
        order = c.DispatchCase(case=case, unit=lives.UNIT, note=new_id(), reason="请今天处理")  # type: ignore[arg-type]
        return lives.do(order, lives.DESK, datetime.now(UTC))

    def report(i: int) -> object:
        order = lives.a_report(chance.randrange(land.ROWS * land.COLUMNS), lives.KINDS[i % len(lives.KINDS)], chance)
        return lives.do(order, lives.RESIDENT, datetime.now(UTC))

    return [
        HotPath("report", "上报一件，定位、落盘", report, {}),
        HotPath("list", "按类别筛的第二页 50 件", lambda i: page(desk, filtered, now, after=first.after), {}),
        HotPath(
            "case", "一件事和它的经过", lambda i: case_card(lives.DESK, ended[i % len(ended)][0], now),
            {str(ended[0][0]): "p_id", pgbench._text(ended[0][1]): "p_since"},
            "select id as p_id, since as p_since from bench_pool where n = :i",
            lambda i: case_card(lives.DESK, ended[0][0], now),
        ),
        HotPath(
            "move", "办一步（派遣）", lambda i: move(moving[i % len(moving)]),
            {str(one_moving): "p_id"},
            "select id as p_id from (select id, row_number() over (order by id) - 1 as n from cases_case "
            "where state = 'dispatched' order by id limit 1) m",
            lambda i: move(one_moving),
        ),
    ]  # fmt: skip


def _pool(one: Attached, name: str, condition: str) -> list[tuple[object, datetime]]:
    """A thousand cases to open, for us and for pgbench alike."""
    import psycopg

    with psycopg.connect(house.address(one, "admin", name)) as link:
        link.execute(POOL)
        link.execute("truncate bench_pool")
        link.execute(
            f"""insert into bench_pool select row_number() over () - 1, id, reported_at from
                (select id, reported_at from cases_case where {condition} order by md5(id::text) limit 1000) c"""
        )
        link.execute("grant select on bench_pool to liren_app")
        rows = link.execute("select id, since from bench_pool order by n").fetchall()
        return [(rows[n % len(rows)][0], rows[n % len(rows)][1]) for n in range(1000)]


def _taken(one: Attached, name: str) -> list[object]:
    """Cases to move about. They leave the draw for good: once moved they are no longer copies of the lives played."""
    import psycopg

    with psycopg.connect(house.address(one, "admin", name)) as link:
        found = link.execute("select id from cases_case where state = 'dispatched' order by id limit 500").fetchall()
        moving = [id for (id,) in found]
        link.execute("delete from bench_draw where id = any(%s)", (moving,))
    return moving


def measure(one: Attached, name: str, path: HotPath) -> None:
    """Interleave rounds of both, and print the medians with their spread."""
    from django.db import connection

    from liren.trust import sql

    pinned = path.pinned or path.act
    for i in range(20):
        path.act(i)
    with sql.counted() as seen:
        pinned(0)
    with pgbench.captured() as once:
        pinned(0)
    with pgbench.captured() as twice:
        pinned(0)
    made = pgbench.script(once, twice, path.picks, path.draw)
    backend = connection.connection.info.backend_pid
    ours: list[Cost] = []
    theirs: list[Cost] = []
    for _ in range(ROUNDS):
        ours.append(cpu.per_request(path.act, REQUESTS, backend))
        theirs.append(pgbench.run(made, house.address(one, "app", name), one.database.programs, SECONDS))
    whole = statistics.median(c.whole for c in ours)
    limit = statistics.median(c.whole for c in theirs)
    app, db = statistics.median(c.app for c in ours), statistics.median(c.db for c in ours)
    limit_db = statistics.median(c.db for c in theirs)
    spread = (max(c.whole for c in ours) - min(c.whole for c in ours)) / whole
    budget, most = BUDGETS[path.name]
    print(
        f"{path.name:<8} {len(seen):>4}/{most}  {app:6.2f} {db:5.2f}  {whole:6.2f} ({budget:.1f})  "
        f"{limit_db:10.2f} {limit:8.2f} {whole / limit:8.1f}× {db / limit_db:7.1f}×  ±{spread / 2:.0%}  {path.label}",
        flush=True,
    )


def pages() -> None:
    """What whole HTML pages cost, in this process, named as such: not the path of the table above."""
    from django.contrib.auth import get_user_model
    from django.db import connection
    from django.test import Client

    from liren.trust import sql

    client = Client(HTTP_HOST="localhost")
    client.force_login(get_user_model().objects.get(id=lives.DESK.account), backend="liren.trust.accounts.Backend")
    case = sql.value("select id from cases_case where state = 'closed' limit 1")
    for label, url in (("受理台列表", "/desk/"), ("一件事的页面", f"/case/{case}/"), ("居民首页", "/")):
        answer = client.get(url, follow=True)
        assert answer.status_code == 200, f"{url}: {answer.status_code}"
        cost = cpu.per_request(lambda i, url=url: client.get(url), 30, connection.connection.info.backend_pid)
        print(f"整页 HTML {label}：应用 {cost.app:.1f} ms，库 {cost.db:.1f} ms，{len(answer.content) / 1024:.0f} KB")


def memory(one: Attached, name: str) -> None:
    """Resident memory of each process while web and worker serve this database."""
    import subprocess
    import time
    from urllib.request import urlopen

    env = {**os.environ, **one.env, "LIREN_DATABASE_URL": house.address(one, "app", name), "LIREN_POOL": "4"}
    env["LIREN_HOSTS"] = "127.0.0.1"
    cli = [sys.executable, "-m", "liren.config.cli"]
    web = subprocess.Popen(
        [*cli, "web", "--port", "8797"], env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    worker = subprocess.Popen([*cli, "worker"], env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(100):
            time.sleep(0.2)
            try:
                for page in ("", "report/what/", "keeper/") * 10:
                    urlopen(f"http://127.0.0.1:8797/{page}", timeout=10).read()
                break
            except OSError:
                continue
        server = int((Path(one.env["LIREN_HOME"]) / "pg" / "postmaster.pid").read_text().split()[0])
        for label, root in (("PostgreSQL", server), ("web", web.pid), ("worker", worker.pid)):
            sizes = [cpu.memory(pid) for pid in cpu.below(root)]
            each = "、".join(f"{rss:.0f}" for rss, _ in sizes)
            print(f"内存 {label}：合计 PSS {sum(pss for _, pss in sizes):.0f} MB；各进程 RSS {each} MB")
    finally:
        for process in (web, worker):
            process.terminate()
            process.wait(20)
