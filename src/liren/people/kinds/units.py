"""Kinds of units, and which of them stand in the party's tree beside the area tree."""

from liren.kernel.area import Level

UNIT_KINDS = {
    "department": "部门",
    "party": "党组织",
    "police": "公安派出所",
    "community": "村（居）委会",
    "property": "物业服务企业",
    "enterprise": "企业",
    "party_branch": "社区党组织",
    "party_group": "网格党小组",
    "party_household": "党员中心户",
}

PARTY_TIERS = {
    "party": Level.TOWN,
    "party_branch": Level.COMMUNITY,
    "party_group": Level.GRID,
    "party_household": Level.MICRO_GRID,
}
"""镇党委—社区党组织—网格党小组—党员中心户 (domain.md §1.2 J2): the level of area at which each tier stands."""

BESIDE = frozenset(PARTY_TIERS) - {"party"}
"""Units of the party's tree below the town: no case is dispatched to them."""

HOUSEHOLDS_LINKED = (5, 15)
"""How many households one 党员中心户 links, from and to (domain.md §1.2 J2)."""
