"""Why a sealed field is opened, and where a party membership may be known from."""

REVEAL_REASONS = {
    "work_contact": "工作联系，办公电话打不通",
    "handover": "办理职务交接",
    "emergency": "突发情况，须立即找到本人",
    "correction": "核对登记信息是否有误",
    "certificate_check": "核验证书，办理登记或者续期",
}

PARTY_SOURCES = {"organisation_department": "组织部门的接口", "branch_list": "党支部的名单"}
"""Where a party membership may be known from: nobody is asked for it, and nobody tells it of somebody else."""

SEALED_FIELDS = {"phone": "手机号", "certificate": "证书编号"}
REASONS_OF = {
    "phone": ("work_contact", "handover", "emergency", "correction"),
    "certificate": ("certificate_check", "correction"),
}
