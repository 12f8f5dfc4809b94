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


def commands() -> str:
    from liren.trust.registry import DEEDS, RIGHTS

    deeds = sorted(DEEDS.values(), key=lambda d: (room(d.command), d.command.__name__))
    rows = [
        (room(d.command), f"`{d.command.__name__}`", d.label, RIGHTS.get(d.right or "", "—"),
         "、".join(sorted(d.roles)) or "—", d.reach, says(d.command))
        for d in deeds
    ]  # fmt: skip
    head = ("房间", "命令", "中文", "权限", "或身份", "范围", "说明")
    return "# 命令\n\n每个命令只有一个处理者，都从 `trust.gate.execute` 进。\n\n" + table(head, rows)


def events() -> str:
    from liren.trust.registry import EVENTS

    found = sorted(EVENTS.values(), key=lambda e: (room(e), e.__name__))
    rows = [(room(e), f"`{e.__name__}`", e.version, getattr(e, "label", ""), says(e)) for e in found]
    head = ("房间", "事件", "版本", "中文", "说明")
    return "# 事件\n\n事件只带编号、代码、数字和时间；文字留在各房间的表里。\n\n" + table(head, rows)


def rights() -> str:
    from liren.catalogue.families import FAMILIES, shipped
    from liren.trust.registry import RIGHTS

    posts = [spec for _, spec in shipped(FAMILIES["post"])]
    rows = [
        (f"`{code}`", label, "、".join(p["label"] for p in posts if code in p.get("rights", ())) or "—")
        for code, label in sorted(RIGHTS.items())
    ]
    head = ("权限", "中文", "随哪些职责而来（出厂设置）")
    return "# 权限\n\n权限只从职责来，随职责的区域和期限开始、结束。\n\n" + table(head, rows)


def flows() -> str:
    from liren.trust.registry import FLOWS, TIMERS

    rows = [
        (f"`{f.name}`", f.on.__name__, "、".join(c.__name__ for c in f.may), f.on_replay, says(inspect.getmodule(f.do)))
        for f in sorted(FLOWS.values(), key=lambda f: f.name)
    ]
    rings = [(f"`{t.kind}`", "、".join(c.__name__ for c in t.may), says(t.do)) for t in TIMERS.values()]
    text = "# 流程与计时\n\n房间之间只通过流程互相应答；文件名就是那句话。\n\n"
    text += table(("流程", "听到", "会下的命令", "回放时", "说明"), rows)
    return text + "\n## 计时器\n\n" + table(("计时器", "到时下的命令", "说明"), rings)


def kinds() -> str:
    from liren.catalogue.families import FAMILIES, shipped

    rows = [(f"`{path.stem}`", spec["label"], spec.get("group", ""), spec.get("duty", ""), spec.get("legal_basis", ""))
            for path, spec in shipped(FAMILIES["case_kind"])]  # fmt: skip
    head = ("代码", "名称", "大类", "先交给", "依据")
    return "# 事项类别（出厂设置）\n\n各地可以发布自己的版本，见 `howto/add-a-case-kind.md`。\n\n" + table(head, rows)


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
