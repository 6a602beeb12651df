"""Reading a firm's list of serials from a file."""

import gzip
import io
import tracemalloc
import zipfile
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from bot.recalls import demo_serials, load_recall
from bot.recalls.import_file import ImportRefused, SerialRows

RECALL = load_recall(Path(__file__).parents[2] / "data" / "recalls" / "25-338.yml")
FORM = RECALL.serial
LISTED = demo_serials(RECALL)


class Unseekable(io.RawIOBase):
    """Standard input, as a pipe gives it."""

    def __init__(self, data):
        self._data = io.BytesIO(data)

    def readable(self):
        return True

    def readinto(self, buffer):
        return self._data.readinto(buffer)


def read(data, *, packed=False, most_bad=0.01, pipe=False, form=FORM):
    """(serials, rejected rows, the reader) of a text or of bytes."""
    data = data if isinstance(data, bytes) else data.encode()
    data = gzip.compress(data) if packed else data
    rejected = []
    file = Unseekable(data) if pipe else io.BufferedReader(io.BytesIO(data))
    rows = SerialRows(file, "list", form, most_bad=most_bad, rejected=rejected.append)
    return list(rows), rejected, rows


def workbook(rows, **more):
    """Its only sheet, or more of them by name."""
    book = openpyxl.Workbook()
    sheets = [book.active, *map(book.create_sheet, more)]
    for sheet, content in zip(sheets, [rows, *more.values()]):
        for row in content:
            sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize("pipe", [False, True])
@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_plain_rows(packed, end, pipe):
    serials, rejected, rows = read(end.join(LISTED), packed=packed, pipe=pipe)
    assert serials == LISTED
    assert (rows.rows, rejected) == (1200, [])


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_the_column_headed_serial(mark):
    text = mark.join(["Model", "Serial Number", "x"]) + "\n"
    text += "".join(mark.join(["A1263", f'"{s.lower()}"', "1"]) + "\n" for s in LISTED)
    assert read("\ufeff" + text)[0] == LISTED


@pytest.mark.parametrize("pipe", [False, True])
def test_a_workbook(pipe):
    rows = [["Model", "SN"], *(["A1263", s] for s in LISTED[:400]), ["A1263", None], ["A1263", 12]]
    serials, rejected, _ = read(workbook(rows), pipe=pipe)
    assert serials == LISTED[:400]
    assert [(row.line, row.text) for row in rejected] == [(402, ""), (403, "12")]


def test_folded_comments_and_empty_rows():
    text = "# from the firm\n\nSN: AKFF 1Y0E 1234 5678\nakffiyoe12345678\n,,\n"
    serials, _, rows = read(text)
    assert set(serials) == {"AKFF1Y0E12345678"}
    assert rows.rows == 2


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("empty", ["", "  ", ",,", ";", "\t"])
def test_an_empty_row_between_others_is_rejected_and_below_them_it_is_not(empty, end):
    rows = ["", "Serial", LISTED[0], empty, empty, "# more", empty, LISTED[1], empty, empty, ""]
    serials, rejected, read_rows = read(end.join(rows))
    assert serials == LISTED[:2]
    assert [(row.line, row.reason, row.text) for row in rejected] == [
        (line, "an empty row", "") for line in (4, 5, 7)
    ]
    assert (read_rows.rows, read_rows.bad) == (2, 0)


def test_an_empty_row_of_a_workbook_is_rejected_too():
    rows = [["Model", "SN"], ["A1263", LISTED[0]], [None, None], ["A1263", LISTED[1]], [None]]
    serials, rejected, _ = read(workbook(rows))
    assert serials == LISTED[:2]
    assert [(row.line, row.reason) for row in rejected] == [(3, "an empty row")]


def test_bad_rows_are_named_with_their_line():
    rows = [*LISTED[:400], "AKFF1Y0E1234", "AKFF1Y0E1234567?", *LISTED[400:], "***"]
    serials, rejected, read_rows = read("\n".join(rows))
    assert len(serials) == 1200 and read_rows.bad == 3
    assert [row.line for row in rejected] == [401, 402, 1203]
    assert "12 characters instead of 16" in rejected[0].reason
    assert "at 16" in rejected[1].reason
    assert rejected[2].text == "***"


def test_too_many_bad_rows_refuse_the_file():
    text = "\n".join([*LISTED[:99], "x", "y"])
    with pytest.raises(ImportRefused, match="2 of 101 rows"):
        read(text)
    assert len(read(text, most_bad=0.02)[0]) == 99


@pytest.mark.parametrize(
    "data",
    [
        "", "serial\n", "\n\n", b"\xff\xfe\x00\x01", b"PK\x03\x04\x00", "x" * 300_000,
        workbook([]), workbook([["serial"]]), workbook([["A1263"]])[:-30],
        gzip.compress("\n".join(LISTED).encode())[:-20], b"\x1f\x8b\x00\x00",
    ],
    ids=range(11),
)  # fmt: skip
def test_no_list_at_all(data):
    with pytest.raises(ImportRefused):
        read(data)


