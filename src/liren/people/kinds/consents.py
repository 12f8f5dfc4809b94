"""The shape of a consent (consents/*.toml): what somebody says yes to, in words that are shown before the first field."""

from dataclasses import dataclass

from liren.catalogue.kinds import Key, Problem

CONSENT_FAMILY = "consent"
CONSENT_EDITABLE = {"label": Key(label="名称"), "text": Key(label="说明"), "kept": Key(label="保存多久")}
TEXT_MAX = 300


@dataclass(frozen=True, kw_only=True)
class Consent:
    """One purpose. `needed`: signing in is not possible without; withdrawing it is closing the account.

    Source: PIPL art. 13–17 (told before, freely given, for one purpose, withdrawn as easily as given).
    """

    code: str
    label: str
    text: str
    kept: str
    needed: bool = False
    legal_basis: str = ""
    verified_by: str = ""


def check_consent(consent: Consent) -> list[Problem]:
    """What is wrong with a consent's file."""
    found = []
    for key, words, remedy in (
        ("label", consent.label, "写几个字，例如“用手机号登录”。"),
        ("text", consent.text, "写清楚拿什么、做什么用、给不给别人。"),
        ("kept", consent.kept, "写清楚保存多久，收回以后怎样。"),
    ):
        if not 2 <= len(words.strip()) <= TEXT_MAX:
            found.append(Problem(key=key, sentence=f"要有 2 到 {TEXT_MAX} 个字。", remedy=remedy))
    return found
