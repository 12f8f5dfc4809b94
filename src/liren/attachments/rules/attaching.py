"""Which staged photos an act may take."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from liren.attachments.kinds import PHOTO_ROLES, PHOTOS_PER_ACT
from liren.kernel import Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Staged:
    """An uploaded photo that has no owner yet: the form and the account it came with (None: not signed in)."""

    id: UUID
    form: UUID
    account: UUID | None
    state: str


def check_attach(asked: Sequence[UUID], found: Sequence[Staged], role: str, form: UUID, account: UUID | None) -> None:
    """Raise Refusal unless every photo asked for is there, has no owner and came with this form or this account."""
    if role not in PHOTO_ROLES:
        raise Refusal("photo_role", f"照片要标明是{'、'.join(PHOTO_ROLES.values())}中的哪一种。", field="photos")
    if len(set(asked)) > PHOTOS_PER_ACT:
        raise Refusal("many_photos", f"一次最多 {PHOTOS_PER_ACT} 张照片，请挑最说明问题的几张。", field="photos")
    mine = {p.id for p in found if p.form == form or (account is not None and p.account == account)}
    if not set(asked) <= mine:
        raise Refusal(
            "photo_gone", "有照片没有传上来，或者放了超过一天，请重新选照片。您写的内容还在。", field="photos"
        )
    if any(p.state != "stored" for p in found):
        raise Refusal("photo_unfinished", "有照片还没有传完，请等传完再提交。您写的内容还在。", field="photos")
