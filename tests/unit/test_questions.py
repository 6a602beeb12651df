"""The lines that teach how two things are asked in one message."""

from bot.conversations.common_questions import nearest_intent
from bot.nlu.questions import LINES, read_questions
from bot.nlu.report import NEAREST
from bot.nlu.several import NEVER_FURTHER


def test_lines_are_read_with_what_they_ask(tmp_path):
    (tmp_path / "a.yml").write_text("disposal+privacy: |\n  where to\n  and who\n\n  sees it\n")
    asked = ["disposal", "privacy"]
    assert read_questions(tmp_path) == {"where to": asked, "and who": asked, "sees it": asked}


def test_no_line_is_told_twice():
    told = [line for file in LINES.glob("*.yml") for line in file.read_text().splitlines()]
    lines = [line.strip() for line in told if line.startswith("  ")]
    assert len(lines) == len(read_questions(LINES)) > 0


def test_each_of_ours_asks_two_different_things_that_can_be_answered():
    for line, asked in read_questions(LINES).items():
        assert len(asked) == len(set(asked)) == 2, line
        assert not NEVER_FURTHER & set(asked), line
        assert not set(NEAREST) & set(asked), line
        assert asked == [nearest_intent(name) for name in asked], line
