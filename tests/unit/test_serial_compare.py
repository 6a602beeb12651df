"""Folding serials and finding what they may be misreadings of."""

import string
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.recalls import load_recall
from bot.recalls.model import SerialFormat
from bot.recalls.serials import check_form, confusable_keys, edit_keys, fold, groups_of_four

ANKER = load_recall(Path(__file__).parents[2] / "data" / "recalls" / "25-338.yml").serial
SERIAL = "AKFF1Y0E12345678"


@pytest.mark.parametrize(
    "typed",
    [
        SERIAL, "akff1y0e12345678", "AKFF 1Y0E 1234 5678", "akff-1y0e-1234-5678",
         "SN: AKFF1Y0E12345678",
        "S/N AKFF1Y0E12345678", "SNAKFF1Y0E12345678", "AKFFIYOEI2345678", "akffiyoei2345678",
        "ＡＫＦＦ１Ｙ０Ｅ１２３４５６７８", "AKFF\u200b1Y0E\u200e12345678", "АKFF1Y0Е12345678",
        "ΑΚFF1Υ0Ε12345678", "AKFF\u20111Y0E\u00a012345678", "SN Code: AKFF1Y0E 12345678",
        "serial number: AKFF1Y0E12345678", "AKFF1Y0E\n12345678",
    ],
)  # fmt: skip
def test_fold(typed):
    assert fold(typed, ANKER) == SERIAL


def test_another_alphabet_keeps_its_letters():
    assert fold("000I21", SerialFormat()) == "000I21"
    assert fold("SN1234", SerialFormat()) == "SN1234"


@given(st.text(max_size=40))
def test_fold_is_idempotent(text):
    once = fold(text, ANKER)
    assert fold(once, ANKER) == once


@given(st.text(alphabet="SN/: -AO1I" + string.ascii_letters, max_size=40))
def test_fold_is_idempotent_on_labels(text):
    once = fold(text, ANKER)
    assert fold(once, ANKER) == once


@pytest.mark.parametrize(
    "serial,ok,wrong,usual",
    [
        (SERIAL, True, (), True),
        (SERIAL[:-1], False, (), False),
        (SERIAL + "9", False, (), False),
        ("AKFF1Y0E1234567?", False, (16,), True),
        ("É" + SERIAL[1:], False, (1,), True),
        ("", False, (), False),
    ],
)
def test_form(serial, ok, wrong, usual):
    form = check_form(serial, ANKER)
    assert (form.ok, form.wrong, form.usual_length) == (ok, wrong, usual)


def test_unknown_length_is_no_fault_but_a_novel_is():
    assert check_form("A1", SerialFormat()).ok
    assert not check_form("A" * 41, SerialFormat()).ok


def test_confusable_pairs_and_positions():
    keys = confusable_keys("1ZA", ANKER)
    assert keys == {"LZA": (1,), "12A": (2,), "L2A": (1, 2)}
    # 0, D and Q are one group.
    assert set(confusable_keys("0", ANKER)) == {"D", "Q"}
    assert confusable_keys("AKT", ANKER) == {}


def test_confusable_keys_hold_all_pairs_and_stay_few():
    worst = "10258BSZLDQGUV60"
    keys = confusable_keys(worst, ANKER)
    assert len([p for p in keys.values() if len(p) <= 2]) == len(
        {k for k in keys if sum(a != b for a, b in zip(k, worst)) <= 2}
    )
    assert 500 < len(keys) < 1000


def test_edits():
    keys = edit_keys(SERIAL, ANKER)
    assert 1_000 < len(keys) < 1_200 and SERIAL not in keys
    assert keys["KFF1Y0E12345678"] == (1,)
    assert keys["KAFF1Y0E12345678"] == (1, 2)
    assert keys["AKFF1Y0E12345679"] == (16,)
    assert keys["AKFF1Y0E123456789"] == (16,)
    assert keys["ZAKFF1Y0E12345678"] == (1,)
    fewer = edit_keys(SERIAL, ANKER, substitutions=False)
    assert "AKFF1Y0E12345679" not in fewer and "KAFF1Y0E12345678" in fewer


def test_no_keys_for_a_novel():
    assert edit_keys("1" * 1000, ANKER) == {} == confusable_keys("1" * 1000, ANKER)


@given(st.text(alphabet=ANKER.alphabet, min_size=1, max_size=18), st.data())
def test_every_single_slip_is_found(serial, data):
    i = data.draw(st.integers(0, len(serial) - 1))
    c = data.draw(st.sampled_from(ANKER.alphabet))
    slips = {
        serial[:i] + serial[i + 1 :],
        serial[:i] + c + serial[i + 1 :],
        serial[:i] + c + serial[i:],
        serial[:i] + serial[i : i + 2][::-1] + serial[i + 2 :],
    } - {serial, ""}
    for slip in slips:
        assert serial in edit_keys(slip, ANKER)


def test_groups():
    assert groups_of_four(SERIAL) == "AKFF 1Y0E 1234 5678"
    assert groups_of_four("ABCDE") == "ABCD E"
