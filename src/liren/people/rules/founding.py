"""What a new county must be told before it can begin."""

from liren.kernel import Refusal
from liren.kernel.area import Level
from liren.people.commands import FoundCounty

ADMINISTRATORS = {"system_admin": "系统管理员", "security_admin": "安全管理员", "auditor": "审计员"}
"""三员 (GB/T 22239-2019 8.1.5): who sets up, who opens accounts and appoints, who checks both."""


def check_founding(order: FoundCounty) -> None:
    """Raise Refusal for a code that is no county's, a missing name, or fewer than three people with three names."""
    if len(order.area) != Level.COUNTY:
        raise Refusal("county_code", f"县区代码是 6 位数字，现在是 {len(order.area)} 位。", field="area")
    for field, name in (("name", order.name), ("city", order.above[1]), ("province", order.above[0])):
        if not name.strip():
            raise Refusal("no_name", "没有填名称，请照区划代码表上的全称填写。", field=field)
    for one in order.administrators:
        if not one.name.strip():
            raise Refusal("no_name", f"没有填{ADMINISTRATORS[one.post]}的姓名。", field=one.post)
    names: dict[str, str] = {}
    for one in order.administrators:
        first = names.setdefault(one.name.strip(), one.post)
        if first != one.post:
            sentence = f"{ADMINISTRATORS[first]}和{ADMINISTRATORS[one.post]}不能是同一个人，请另选一位。"
            raise Refusal("three_administrators", sentence, field=one.post)
    if {one.post for one in order.administrators} != set(ADMINISTRATORS):
        raise Refusal("three_administrators", "系统、安全、审计三个管理员要一次定齐。")
