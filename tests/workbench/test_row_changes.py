"""One list becomes another by removing, moving and inserting."""

from hypothesis import given
from hypothesis import strategies as st

from studio.workbench.row_changes import Change, changes_between

KEYS = st.lists(st.sampled_from("abcdefgh"), unique=True)


def applied(old: list[str], new: list[str]) -> list[str]:
    rows = list(old)
    for kind, first, last in changes_between(old, new):
        if kind == "remove":
            del rows[first : last + 1]
        elif kind == "insert":
            rows[first:first] = new[first : last + 1]
        else:
            assert first > last, "only up"
            rows.insert(last, rows.pop(first))
    return rows


@given(old=KEYS, new=KEYS)
def test_any_list_becomes_any_other(old: list[str], new: list[str]) -> None:
    assert applied(old, new) == new


def test_what_stays_is_left_alone() -> None:
    assert list(changes_between("abc", "abc")) == []
    assert list(changes_between("abc", "xyabc")) == [Change("insert", 0, 1)]
    assert list(changes_between("abc", "cab")) == [Change("move", 2, 0)]
    assert list(changes_between("abc", "ac")) == [Change("remove", 1, 1)]
    assert list(changes_between("ab", "abcd")) == [Change("insert", 2, 3)]
