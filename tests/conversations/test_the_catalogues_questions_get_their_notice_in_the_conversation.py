"""What the search finds also reaches the customer: whatever such a question is taken for."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.recalls import load_recalls
from bot.settings import Settings
from bot.storage import Database
from tests.catalogue.dialogue import ask
from tests.catalogue.dump import EXPORT, NOT_THERE, dump_records, kept
from tests.conversations.conftest import Talk


@pytest_asyncio.fixture
async def catalogue(database: Database) -> AsyncIterator[None]:
    async with kept(database, dump_records()):
        yield


@pytest.mark.skipif(not EXPORT.exists(), reason=NOT_THERE)
# The engines understand alike; one of them is enough for so many questions.
@pytest.mark.parametrize("engine", ["embedded"], indirect=True)
async def test_nearly_every_question_gets_the_right_notice(talk: Talk, catalogue: None) -> None:
    found = await ask(talk, "b", load_recalls(Settings.from_env().recalls_dir))
    assert found.first >= 0.95 * found.questions, found.wrong
    assert found.none >= 0.93 * found.strangers and found.begun == 0, found.wrong
