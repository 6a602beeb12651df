"""The rules of danger on lines as customers type them, and properties of the finder.

The lines stand in data/danger, by the answer wanted, mistakes included: nothing in them is to be
corrected.
"""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from bot.safety import Hazard, about_others, denies_danger, find_hazard, is_spanish
from bot.safety_names import without_names
from bot.settings import PROJECT


def lines(tense: str, block: str = "signs") -> list[str]:
    """The lines of one block of data/danger."""
    blocks = YAML(typ="safe").load(PROJECT / "data" / "danger" / f"{tense}.yml")
    return [line.strip() for line in blocks[block].splitlines()]


NOW, PAST, ASKED, NONE = (lines(tense) for tense in ("now", "past", "asked", "none"))
# Harmless, and "asked" does as well as nothing; only an alarm would be wrong.
CALM = lines("asked", "calm")

WITH_SIGNS = [
    ("it is hot and swollen", ("heat", "swelling")),
    ("smoke and flames", ("smoke", "fire")),
    ("not hot but it is swollen", ("swelling",)),
    ("it hisses, smells and leaks", ("noise", "smell", "leak")),
    ("it sparked then exploded", ("spark", "explosion")),
    ("the case melted", ("melting",)),
    ("it burned my hand", ("injury",)),
    ("smoke smoke smoke", ("smoke",)),
    ("the case is charred", ("damage",)),
    ("can it explode? it is hot", ("heat",)),
    ("my husband is not breathing", ("injury",)),
    ("she is unconscious", ("injury",)),
    ("my son passed out", ("injury",)),
    ("he collapsed", ("injury",)),
    ("mi hija no respira", ("injury",)),
    ("it never smoked until today", ("smoke",)),
    ("it doesn't smoke unless I charge it", ("smoke",)),
    ("está hinchada y huele a quemado", ("swelling", "smell")),
]


@pytest.mark.parametrize("text", NOW)
def test_danger_now_raises_the_alarm(text: str) -> None:
    found = find_hazard(text)
    assert found is not None
    assert found.tense == "now"
    assert found.signs


def test_danger_in_a_later_row_of_the_message_is_found() -> None:
    text = "ok\nmy address is 12 Main St\\nthe battery is leaking"
    assert find_hazard(text) == Hazard("now", ("leak",))


@pytest.mark.parametrize("text", PAST)
def test_danger_that_is_over_is_past(text: str) -> None:
    found = find_hazard(text)
    assert found is not None
    assert found.tense == "past"


@pytest.mark.parametrize("text", ASKED)
def test_questions_about_danger_are_asked(text: str) -> None:
    found = find_hazard(text)
    assert found is not None
    assert found.tense == "asked"


@pytest.mark.parametrize("text", NONE)
def test_denials_and_other_meanings_are_nothing(text: str) -> None:
    assert find_hazard(text) is None


@pytest.mark.parametrize("text", CALM)
def test_talk_about_danger_raises_no_alarm(text: str) -> None:
    found = find_hazard(text)
    assert found is None or found.tense == "asked", found


@pytest.mark.parametrize(("text", "signs"), WITH_SIGNS)
def test_signs_come_in_the_order_found(text: str, signs: tuple[str, ...]) -> None:
    assert find_hazard(text) == Hazard("now", signs)


@pytest.mark.parametrize(
    ("text", "tense"),
    [
        ("can it explode? it caught fire last week. it is smoking", "now"),
        ("it is smoking. it caught fire last week", "now"),
        ("can it explode? it caught fire last week", "past"),
        ("it caught fire last week. can it explode?", "past"),
        ("it is not hot. can it explode?", "asked"),
    ],
)
def test_now_outranks_past_outranks_asked(text: str, tense: str) -> None:
    found = find_hazard(text)
    assert found is not None
    assert found.tense == tense


