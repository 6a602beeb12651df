"""Reading a firm's list of serials from a file."""

import gzip
from pathlib import Path

import pytest

from bot.recalls import ImportRefused, demo_serials, load_recall, read_serials

RECALL = load_recall(Path(__file__).parents[2] / "data" / "recalls" / "25-338.yml")
FORM = RECALL.serial
LISTED = demo_serials(RECALL)


def write(tmp_path, text, name="list.csv"):
    path = tmp_path / name
    data = text if isinstance(text, bytes) else text.encode()
    path.write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    return path


@pytest.mark.parametrize("name", ["list.txt", "list.csv", "list.txt.gz"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_plain_rows(tmp_path, name, end):
    found = read_serials(write(tmp_path, end.join(LISTED), name), FORM)
    assert list(found.serials) == LISTED
    assert (found.rows, found.rejected, found.doubles) == (1200, (), 0)


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_the_column_headed_serial(tmp_path, mark):
    text = mark.join(["Model", "Serial Number", "x"]) + "\n"
    text += "".join(mark.join(["A1263", f'"{s.lower()}"', "1"]) + "\n" for s in LISTED)
    assert list(read_serials(write(tmp_path, "\ufeff" + text), FORM).serials) == LISTED


def test_folded_doubles_comments_and_empty_rows(tmp_path):
    text = "# from the firm\n\nSN: AKFF 1Y0E 1234 5678\nakffiyoe12345678\n,,\n"
    found = read_serials(write(tmp_path, text), FORM)
    assert found.serials == ("AKFF1Y0E12345678",)
    assert (found.rows, found.doubles) == (2, 1)


def test_bad_rows_are_named_with_their_line(tmp_path):
    rows = [*LISTED[:400], "AKFF1Y0E1234", "AKFF1Y0E1234567?", *LISTED[400:], "***"]
    found = read_serials(write(tmp_path, "\n".join(rows)), FORM)
    assert len(found.serials) == 1200
    assert [row.line for row in found.rejected] == [401, 402, 1203]
    assert "12 characters instead of 16" in found.rejected[0].reason
    assert "at 16" in found.rejected[1].reason


def test_too_many_bad_rows_refuse_the_file(tmp_path):
    path = write(tmp_path, "\n".join([*LISTED[:99], "x", "y"]))
    with pytest.raises(ImportRefused, match="2 of 101 rows"):
        read_serials(path, FORM)
    assert len(read_serials(path, FORM, most_bad=0.02).serials) == 99


@pytest.mark.parametrize("text", ["", "serial\n", "\n\n", b"\xff\xfe\x00\x01", "PK\x03\x04\x00"])
def test_no_list_at_all(tmp_path, text):
    with pytest.raises(ImportRefused):
        read_serials(write(tmp_path, text), FORM)


def test_broken_gz(tmp_path):
    path = tmp_path / "list.csv.gz"
    path.write_bytes(gzip.compress("\n".join(LISTED).encode())[:-20])
    with pytest.raises(ImportRefused):
        read_serials(path, FORM)
    with pytest.raises(ImportRefused):
        read_serials(tmp_path / "none.csv", FORM)


def test_demo_serials():
    assert demo_serials(RECALL) == LISTED and len(set(LISTED)) == 1200
    assert "AKFF1Y0E12345678" in LISTED
    assert all(len(s) == 16 and not set(s) & set("OI") and s.isalnum() for s in LISTED)
    near = {s[:-1] for s in LISTED}
    assert len(near) == 1200
