"""Several questions in one message: its pieces, and the intents they make."""

import pytest

from bot.nlu.several import SEVERAL, asides, choose_intents, settle, split_pieces


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


def likely(several: float, **given: float) -> dict[str, float]:
    return {SEVERAL: several, "affirm": 0.0, "receipt_needed": 0.0, "remedy_options": 0.0, **given}


@pytest.mark.parametrize(
    "made, weighed, asked",
    [
        # What no piece said by itself is found where two things are asked.
        (["claim_status"], likely(0.6, receipt_needed=0.1), ["claim_status", "receipt_needed"]),
        (["claim_status"], likely(0.1, receipt_needed=0.4), ["claim_status"]),
        (["claim_status"], likely(0.6, receipt_needed=0.04), ["claim_status"]),
        # It comes first only where it is likely, and begins something.
        (["receipt_needed"], likely(0.6, start_claim=0.6), ["start_claim", "receipt_needed"]),
        (["receipt_needed"], likely(0.6, start_claim=0.3), ["receipt_needed", "start_claim"]),
        # One more at most, no pleasantry, no incident, nothing beside what is not understood.
        (["disposal", "privacy"], likely(0.9, receipt_needed=0.9), ["disposal", "privacy"]),
        (["disposal"], likely(0.9, affirm=0.9, report_incident=0.9), ["disposal"]),
        (["nlu_fallback"], likely(0.9, receipt_needed=0.9), ["nlu_fallback"]),
        # A phrase gives way to a likely question; an answer or a wish to stop never does.
        (["greet"], likely(0.9, receipt_needed=0.5), ["receipt_needed"]),
        (["greet"], likely(0.9, receipt_needed=0.3), ["greet"]),
        (["affirm"], likely(0.9, receipt_needed=0.9), ["affirm"]),
        (["deny"], likely(0.9, receipt_needed=0.9), ["deny"]),
        (["stop"], likely(0.9, find_label=0.9), ["stop"]),
        (["inform"], likely(0.9, contact_human=0.9), ["inform"]),
        # What a piece seemed to say is dropped where hardly anything speaks for it,
        (["disposal", "privacy"], likely(0.01, privacy=0.01), ["disposal"]),
        (["disposal", "privacy"], likely(0.01, privacy=0.3), ["disposal", "privacy"]),
        (["disposal", "privacy"], likely(0.1, privacy=0.01), ["disposal", "privacy"]),
        # wherever it stands; what the whole says stays.
        (["start_claim", "disposal"], likely(0.01, start_claim=0.01), ["disposal"]),
        (["start_claim", "disposal"], likely(0.01, disposal=0.01), ["start_claim", "disposal"]),
        # Danger is weighed by none of this.
        (["emergency", "privacy"], likely(0.0, privacy=0.0), ["emergency", "privacy"]),
        (["emergency"], likely(1.0, privacy=1.0), ["emergency"]),
    ],
)
def test_pieces_and_the_whole_are_weighed(
    made: list[str], weighed: dict[str, float], asked: list[str]
) -> None:
    whole = "disposal" if "disposal" in made else made[0]
    weighed = {"start_claim": 0.9, **weighed} if "start_claim" in made else weighed
    assert settle(made, whole, weighed) == asked


def test_where_nothing_was_learned_the_pieces_decide() -> None:
    assert settle(["disposal", "privacy"], "disposal", {}) == ["disposal", "privacy"]
