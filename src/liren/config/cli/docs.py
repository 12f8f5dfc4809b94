"""liren docs: writes docs/reference and the generated half of the glossary from the registries, or checks them."""

import argparse
import inspect
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

DOCS = Path(__file__).resolve().parents[4] / "docs"
MARK = "<!-- 以下由 make docs 从登记处生成，请勿手改 -->"


def add(subparsers: Any) -> None:
    parser = subparsers.add_parser("docs", help="从代码生成参考文档（开发用）")
    parser.add_argument("--check", action="store_true", help="只核对，不改写；过时则退出码为 1")
    parser.set_defaults(run=run)


def without_database() -> None:
    """Set Django up for a look at registries and files; nothing is connected."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liren.config.settings")
    for name in ("LIREN_SECRET_KEY", "LIREN_DATABASE_URL"):
        os.environ.setdefault(name, "postgresql:///none")
    os.environ.setdefault("LIREN_SEAL_KEY", "00" * 32)
    import django

    django.setup()


def run(args: argparse.Namespace) -> int:
    without_database()
    stale = [path for path, text in pages().items() if not path.exists() or path.read_text() != text]
    if args.check:
        for path in stale:
            print(f"{path.relative_to(DOCS.parent)} 过时了，请运行 make docs。")
        return 1 if stale else 0
    for path, text in pages().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    print(f"参考文档共 {len(pages())} 页，改写了 {len(stale)} 页。")
    return 0


def pages() -> dict[Path, str]:
    """Every generated page with its text."""
    glossary = DOCS / "glossary.md"
    written = glossary.read_text().partition(MARK)[0]
    return {
        DOCS / "reference" / "cli.md": cli(),
        DOCS / "reference" / "commands.md": commands(),
        DOCS / "reference" / "events.md": events(),
        DOCS / "reference" / "rights.md": rights(),
        DOCS / "reference" / "flows.md": flows(),
        DOCS / "reference" / "kinds.md": kinds(),
        glossary: written + MARK + "\n\n" + generated_terms(),
    }


def table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """A Markdown table."""
    head = list(head)
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join(str(cell).replace("|", "\\|") for cell in row) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def says(thing: Any) -> str:
    """The first line of a docstring."""
    return (inspect.getdoc(thing) or "").partition("\n")[0]


def room(thing: type) -> str:
    return thing.__module__.split(".")[1]


def by_room(intro: str, head: Iterable[str], things: Iterable[tuple[str, Iterable[object]]]) -> str:
    """One table a room, the rooms in name order."""
    head, rooms = list(head), dict[str, list[Iterable[object]]]()
    for name, row in things:
        rooms.setdefault(name, []).append(row)
    return intro + "".join(f"\n## {name}\n\n" + table(head, rooms[name]) for name in sorted(rooms))


def who(deed: Any) -> str:
    """Who may order a command: a right's label, or for a case the roles that its standard workflow names."""
    from liren.cases.commands import COMMANDS
    from liren.cases.workflows import ROLE_LABELS, workflow
    from liren.trust.registry import HOUSES, RIGHTS

    act = next((code for code, command in COMMANDS.items() if command is deed.command), None)
    if act:
        flow = workflow("standard")
        moves = [m for state in flow.states for m in flow.moves(state.code) if m.act == act]
        return "、".join(label for code, label in ROLE_LABELS.items() if any(code in m.by for m in moves))
    if deed.right:
        return RIGHTS[deed.right]
    if deed.reach == "open":
        return "任何人"
    return "、".join(["本人"] if deed.reach == "own" else sorted(h for h, may in HOUSES.items() if deed.command in may))


def commands() -> str:
    from liren.trust.registry import DEEDS

    deeds = sorted(DEEDS.values(), key=lambda d: d.command.__name__)
    intro = (
        "# 命令\n\n每个命令只有一个处理者，都从 `trust.gate.execute` 进。案件的命令由谁来办，"
        "取自 `src/liren/cases/workflows/standard.toml`；其余的写所需的权限。“系统”是流程和计时器。\n"
    )
    rows = [(room(d.command), (f"`{d.command.__name__}`", d.label, who(d), says(d.command))) for d in deeds]
    return by_room(intro, ("命令", "中文", "谁来办", "说明"), rows)


def events() -> str:
    from liren.trust.registry import EVENTS

    found = sorted(EVENTS.values(), key=lambda e: e.__name__)
    rows = [(room(e), (f"`{e.__name__}`", e.version, getattr(e, "label", "—"), says(e))) for e in found]
    intro = "# 事件\n\n事件只带编号、代码、数字和时间；文字留在各房间的表里。\n"
    return by_room(intro, ("事件", "版本", "中文", "说明"), rows)


