"""Several questions in one message: its pieces, and the intents they make."""

import pytest

from bot.nlu.several import asides, choose_intents, split_pieces


def pieces_of(text: str) -> list[str]:
    return [text[a:b].strip() for a, b in split_pieces(text)]


@pytest.mark.parametrize(
    "text, pieces",
    [
        ("is it safe?", ["is it safe"]),
        ("Is it safe? Where do I take it?", ["Is it safe", "Where do I take it"]),
        ("is it safe and where do i take it", ["is it safe", "where do i take it"]),
        ("do i need a receipt what do i get", ["do i need a receipt", "what do i get"]),
        ("it is worn off so what do i photograph", ["it is worn off", "what do i photograph"]),
        ("it was hot so I put it out", ["it was hot so I put it out"]),
        ("dónde está mientras tanto puedo usarla", ["dónde está", "puedo usarla"]),
        ("es peligroso? y dónde lo tiro", ["es peligroso", "y dónde lo tiro"]),
        ("my mail is jane.d@example.com", ["my mail is jane.d@example.com"]),
        ("I don't know what to do", ["I don't know what to do"]),
        ("black and white", ["black and white"]),
    ],
)
def test_a_message_is_cut_where_a_question_begins(text: str, pieces: list[str]) -> None:
    assert pieces_of(text) == pieces


def test_what_is_sure_by_itself_is_a_further_question() -> None:
    pieces = [
        ("why was it recalled", "why_recalled", 0.9),
        ("what do I get", "remedy_options", 0.9),
    ]
    assert choose_intents("why_recalled", ["why_recalled"], pieces) == [
        "why_recalled",
        "remedy_options",
    ]


def test_what_a_piece_only_guesses_is_none() -> None:
    pieces = [("why was it recalled", "why_recalled", 0.9), ("or something", "privacy", 0.4)]
    assert choose_intents("why_recalled", ["why_recalled"], pieces) == ["why_recalled"]


def test_danger_stays_first_and_the_check_comes_next() -> None:
    pieces = [
        ("do I need the receipt", "receipt_needed", 0.9),
        ("is my power bank recalled", "check_recall", 0.9),
    ]
    assert choose_intents("emergency", ["emergency"], pieces) == [
        "emergency",
        "check_recall",
        "receipt_needed",
    ]


def test_a_circumstance_and_its_question_are_one() -> None:
    pieces = [("it was a gift", "bought_secondhand", 0.9), ("can I claim", "start_claim", 0.7)]
    assert choose_intents("bought_secondhand", ["start_claim"], pieces) == ["bought_secondhand"]


def test_a_greeting_beside_a_question_is_no_question() -> None:
    pieces = [("Good morning", "greet", 0.9), ("where is the serial number", "find_label", 0.9)]
    assert choose_intents("greet", ["greet", "find_label"], pieces) == ["find_label"]


def test_a_sure_question_is_found_in_a_message_that_is_unclear() -> None:
    pieces = [
        ("nice weather today", "out_of_scope", 0.9),
        ("is mine recalled", "check_recall", 0.9),
    ]
    assert choose_intents("out_of_scope", ["out_of_scope"], pieces) == ["check_recall"]


def test_what_is_said_beside_a_question_is_told_aside() -> None:
    pieces = [("yes that's right", "affirm", 0.9), ("where do I take it", "disposal", 0.9)]
    assert choose_intents("disposal", ["disposal"], pieces) == ["disposal"]
    assert asides(["disposal"], pieces) == ["affirm"]
    assert asides(["disposal"], [("hm yes", "affirm", 0.5)]) == []
