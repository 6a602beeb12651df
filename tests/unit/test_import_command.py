"""`recall-assistant recalls import-serials`: what it loads, what it says, and what then decides."""

import io
import json
import os
import subprocess
import sys
from datetime import date, datetime, timedelta

import pytest
from click.testing import CliRunner

from bot.cli import main
from bot.cli.list_date import date_of
from bot.cli.progress import shown_progress

LISTED, ALSO, NEW = "AKFF1Y0E12345678", "AKFF1Y0E12345679", "AKFF1Y0E99999999"
NOT_ONE = "AKFF9Y9W77777777"


@pytest.fixture
def command(tmp_path, monkeypatch):
    monkeypatch.setenv("RECALL_DATA_DIR", str(tmp_path))
    monkeypatch.delenv("RECALL_DATABASE_URL", raising=False)

    def call(*words):
        return CliRunner().invoke(main, words)

    return call


@pytest.fixture
def load(command, tmp_path):
    def call(rows, *options):
        file = tmp_path / "serials.csv"
        file.write_text("\n".join(rows) + "\n")
        return command("recalls", "import-serials", "25-338", str(file), *options)

    return call


def verdict(command, serial):
    told = json.loads(command("check", "--model", "A1263", "--serial", serial, "--json").stdout)
    return told["verdict"]


def test_a_list_decides_and_says_what_changed(command, load):
    assert "2 serials" in load([LISTED, ALSO]).output
    assert verdict(command, LISTED) == "affected"
    words = (sys.executable, "-m", "bot.cli", "recalls", "import-serials", "25-338", "-")
    rows = f"{LISTED}\n{NEW}\n"
    done = subprocess.run(words, input=rows, capture_output=True, text=True, check=True)
    assert "1 added, 1 removed since list 1" in done.stdout
    assert (verdict(command, NEW), verdict(command, LISTED)) == ("affected", "affected")
    assert verdict(command, NOT_ONE) == "not_listed"


def test_a_rejected_row_is_named_and_its_list_clears_no_unit(command, load, tmp_path):
    rows = [LISTED, "AKFF 1Y0E (torn off)", ALSO]
    refused = load(rows)
    assert refused.exit_code != 0 and "1 of 3 rows are no serials" in refused.output
    done = load(rows, "--most-bad", "0.5")
    assert done.exit_code == 0, done.output
    assert "1 rows were rejected" in done.output and "not complete" in done.output
    assert "--complete" in done.output
    (line, *more) = (tmp_path / "rejected-25-338.csv").read_text().splitlines()[1:]
    assert line.startswith("2,") and "torn off" in line and not more
    assert verdict(command, LISTED) == "affected"
    assert verdict(command, NOT_ONE) == "possibly_affected"


def test_who_knows_the_rejected_rows_may_call_it_complete(command, load, tmp_path):
    elsewhere = tmp_path / "bad.csv"
    rows = [LISTED, "* end of file *"]
    done = load(rows, "--most-bad", "0.5", "--complete", "--rejected", str(elsewhere))
    assert done.exit_code == 0 and "not complete" not in done.output
    assert "end of file" in elsewhere.read_text()
    assert verdict(command, NOT_ONE) == "not_listed"


def test_a_list_that_lacks_many_serials_clears_nobody_unless_it_is_called_complete(command, load):
    rows = [f"AKFF1Y0E000{i:05}" for i in range(10, 110)]
    assert load(rows).exit_code == 0
    done = load(rows[:94])
    assert done.exit_code == 0 and "0 added, 6 removed since list 1" in done.output
    assert "6 of the 100 serials" in done.output and "--complete" in done.output
    assert verdict(command, rows[0]) == "affected"
    assert verdict(command, NOT_ONE) == "possibly_affected"
    done = load([rows[0], *rows[95:]], "--complete")
    assert "5 added, 93 removed since list 2" in done.output and "--complete" not in done.output
    assert verdict(command, NOT_ONE) == "not_listed"
    rows = rows[:1] + rows[95:]
    assert "0 added, 0 removed" in load(rows).output
    assert verdict(command, NOT_ONE) == "not_listed"


