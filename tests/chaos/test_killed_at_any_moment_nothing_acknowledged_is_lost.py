"""SIGKILL at random moments of scripted conversations, again and again."""

from __future__ import annotations

import asyncio
import os
import random

import aiohttp

from bot.storage import Database
from tests.chaos.conftest import ColdService, Service, WarmService
from tests.chaos.customers import SAID, SCRIPT, Customer, check_promises, plain

# A turn takes some 50 ms here: a kill falls before, into or after it.
LATEST_KILL_SECONDS = 0.12
CUSTOMERS = 4


async def test_a_hundred_kills_lose_nothing(warm_service: WarmService, long_run: bool) -> None:
    """At each step of a claim; RECALL_KILLS asks for another number of them."""
    wanted = int(os.environ.get("RECALL_KILLS") or (500 if long_run else 100))
    kills, resent = await _storm(warm_service, kills=wanted, seed=1)
    print(f"{kills} kills, {resent} requests sent again: nothing lost, nothing doubled")
    assert kills >= 100


async def test_ten_restarts_of_everything_lose_nothing(
    cold_service: ColdService, long_run: bool
) -> None:
    kills, resent = await _storm(cold_service, kills=50 if long_run else 10, seed=2)
    print(f"{kills} full restarts, {resent} requests sent again: nothing lost, nothing doubled")
    assert kills >= 10


async def _storm(service: Service, kills: int, seed: int) -> tuple[int, int]:
    """Conversations one set after the other, until the service was killed often enough."""
    chance = random.Random(seed)
    timeout = aiohttp.ClientTimeout(total=20)
    done = resent = 0
    hit: set[int] = set()
    database = Database(service.database_url)
    await service.start()  # type: ignore[attr-defined]
    await service.until_ready()
    async with aiohttp.ClientSession(timeout=timeout) as session:
        calm = Customer(service.url, database)
        await _talk(session, calm)
        reference = {key: plain(answer, calm) for key, answer in calm.answers.items()}
        finished = [calm]
        while done < kills:
            customers = [Customer(service.url, database) for _ in range(CUSTOMERS)]
            for customer in customers:
                await customer.begin(session)
            for number in range(len(SCRIPT)):
                steps = [
                    asyncio.create_task(customer.step(session, number)) for customer in customers
                ]
                # Nothing of the service's is under way while the firm decides.
                if done < kills and number in SAID:
                    hit.add(number)
                    # The moment of the kill is chance on purpose; nothing waits for a clock.
                    await asyncio.sleep(chance.uniform(0, LATEST_KILL_SECONDS * CUSTOMERS))
                    service.kill()
                    done += 1
                    await service.start()  # type: ignore[attr-defined]
                await asyncio.gather(*steps)
            resent += sum(customer.resent for customer in customers)
            finished += customers
    service.kill()
    try:
        numbers = {
            (await check_promises(customer, database, reference)).number for customer in finished
        }
    finally:
        await database.close()
    assert len(numbers) == len(finished)
    # One at each step, as far as they go.
    assert hit == set(SAID[:kills]), "no kill fell on some step"
    assert resent > 0, "no kill fell into a turn: the test has shown nothing"
    return done, resent


async def _talk(session: aiohttp.ClientSession, customer: Customer) -> None:
    await customer.begin(session)
    for number in range(len(SCRIPT)):
        await customer.step(session, number)
