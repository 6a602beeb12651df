"""What of a message is taken."""

import pytest

from bot.conversations.incoming import MAX_CHARACTERS, MessageRefused, clean_id, clean_text


@pytest.mark.parametrize(
    "raw,kept",
    [
        ("hello", "hello"),
        ("two\nlines\tand a tab", "two\nlines\tand a tab"),
        ("nul\x00 and bell\x07", "nul and bell"),
        ("half \ud83d character", "half  character"),
        ("\U0001f525", "\U0001f525"),
        ("a\u200bb \u202edcba", "a\u200bb \u202edcba"),
        ("  spaces stay  ", "  spaces stay  "),
        ("?", "?"),
    ],
)
def test_text_is_cleaned_of_what_nobody_can_read(raw, kept):
    assert clean_text(raw) == kept


@pytest.mark.parametrize(
    "raw", ["", " ", "\n\t", "\u200b\u200d", "\x00", "\ud83d", "\u202e \u2069"]
)
def test_nothing_readable_is_empty(raw):
    with pytest.raises(MessageRefused) as refused:
        clean_text(raw)
    assert refused.value.kind == "empty"


@pytest.mark.parametrize("raw", [None, 1, True, [], {}, b"bytes"])
def test_only_text_is_text(raw):
    with pytest.raises(MessageRefused) as refused:
        clean_text(raw)
    assert refused.value.kind == "not_text"


def test_a_thousand_characters_are_taken_and_one_more_is_not():
    assert len(clean_text("x" * MAX_CHARACTERS)) == MAX_CHARACTERS == 1000
    with pytest.raises(MessageRefused) as refused:
        clean_text("x" * (MAX_CHARACTERS + 1))
    assert refused.value.kind == "too_long"


@pytest.mark.parametrize("raw", ["1", "a" * 128, "3f2b-77", "with space"])
def test_ids(raw):
    assert clean_id(raw) == raw


@pytest.mark.parametrize("raw", [".", ".."])
def test_ids_that_mean_something_else_in_a_path(raw):
    with pytest.raises(MessageRefused):
        clean_id(raw)


@pytest.mark.parametrize("raw", ["", "a" * 129, "\u00e9", "new\nline", "\x7f", None, 7])
def test_bad_ids(raw):
    with pytest.raises(MessageRefused) as refused:
        clean_id(raw)
    assert refused.value.kind == "bad_id"
