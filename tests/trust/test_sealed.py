"""Sealed fields open only with the key, are found only exactly, and are shown masked."""

import pytest
from cryptography.exceptions import InvalidTag

from liren.trust import sealed


def test_what_was_sealed_opens_again_and_never_looks_the_same_twice():
    one, other = sealed.seal("13800000147"), sealed.seal("13800000147")
    assert sealed.unseal(one) == sealed.unseal(other) == "13800000147"
    assert one != other
    assert b"138" not in one


def test_an_altered_value_does_not_open():
    content = bytearray(sealed.seal("13800000147"))
    content[-1] ^= 1
    with pytest.raises(InvalidTag):
        sealed.unseal(bytes(content))


def test_an_exact_match_is_found_without_opening():
    assert sealed.blind(" 13800000147") == sealed.blind("13800000147")
    assert sealed.blind("13800000147") != sealed.blind("13800000148")


def test_derived_secrets_differ_by_purpose_and_parts():
    assert sealed.derive("link", b"a", b"b") != sealed.derive("code", b"a", b"b")
    assert sealed.derive("link", b"ab", b"") != sealed.derive("link", b"a", b"b")


@pytest.mark.parametrize(("phone", "shown"), [("13800000147", "138****0147"), ("6650", "****"), ("", "****")])
def test_a_phone_is_masked(phone, shown):
    assert sealed.mask_phone(phone) == shown


@pytest.mark.parametrize(("name", "shown"), [("王小明", "王**"), ("王", "*"), ("", "*")])
def test_a_name_is_masked(name, shown):
    assert sealed.mask_name(name) == shown