def test_a_workbook_that_unpacks_without_end_or_claims_to_be_huge():
    bomb = io.BytesIO(workbook([["A"]]))
    with zipfile.ZipFile(bomb, "a", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/worksheets/sheet2.xml", b"A" * 30_000_000)
    with pytest.raises(ImportRefused, match="unpacks to 30000000 bytes"):
        read(bomb.getvalue())
    # One cell far to the right makes a sheet of 16,000 columns.
    book = openpyxl.load_workbook(io.BytesIO(workbook([[serial] for serial in LISTED])))
    book.active["XFD1"] = "x"
    wide = io.BytesIO()
    book.save(wide)
    assert read(wide.getvalue())[0] == LISTED


def test_what_is_no_utf8_is_said_with_what_to_do():
    for data in ("s\u00e9rie\n".encode("latin-1"), "\n".join(LISTED).encode("utf-16-le")):
        with pytest.raises(ImportRefused, match="save it as CSV UTF-8"):
            read(data)


def test_a_long_file_is_not_held_in_memory():
    data = "\n".join(LISTED * 200).encode()
    rows = SerialRows(io.BufferedReader(io.BytesIO(data)), "list", FORM)
    tracemalloc.start()
    assert sum(1 for _ in rows) == 240_000
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2_000_000


def test_demo_serials():
    assert demo_serials(RECALL) == LISTED and len(set(LISTED)) == 1200
    assert "AKFF1Y0E12345678" in LISTED
    assert all(len(s) == 16 and not set(s) & set("OI") and s.isalnum() for s in LISTED)
    near = {s[:-1] for s in LISTED}
    assert len(near) == 1200


def test_no_rejected_row_becomes_a_formula_in_the_table_of_them(tmp_path):
    from bot.recalls.rejected_file import RejectedFile

    text = LISTED[0] + '\n"=HYPERLINK(""http://x.example"")"\n'
    _, rejected, _ = read(text, most_bad=1.0)
    with RejectedFile(tmp_path / "rejected.csv") as table:
        for row in rejected:
            table.write(row)
    assert "'=HYPERLINK" in (tmp_path / "rejected.csv").read_text()


# --- nothing is passed over: what is not read is "not listed" later ----------------------------

UNKNOWN_FORM = load_recall(Path(__file__).parents[2] / "data" / "recalls" / "25-466.yml").serial
HUNDRED = LISTED[:100]


@pytest.mark.parametrize(
    "heading",
    ["Serial No.", "SERIAL NO", "Serial #", "Serial Numbers", "Serials", "S/N Code", "S/N:", "SNs",
     "serial-number", "Product Serial Number", "Número de serie", "N.º de serie",
     '"Serial\nNumber"'],
)  # fmt: skip
@pytest.mark.parametrize("form", [FORM, UNKNOWN_FORM])
def test_a_heading_is_known_in_its_usual_writings(heading, form):
    for before, row in (("", "{}"), ("Model,", "A1257,{}"), ("#,", "1,{}"), ("No.,", "1,{}")):
        rows = [before + heading, *(row.format(serial) for serial in HUNDRED)]
        serials, rejected, _ = read("\n".join(rows), form=form)
        assert (serials, rejected) == (HUNDRED, []), before


@pytest.mark.parametrize("form", [FORM, UNKNOWN_FORM])
def test_titles_above_the_heading_are_no_serials(form):
    rows = ["Recalled units A1257", "Serial numbers", "", "Model,Serial", *HUNDRED]
    rows[4:] = [f"A1257,{serial}" for serial in HUNDRED]
    assert read("\n".join(rows), form=form)[:2] == (HUNDRED, [])


def test_a_serial_above_the_heading_is_no_title():
    with pytest.raises(ImportRefused, match=r"line 2 stands above the heading in line 3"):
        read("\n".join(["Units", LISTED[0], "Serial", LISTED[1]]))


@pytest.mark.parametrize(
    ("first", "sentence"),
    [("Serial,Serial", "several columns"), ("Serial,Serial to", "several columns"),
     ("S/N,Serial Number,Model", "several columns"), ("Model,Code", 'write "serial"'),
     ("Serial from,Until", 'write "serial"')],
)  # fmt: skip
def test_columns_that_are_not_certain_are_refused_with_what_to_do(first, sentence):
    rows = [f"{a},{b}" for a, b in zip(LISTED[:50], LISTED[50:100])]
    with pytest.raises(ImportRefused, match=f"line 1 .*{sentence}"):
        read("\n".join([first, *rows]))


@pytest.mark.parametrize("form", [FORM, UNKNOWN_FORM])
@pytest.mark.parametrize(
    ("heading", "row"),
    [("Model,SN", "A1263,{},{}"), ("SN", "{},{}"), ("SN,to", "{},{}"), ("SN,Model", "{},{}"),
     ("", "{},{}"), ("", "{} {}"), ("SN", "{} {}"), ("", "{}-{}"), ("", "{} to {}")],
)  # fmt: skip
def test_a_row_with_two_serials_or_a_range_is_rejected(heading, row, form):
    one = "A1263,{}" if heading == "Model,SN" else "{}"
    rows = [heading, *(one.format(serial) for serial in LISTED[:300])]
    rows[151:151] = [row.format(*LISTED[300:302])]
    serials, rejected, reader = read("\n".join(rows), form=form)
    assert (serials, reader.bad) == (LISTED[:300], 1)
    assert [found.line for found in rejected] == [152]


@pytest.mark.parametrize(
    "text", ["GK2309880-9999", "GK23 to GK29", "12345678-12349999", "GK2309880 – GK2309999",
             "GK2309880..GK2309999", "GK230988 GK230999 GK231000"],
)  # fmt: skip
def test_a_range_is_seen_where_no_length_is_known(text):
    _, [found], _ = read("\n".join([*HUNDRED, text]), form=UNKNOWN_FORM)
    assert "range" in found.reason


@pytest.mark.parametrize("text", ["AB1234 AC12345", "GK2309880/01234", "AB1234, AC12345, AD123456"])
def test_serials_of_several_lengths_in_one_cell_are_seen_where_no_length_is_known(text):
    _, [found], _ = read("\n".join([*HUNDRED, f'"{text}"']), form=UNKNOWN_FORM)
    assert "several serials" in found.reason


@pytest.mark.parametrize(
    "text", ["AKFF 1Y0E 1234 5678", "SN: AKFF1Y0E12345678", "12-3456-78", "AK1 1Y0E 123456"]
)
def test_groups_of_one_serial_are_no_range(text):
    assert read(text, form=UNKNOWN_FORM)[1] == []


@pytest.mark.parametrize("form", [FORM, UNKNOWN_FORM])
@pytest.mark.parametrize("heading", ["SN", "Model,SN", ""])
def test_a_quote_that_is_not_closed_swallows_no_rows(heading, form):
    before = "A1263," if heading == "Model,SN" else ""
    rows = [heading, *(f"{before}{serial}" for serial in LISTED[:300])]
    rows[150], rows[152] = f'"{rows[150]}', f'"{rows[152]}'
    serials, rejected, reader = read("\n".join(rows), form=form, most_bad=0.02)
    assert reader.rows == 300 and reader.bad == len(rejected)
    assert [found.line for found in rejected[:2]] == [151, 152]
    assert len(serials) == 300 - reader.bad


def test_a_title_with_a_quote_left_open_hides_no_serial():
    with pytest.raises(ImportRefused, match="line 1 stands above the heading"):
        read("\n".join(['"Units', f"A1263,{LISTED[0]}", 'and more"', "Serial", LISTED[1]]))


def test_a_second_table_below_the_first_is_not_misread():
    rows = [
        "Serial,Model",
        *(f"{serial},A1257" for serial in HUNDRED),
        "Model,Serial",
        "A1257,GK12",
    ]
    with pytest.raises(ImportRefused, match="line 102 is another heading"):
        read("\n".join(rows), form=UNKNOWN_FORM)


@pytest.mark.parametrize("form", [FORM, UNKNOWN_FORM])
def test_a_unit_whose_serial_is_not_given_is_a_rejected_row(form):
    rows = ["Model,Serial", *(f"A1257,{serial}" for serial in HUNDRED), "A1257,UNKNOWN"]
    assert [row.line for row in read("\n".join(rows), form=form)[1]] == [102]


def test_codes_too_short_are_rejected_where_no_length_is_known():
    _, [found], _ = read("\n".join([*HUNDRED, "123"]), form=UNKNOWN_FORM)
    assert (found.line, found.reason) == (101, "fewer than 4 characters")


@pytest.mark.parametrize("form", [FORM, UNKNOWN_FORM])
def test_a_serial_behind_a_hash_is_no_comment(form):
    assert read(f"# from the firm\n#{LISTED[0]}\n#\n", form=form)[0] == LISTED[:1]


def test_a_workbook_of_several_sheets_is_refused_by_their_names():
    sheets = [["SN"], *([serial] for serial in HUNDRED)]
    with pytest.raises(ImportRefused, match=r"several sheets .*“Sheet”, “More”"):
        read(workbook(sheets, More=sheets))
    assert read(workbook(sheets, Empty=[[], [None]]))[0] == HUNDRED


@pytest.mark.parametrize(
    ("form", "value", "kept"),
    [(FORM, 1234567890123456, False), (UNKNOWN_FORM, 1234567890123456, False),
     (UNKNOWN_FORM, 1234567, False), (UNKNOWN_FORM, 12.5, False),
     (UNKNOWN_FORM, datetime(2025, 6, 12), False), (UNKNOWN_FORM, "1234567", True)],
)  # fmt: skip
def test_numbers_of_a_workbook_may_have_lost_digits(form, value, kept):
    rows = [["Model", "SN"], *(["A1263", serial] for serial in HUNDRED), ["A1263", value]]
    serials, rejected, _ = read(workbook(rows), form=form)
    assert (serials == [*HUNDRED, value], [row.line for row in rejected]) == (
        (True, []) if kept else (False, [102])
    )
