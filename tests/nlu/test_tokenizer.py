"""Each identifier is one token with a constant lemma, so that no number is a word to learn."""

from __future__ import annotations

import pytest
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.tokenizer import UnitTokenizer


@pytest.fixture(scope="module")
def tokenizer() -> UnitTokenizer:
    return UnitTokenizer(UnitTokenizer.get_default_config())


@pytest.mark.parametrize(
    "text, units",
    [
        ("is my A1263 recalled", ["A1263"]),
        ("sn: AKFF 1Y0E 1234 5678 it says", ["AKFF 1Y0E 1234 5678"]),
        ("a 1263, AKFF-1Y0E-1234-5678", ["a 1263", "AKFF-1Y0E-1234-5678"]),
        ("my order 113-1234567-1234567 of 2019", []),
        ("where is rc-7K3M-9P2R-4XWA?", ["rc-7K3M-9P2R-4XWA"]),
        (
            "RC 7K3M 9P2R 4XWA, jane.roe+x@example.com.",
            ["RC 7K3M 9P2R 4XWA", "jane.roe+x@example.com"],
        ),
        ("rc car at 5 pm, me @ work", []),
        ("my RC cars that have a bad one, the rc boat gave away", []),
    ],
)
def test_an_identifier_is_one_token(tokenizer: UnitTokenizer, text: str, units: list[str]) -> None:
    tokens = tokenizer.tokenize(Message({"text": text}), "text")
    assert [t.text for t in tokens if t.lemma != t.text] == units
    assert all(text[t.start : t.end] == t.text for t in tokens)


def test_another_number_of_its_kind_has_the_same_lemma(tokenizer: UnitTokenizer) -> None:
    def lemmas(text: str) -> list[str]:
        return [t.lemma for t in tokenizer.tokenize(Message({"text": text}), "text")]

    assert lemmas("serial AKFF1Y0E12345678 here") == lemmas("serial AKFF 9Z9Z 8765 4321 here")
    assert lemmas("an A1263 here") == lemmas("an a-1263 here") != lemmas("an A1257 here")
