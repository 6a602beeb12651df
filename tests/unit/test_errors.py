"""What is logged of an error: one line that nobody outside can write into."""

from __future__ import annotations

import io
import logging
from itertools import product

from bot.errors import describe

# What ends a line somewhere, or moves the cursor of a terminal, ...
BREAKS = (
    "\n", "\r", "\r\n", "\n\n", "\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x1c", "\x1d", "\x1e",
    "\0", "\x08", "\x1b[2K\r", "\x1b[1A", "\x1b[31m", "\x1b]0;title\x07", "\x9b2J", "\u202e",
    "%0d%0a", "\\n", "&#10;", "\ud800", "\x7f",
)  # fmt: skip
# ... and what is then to look like a line of ours, or to be in the log at all.
FORGED = (
    "2026-11-30 12:00:00 ERROR bot.serve: stopped", "WARNING bot.web: all is well", "INFO x", "{}",
    '{"level": "error"}', "%s %d", "Jane Porter, 12 Elm Street", "jane@example.com",
    "AKFF1Y0E12345678", "+1 555 0100", "<script>1</script>", "${jndi:ldap://evil.example.com}",
    "' OR 1=1 --", "../../etc/passwd", "RC-3333-3333-3333", "Traceback (most recent call last):",
    "$(reboot)", "`id`", "\t", " ",
)  # fmt: skip
HOSTILE = ["a" + "".join(parts) + "b" for parts in product(BREAKS, FORGED)]


def raised(text: str, number: int) -> BaseException:
    """An error of one of some kinds, with this text in it and in its cause."""
    kinds = (ValueError, KeyError, RuntimeError, OSError, UnicodeError)
    try:
        try:
            raise kinds[number % len(kinds)](text)
        except Exception as cause:
            if number % 2:
                raise
            raise LookupError(text, {text: text}) from cause
    except Exception as error:
        return error


def test_no_hostile_text_forges_a_line_of_the_log() -> None:
    assert len(set(HOSTILE)) >= 500
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(logging.Formatter("%(levelname)s %(name)s: %(message)s"))
    logger = logging.getLogger("tests.hostile")
    logger.propagate = False
    logger.addHandler(handler)
    try:
        for number, text in enumerate(HOSTILE):
            logger.error("a turn failed: %s", describe(raised(text, number)))
    finally:
        logger.removeHandler(handler)
        logger.propagate = True
    lines = out.getvalue().splitlines()  # also at U+2028 and its like
    assert len(lines) == len(HOSTILE)
    for line in lines:
        assert line.isascii() and line.isprintable()
        assert line.startswith("ERROR tests.hostile: a turn failed: ")
        assert line.endswith(" in raised")


def test_of_an_error_nothing_is_logged_that_a_customer_wrote() -> None:
    for number, text in enumerate(HOSTILE):
        assert text not in describe(raised(text, number))
