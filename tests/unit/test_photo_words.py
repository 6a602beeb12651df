"""What is looked for on photos is found through a machine's misreadings, and nothing else is."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.claims.photo_check.words import has_code, has_date, has_name, has_word

SERIAL = "AKFF1Y0E12345678"


@pytest.mark.parametrize(
    "text",
    [
        "recalled", "Recalled", "RECALLED", "recall", "RECALL", "reca11ed", "recaIIed", "RECA LLED",
        "RE-CALLED", "RECALLEO", "RECALIED", "necalled", "Rocalled", "recal1ed 11/24/26",
        "recalledJanePorter", "RECALL 11/24/2026", "RECALED", "ŔECALLED", "R3CALLED",
    ],
)  # fmt: skip
def test_the_word_is_found(text: str) -> None:
    assert has_word(text, "recalled")


@pytest.mark.parametrize(
    "text",
    [
        "", "RECYCLED", "recycle", "Replaced", "received", "Reclaimed", "CALLED", "really",
        "called", "Rechargeable Li-ion", "RELEASED", "Relocated", "Real", "RECTAL", "regaled",
        "reclined", "rolled", "scaled", "re called off", "Do not recharge", "reserved", "RE",
        "SN: " + SERIAL, "recorded", "Input 5V=2A Output 5V=2.4A", "Caller", "Recital",
        "revealed", "Refilled",
    ],
)  # fmt: skip
def test_another_word_is_not_taken_for_it(text: str) -> None:
    # "re called" is the word in two pieces, as far as letters go.
    assert has_word(text, "recalled") == text.startswith("re called")


@pytest.mark.parametrize(
    "text, slips",
    [
        (f"SN: {SERIAL}", 0), ("SN:AKFF 1Y0E 1234 5678", 0), ("sn akff1yoe12345678", 0),
        ("AKFFIYOEI2345678", 0), ("AKFF1Y0E1234567", 1), ("AKFF1Y0E123X5678", 1),
        ("AKFF1Y0E12S45678", 1),
    ],
)  # fmt: skip
def test_a_serial_is_found(text: str, slips: int) -> None:
    assert has_code(text, SERIAL, slips)
    assert not has_code(text, SERIAL, slips - 1)


@pytest.mark.parametrize("text", ["", "AKFF", "AKFH2T4C83051976", "1234567890123456"])
def test_another_serial_is_not_it(text: str) -> None:
    assert not has_code(text, SERIAL, 1)


@given(st.text(max_size=200))
def test_a_long_code_is_not_found_in_any_text(text: str) -> None:
    assert not has_code(text, "W7K3M9P2R4T6W8X0Y5", 2)


@pytest.mark.parametrize(
    "text, name",
    [
        ("Jane Porter", "Jane Porter"), ("JANE P.", "Jane Porter"), ("Jane Ponter", "Jane Porter"),
        ("JanePorter 11/24", "Jane Porter"), ("jose nunez", "José Núñez"), ("Alvare2", "M Alvarez"),
        ("T. O'Neill", "Tom O'Neill"), ("Ann", "Ann Li"),
    ],
)  # fmt: skip
def test_a_name_is_found(text: str, name: str) -> None:
    assert has_name(text, name)


@pytest.mark.parametrize(
    "text, name",
    [
        ("Anker PowerCore 10000", "Jane Porter"), ("recalled", "Jane Porter"), ("", "Jane Porter"),
        ("Li-ion", "Bo Li"), ("any text", ""), ("Annex", "Ann Li"), ("text", "王芳"),
    ],
)  # fmt: skip
def test_a_name_that_is_not_there_is_not_found(text: str, name: str) -> None:
    assert not has_name(text, name)


SINCE, UNTIL = date(2025, 6, 12), date(2026, 11, 24)


@pytest.mark.parametrize(
    "text",
    [
        "11/24/2026", "11/24/26", "24.11.2026", "2026-11-24", "Nov 24, 2026", "24 NOV 2026",
        "November 24th 2026", "Nov 24", "11-24-26", "11 24 2026", "1l/24/2026", "11124/2026",
        "1V24/2026", "M/24/2026", "recalled Jane 11/24/2026", "O1/O9/2O26", "Nov. 24 '26",
    ],
)  # fmt: skip
def test_the_day_is_found(text: str) -> None:
    assert has_date(text, SINCE, UNTIL)


@pytest.mark.parametrize(
    "text",
    [
        "", "2016-08", "08/2016", "11/24/2019", "99/99/2026", "10000mAh 5V", "Input 5V=2A",
        "SN: AKFF1Y0E11242026", "11/24/2031", "800-988-7973", "13.13.2026", "Nov", "3.7V 38.5Wh",
    ],
)  # fmt: skip
def test_another_number_is_no_day_of_this_claim(text: str) -> None:
    assert not has_date(text, SINCE, UNTIL)


@given(st.text(max_size=300))
def test_any_text_is_looked_through(text: str) -> None:
    for found in (has_word(text, "recalled"), has_name(text, "Jane"), has_date(text, SINCE, UNTIL)):
        assert found in (True, False)
