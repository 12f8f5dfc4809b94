"""Community workers (社工): contracts, levels of the national exam, and qualifications that a county defines itself."""

from dataclasses import dataclass

from liren.catalogue.kinds import Key, Problem

CONTRACTS = {
    "community": "社区工作者聘用",
    "public": "事业编制",
    "dispatch": "劳务派遣",
    "project": "项目制聘用",
    "post": "公益性岗位",
}

EXAM_LEVELS = {"assistant": "助理社会工作师", "social_worker": "社会工作师", "senior": "高级社会工作师"}
"""全国社会工作者职业水平考试: 初级, 中级, 高级 (domain.md §2.11)."""

PASS_YEARS = {"senior": 3}
"""For how many years a pass holds where it does not hold for ever: the senior one until its review (domain.md §2.11)."""

WARNED_DAYS = (90, 30)
"""So many days before a certificate or its registration ends the office and the person are told."""

ENDS = {"pass": "合格成绩", "registration": "登记"}
"""What of a certificate can end."""

TAG_EDITABLE = {
    "label": Key(label="名称"),
    "definition": Key(label="定义", long=True),
    "source": Key(label="定义从哪里来"),
    "confirmed": Key(label="定义已由主管部门确认"),
}


@dataclass(frozen=True, kw_only=True)
class QualificationTag:
    """A qualification that is no exam and that a county defines in words (“双全”社工, domain.md §2.11).

    An assessment keeps the version it was made under; a share counts those of the version in force. `confirmed` False
    shows beside every share that the definition was not confirmed by whoever answers for it.
    """

    code: str
    label: str
    definition: str
    source: str
    confirmed: bool = False


def check_tag(tag: QualificationTag) -> list[Problem]:
    """What is wrong with a definition."""
    problems = []
    if not tag.label.strip():
        problems.append(Problem(key="label", sentence="没有写名称。", remedy="写这项资格叫什么。"))
    if len(tag.definition.strip()) < 10:
        sentence = "定义太短，看不出怎样算合格。"
        problems.append(Problem(key="definition", sentence=sentence, remedy="写清楚要满足哪几条，至少十个字。"))
    if not tag.source.strip():
        problems.append(Problem(key="source", sentence="没有写定义从哪里来。", remedy="写文件名和文号，或“待核实”。"))
    return problems