def rights() -> str:
    from liren.catalogue.families import FAMILIES, shipped
    from liren.trust.registry import RIGHTS

    posts = [spec for _, spec in shipped(FAMILIES["post"])]
    rows = [
        (f"`{code}`", label, "、".join(p["label"] for p in posts if code in p.get("rights", ())) or "—（只给流程）")
        for code, label in sorted(RIGHTS.items())
    ]
    head = ("权限", "中文", "随哪些职责而来（出厂设置）")
    return "# 权限\n\n权限只从职责来，随职责的区域和期限开始、结束。\n\n" + table(head, rows)


def flows() -> str:
    from liren.trust.registry import DEEDS, FLOWS, TIMERS

    def ordered(may: Iterable[type]) -> str:
        return "、".join(f"{DEEDS[c].label} `{c.__name__}`" for c in may)

    rows = [
        (f"`{f.name}`", f"`{f.on.__name__}`", ordered(f.may), "照做" if f.on_replay == "run" else "不做",
         says(inspect.getmodule(f.do)))
        for f in sorted(FLOWS.values(), key=lambda f: f.name)
    ]  # fmt: skip
    rings = [(f"`{t.kind}`", ordered(t.may)) for t in sorted(TIMERS.values(), key=lambda t: t.kind)]
    text = "# 流程与计时\n\n房间之间只通过流程互相应答；文件名就是那句话。\n\n"
    text += table(("流程", "听到", "会下的命令", "回放时", "说明"), rows)
    return text + "\n## 计时器\n\n" + table(("计时器", "到时下的命令"), rings)


def kinds() -> str:
    from liren.cases.kinds import GROUPS, shipped_kinds
    from liren.catalogue.families import FAMILIES, read, shipped
    from liren.people.kinds import Post

    posts: dict[str, Post] = {path.stem: read(FAMILIES["post"], spec) for path, spec in shipped(FAMILIES["post"])}
    first = {code: post.label for code, post in posts.items()} | {"desk": "受理台"}
    photos = {(True, True): "前后", (True, False): "办前", (False, True): "办后", (False, False): "—"}
    rows = [
        (f"`{code}`", k.label, GROUPS[k.group], first[k.duty], limit(k.limits.accept), limit(k.limits.solve),
         limit(k.urgent.solve) if k.urgent else "—", photos[k.photo.before, k.photo.after], k.legal_basis)
        for code, k in shipped_kinds().items()
    ]  # fmt: skip
    head = ("代码", "名称", "大类", "先交给", "签收", "办结", "紧急时办结", "照片", "依据")
    intro = (
        "# 事项类别（出厂设置）\n\n时限是种子值，各地可改，见 [怎样添一个事项类别](../howto/add-a-case-kind.md)。\n\n"
    )
    return intro + table(head, rows)


def limit(one: Any) -> str:
    """A limit in words: 5 个工作日."""
    from liren.catalogue.worktime import UNIT_LABELS

    return f"{one.amount:g} {UNIT_LABELS[one.unit]}"


def cli() -> str:
    """Every subcommand with its options, from its own parser."""
    from liren.config.cli import _parser

    parser = _parser()
    subs = next(action for action in parser._actions if isinstance(action, argparse._SubParsersAction))
    helps = {action.dest: action.help or "" for action in subs._choices_actions}
    text = "# liren 命令行\n\n`.venv/bin/liren 命令 -h` 显示同样的说明。退出码 0 是办成；办不成时最后一行说明缺什么、怎么办。\n"
    for name, sub in subs.choices.items():
        text += f"\n## liren {name}\n\n{helps[name]}。\n"
        rows = [
            ("`" + (", ".join(a.option_strings) or str(a.metavar)) + (f" {a.metavar}`" if a.option_strings and a.metavar else "`"),
             "必填" if a.required else "", a.help or "")
            for a in sub._actions if a.dest != "help"
        ]  # fmt: skip
        text += "\n" + table(("参数", "", "意思"), rows) if rows else ""
    return text


def generated_terms() -> str:
    from liren.trust.registry import DEEDS, EVENTS, RIGHTS

    deeds = sorted(DEEDS.values(), key=lambda d: (room(d.command), d.command.__name__))
    found = sorted(EVENTS.values(), key=lambda e: (room(e), e.__name__))
    text = "## 命令\n\n" + table(
        ("中文", "代码", "意思"), [(d.label, f"`{d.command.__name__}`", says(d.command)) for d in deeds]
    )
    text += "\n## 事件\n\n" + table(
        ("中文", "代码", "意思"), [(getattr(e, "label", "—"), f"`{e.__name__}`", says(e)) for e in found]
    )
    return (
        text
        + "\n## 权限\n\n"
        + table(("中文", "代码"), [(label, f"`{code}`") for code, label in sorted(RIGHTS.items())])
    )
