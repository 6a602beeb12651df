"""Models that a recall names and no shape shows."""

from pathlib import Path

import pytest

from bot.recalls import load_recalls
from bot.recalls.known import with_known_models
from bot.recalls.reading import read_identifiers

RECALLS = load_recalls(Path(__file__).parents[2] / "data" / "recalls")


def read(text, asked=False):
    found = read_identifiers(text, asked="model" if asked else None)
    return [(i.kind, i.value) for i in with_known_models(text, found, RECALLS, asked=asked)]


@pytest.mark.parametrize(
    "text,found",
    [
        ("Is my Yoto Mini recalled?", [("model", "YOTOMINI")]),
        ("my knog blinder-900 got warm", [("model", "BLINDER900")]),
        ("is the batpak 2f one of them", [("model", "BATPAK2F")]),
        ("Is my Hover-1 Helix recalled?", [("model", "HOVER1HELIX")]),
        # Read as a serial by its shape, but a recall names it.
        ("T4X3062XENR", [("model", "T4X3062XENR")]),
        ("is my SWAGTRON SG5 Boost recalled", [("model", "SG5BOOST")]),
        ("is the SG-5S recalled?", [("model", "SG5S")]),
        # What is read by shape stays.
        ("A1263 AKFF1Y0E12345678", [("model", "A1263"), ("serial", "AKFF1Y0E12345678")]),
        ("is my A1366 recalled?", [("model", "A1366")]),
        # In running text these mean anything.
        ("my zip is 41418", []),
        ("a double helix", []),
        ("the weather is nice", []),
        ("galaxy s3", []),
        ("I ordered 414170 pieces", []),
        ("", []),
    ],
)
def test_in_running_text(text, found):
    assert read(text) == found


@pytest.mark.parametrize(
    "text,value",
    [
        ("Helix", "HELIX"), ("it's the helix", "HELIX"), ("Z1", "Z1"), ("41418", "41418"),
        ("it is a 414170", "414170"), ("SG5 Boost", "SG5BOOST"), ("solo ii", "SOLOII"),
        ("OX EV", "OXEV"),
    ],
)  # fmt: skip
def test_as_an_answer(text, value):
    assert read(text, asked=True) == [("model", value)]


def test_offsets_point_at_the_text():
    text = "  Is my Yoto  Mini ok"
    (found,) = with_known_models(text, [], RECALLS)
    assert text[found.start : found.end] == found.raw == "Yoto  Mini"


def test_every_model_of_a_recall_is_read_as_an_answer():
    for recall in RECALLS:
        for product in recall.products:
            for pattern in product.models:
                model = pattern.replace("*", "").replace("?", "0")
                found = read_identifiers(model, asked="model")
                found = with_known_models(model, found, RECALLS, asked=True)
                named = [r for i in found for r in RECALLS.by_model(i.value, i.suffix)]
                assert recall in named, (recall.number, model, found)
