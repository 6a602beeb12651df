"""A table that is wrong fails, and says which row."""

import pytest

from tests.core.table import rows


def test_each_wrong_row_is_named():
    tried = []

    @rows("text,want", [("a", "A"), ("b", "X"), ("c", "C"), ("d", "Y")])
    def whole(text, want):
        tried.append(text)
        assert text.upper() == want

    with pytest.raises(pytest.fail.Exception) as failed:
        whole()
    assert tried == ["a", "b", "c", "d"]
    assert "2 rows are wrong" in str(failed.value)
    assert [row in str(failed.value) for row in ("('b', 'X')", "('d', 'Y')")] == [True, True]
    assert "('a', 'A')" not in str(failed.value)


def test_a_table_that_is_right_passes_and_an_empty_one_is_none():
    rows("one", ["a", "b"])(lambda one: None)()
    with pytest.raises(AssertionError, match="without rows"):
        rows("one", [])


def test_a_test_that_would_not_be_awaited_is_refused():
    async def test(one):
        assert one

    with pytest.raises(AssertionError, match="await"):
        rows("one", ["a"])(test)