@pytest.mark.parametrize(
    "text",
    [
        "Ashley Burns",
        "ashley burns",
        "my name is Robert Burns",
        "12 Smoke Rise Drive",
        "9 burns ave",
        "Burns, Oregon 97720",
        "Blaze Walker, 5 Hill Road",
        "burn.notice@example.com",
        "order number FIRE-2231",
        "I bought it at Blaze Electronics",
    ],
)
def test_an_answer_that_is_a_name_or_an_address_holds_no_danger(text: str) -> None:
    assert find_hazard(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "Smoke Everywhere",
        "Battery Burning",
        "Help, Fire",
        "My Hand Burns",
        "White Smoke",
        "skin burns",
    ],
)
def test_capital_letters_make_no_name_of_danger(text: str) -> None:
    assert without_names(text) == text
    found = find_hazard(text)
    assert found is not None
    assert found.tense == "now"


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("mine is smoking", True),
        ("can you tell me about the gift card and also mine is smoking", True),
        ("fire", True),
        ("smoke from the wildfires fills the whole valley", False),
    ],
)
def test_a_sign_among_plain_words_only_is_plain(text: str, plain: bool) -> None:
    found = find_hazard(text)
    assert found is not None
    assert (found.tense, found.plain) == ("now", plain)


@pytest.mark.parametrize(
    ("text", "others"),
    [
        ("did anyone get hurt?", True),
        ("how many people were burned", True),
        ("were there any injuries", True),
        ("hubo heridos?", True),
        ("my son got hurt", False),
        ("I want to report an injury", False),
    ],
)
def test_a_question_about_others_is_told_from_a_report(text: str, others: bool) -> None:
    assert about_others(text) is others


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("It never smoked, is it on the recall list?", True),
        ("no swelling, just want to check the serial", True),
        ("it is not hot, is it safe to use?", False),
        ("is it on the recall list?", False),
    ],
)
def test_denied_danger_is_no_question_of_safety(text: str, denied: bool) -> None:
    assert denies_danger(text) is denied


@pytest.mark.parametrize(
    ("text", "spanish"),
    [
        ("sale humo de mi cargador", True),
        ("se quema!!", True),
        ("my power bank está hinchado", True),
        ("my power bank is smoking", False),
        ("fire", False),
        ("", False),
    ],
)
def test_spanish_is_told_from_english(text: str, spanish: bool) -> None:
    assert is_spanish(text) is spanish


TABLE = NOW + PAST + ASKED + NONE + CALM


@given(st.text(max_size=400))
def test_any_text_is_accepted(text: str) -> None:
    found = find_hazard(text)
    signs = found.signs if found else ("none",)
    assert len(set(signs)) == len(signs) > 0


@given(st.lists(st.sampled_from([*" ".join(TABLE).split(), *".,?\n\ud800"])))
def test_any_order_of_the_words_is_accepted(words: list[str]) -> None:
    find_hazard(" ".join(words))


# Names are told by their capitals, danger is not.
@given(st.sampled_from(NOW + PAST + ASKED))
def test_upper_and_lower_case_are_alike(text: str) -> None:
    assert find_hazard(text.upper()) == find_hazard(text) == find_hazard(text.lower())


@given(
    st.sampled_from(TABLE),
    st.lists(st.integers(min_value=0, max_value=60), max_size=8),
    st.sampled_from("\u200b\u200c\u200d\u2060\ufeff\u00ad"),
)
def test_characters_without_width_change_nothing(text: str, at: list[int], mark: str) -> None:
    hidden = text
    for place in at:
        hidden = hidden[:place] + mark + hidden[place:]
    assert find_hazard(hidden) == find_hazard(text)


@settings(deadline=None, max_examples=40)
@given(st.text(max_size=40), st.sampled_from(TABLE), st.integers(min_value=1, max_value=400))
def test_long_text_is_accepted(text: str, line: str, times: int) -> None:
    find_hazard(text * times)
    find_hazard(f"{line} {text} " * times)