def test_a_cut_off_list_loaded_twice_clears_nobody(command, load):
    rows = [f"AKFF1Y0E000{i:05}" for i in range(10, 110)]
    for part, complete in ((rows, True), (rows[:50], False), (rows[:50], False)):
        assert ("not complete" not in load(part).output) is complete
    assert verdict(command, rows[99]) == "possibly_affected"


def test_however_often_a_cut_off_list_is_loaded_the_whole_one_is_kept_beside_it(command, load):
    rows = [f"AKFF1Y0E000{i:05}" for i in range(10, 110)]
    load(rows)
    for _ in range(7):
        assert "not complete" in load(rows[:50]).output
    assert "list 1 " in command("recalls", "versions", "25-338").output
    assert command("recalls", "rollback", "25-338", "1").exit_code == 0
    assert verdict(command, rows[99]) == "affected"


def test_a_list_that_lacks_many_serials_is_gone_back_to_only_where_that_is_said(command, load):
    rows = [f"AKFF1Y0E000{i:05}" for i in range(10, 110)]
    load(rows[:50])
    load(rows)
    refused = command("recalls", "rollback", "25-338", "1")
    assert refused.exit_code == 1 and "50 of the 100 serials of list 2" in refused.output
    assert "--shrinks" in refused.output and verdict(command, rows[99]) == "affected"
    assert command("recalls", "rollback", "25-338", "1", "--shrinks").exit_code == 0
    assert verdict(command, rows[99]) == "not_listed"


def test_an_undated_list_is_of_the_day_its_file_was_last_changed(command, tmp_path):
    file = tmp_path / "old.csv"
    file.write_text(LISTED)
    changed = datetime.now() - timedelta(days=10)
    os.utime(file, (changed.timestamp(), changed.timestamp()))
    told = command("recalls", "import-serials", "25-338", str(file)).output
    assert f"Dated {changed.date()}, the day its file was last changed" in told
    assert f"A list of {changed.date()} clears no unit" in told
    assert verdict(command, NOT_ONE) == "possibly_affected"
    told = command("recalls", "import-serials", "25-338", str(file), "--dated", str(date.today()))
    assert "Dated" not in told.output and "clears no unit" not in told.output
    assert verdict(command, NOT_ONE) == "not_listed"


def test_what_comes_through_a_pipe_is_of_today_and_says_so(tmp_path):
    today = date(2026, 11, 20)
    assert date_of(io.BytesIO(), today)[0] == today
    reader, writer = os.pipe()
    with open(reader, "rb") as pipe, open(writer, "wb"):
        assert date_of(pipe, today) == (today, "today, as nothing else is known")


def test_of_what_has_no_length_the_rows_read_are_shown(monkeypatch):
    terminal = io.StringIO()
    monkeypatch.setattr(terminal, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stderr", terminal)
    rows = [str(n) for n in range(45_000)]
    assert list(shown_progress(rows, io.BytesIO())) == rows
    assert terminal.getvalue() == "\rLoading: 20,000 serials\rLoading: 40,000 serials\n"


def test_a_list_that_is_not_whole_is_refused_where_its_number_is_known(command, load):
    refused = load(["SN", LISTED, ALSO], "--expect", "3")
    assert refused.exit_code == 1 and "2 rows with serials instead of 3" in refused.output
    assert command("recalls", "versions", "25-338").output == ""
    assert load(["SN", LISTED, ALSO], "--expect", "2").exit_code == 0


def test_a_list_that_no_rule_asks_is_refused_with_what_to_do(command, tmp_path):
    file = tmp_path / "list.csv"
    file.write_text("SN\nGK2555555\n")
    refused = command("recalls", "import-serials", "25-304", str(file))
    assert refused.exit_code == 1 and "`kind: serial_list`" in refused.output
    assert command("recalls", "versions", "25-304").output == ""


def test_both_at_once_are_refused(load):
    refused = load([LISTED], "--incomplete", "--complete")
    assert refused.exit_code == 2 and "contradict" in refused.output


def test_a_list_said_to_be_incomplete_clears_no_unit(command, load):
    assert load([LISTED], "--incomplete").exit_code == 0
    assert verdict(command, NOT_ONE) == "possibly_affected"
