"""What was cut by a crash is really run again: else nothing is shown by the tests with cuts."""

import pytest

from tests.conversations.conftest import Talk
from tests.cut_engine import CutEngine

pytestmark = pytest.mark.parametrize("engine", ["cut"], indirect=True)


async def test_what_was_cut_by_a_crash_is_really_run_again(
    claiming: Talk, engine: CutEngine
) -> None:
    before = engine.cuts
    await claiming.say("United States")
    assert engine.cuts > before
    assert (await claiming.claim()).details["country"] == "US"
