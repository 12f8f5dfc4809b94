"""群通知: what may go out to groups, and what is refused with which remedy."""

import pytest

from liren.kernel import Refusal
from liren.notices.groups import group_names, issued_words


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("", "no_words"),
        ("  ", "no_words"),
        ("字" * 1001, "too_long"),
        ("{日期} 停水", "blank_left"),
        ("王小明 321181199001010011 请来一趟", "id_number"),
    ],
)
def test_words_that_may_not_go_out_are_refused_with_the_remedy(words, code):
    with pytest.raises(Refusal) as no:
        issued_words(words)
    assert no.value.code == code


def test_groups_are_named_once_and_never_none():
    assert group_names([" 一号楼群", "", "一号楼群", "二号楼群 "]) == ("一号楼群", "二号楼群")
    for bad in ([], ["  "], [str(n) for n in range(21)], ["长" * 41]):
        with pytest.raises(Refusal):
            group_names(bad)
