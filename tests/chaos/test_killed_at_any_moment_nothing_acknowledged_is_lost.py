"""SIGKILL at random moments of scripted conversations, again and again."""

from __future__ import annotations

import asyncio
import os
import random
import time

import aiohttp

from bot.storage import Database
from tests.chaos.conftest import ColdService, Service, WarmService
from tests.chaos.customers import SAID, SCRIPT, Customer, check_promises, plain

CUSTOMERS = 4
# The part of the kills that must have fallen while somebody waited for an answer. More than half
# do; but ten are few.
LEAST_IN_FLIGHT = 0.1
# A photo comes, the claim is filed, its disposal is confirmed.
MUST_BE_HIT = {
    SCRIPT.index("(photo 1)"),
    SCRIPT.index("change my e-mail to porter@example.com") + 1,
    SCRIPT.index("the household hazardous waste site in Denver"),
}


async def test_a_hundred_kills_lose_nothing(warm_service: WarmService, long_run: bool) -> None:
    """At each step of a claim; RECALL_KILLS asks for another number of them."""
    wanted = int(os.environ.get("RECALL_KILLS") or (500 if long_run else 100))
    kills = await _storm(warm_service, kills=wanted, seed=1)
    assert kills >= 100


async def test_ten_restarts_of_everything_lose_nothing(
    cold_service: ColdService, long_run: bool
) -> None:
    """Spread over the whole script: a start takes too long for one at each step."""
    kills = await _storm(cold_service, kills=50 if long_run else 10, seed=2)
    assert kills >= 10


async def _storm(service: Service, kills: int, seed: int) -> int:
    """Conversations one set after the other, until the service was killed often enough."""
    chance = random.Random(seed)
    # Every step, or the last one of each of so many parts of the script.
    parts = min(kills, len(SAID))
    deadly = {SAID[part * len(SAID) // parts - 1] for part in range(1, parts + 1)}
    assert deadly >= MUST_BE_HIT
    timeout = aiohttp.ClientTimeout(total=20)
    done = in_flight = resent = trusted = 0
    hit: set[int] = set()
    database = Database(service.database_url)
    await service.start()  # type: ignore[attr-defined]
    await service.until_ready()
    async with aiohttp.ClientSession(timeout=timeout) as session:
        calm = Customer(service.url, database)
        seconds = await _talk(session, calm)
        reference = {key: plain(answer, calm) for key, answer in calm.answers.items()}
        finished = [calm]
        while done < kills:
            customers = [Customer(service.url, database, i % 2 == 1) for i in range(CUSTOMERS)]
            for customer in customers:
                await customer.begin(session)
            for number in range(len(SCRIPT)):
                steps = [
                    asyncio.create_task(customer.step(session, number)) for customer in customers
                ]
                # Nothing of the service's is under way while the firm decides.
                if done < kills and number in deadly:
                    hit.add(number)
                    # The moment of the kill is chance on purpose; nothing waits for a clock. It
                    # falls before, into or after the turns, that are run one after the other.
                    await asyncio.sleep(chance.uniform(0, seconds[number] * CUSTOMERS))
                    in_flight += any(customer.waits for customer in customers)
                    service.kill()
                    done += 1
                    await service.start()  # type: ignore[attr-defined]
                await asyncio.gather(*steps)
            resent += sum(customer.resent for customer in customers)
            trusted += sum(customer.trusted for customer in customers)
            finished += customers
    service.kill()
    try:
        numbers = {
            (await check_promises(customer, database, reference)).number for customer in finished
        }
    finally:
        await database.close()
    assert len(numbers) == len(finished)
    assert hit == deadly, "no kill fell on some step"
    print(
        f"{done} kills at {len(hit)} steps, {in_flight} while a request was under way, "
        f"{resent} requests sent again, {trusted} answered after the kill without that: "
        "nothing lost, nothing doubled"
    )
    assert trusted, "no message was stored when its answer was cut off"
    assert in_flight >= done * LEAST_IN_FLIGHT, "few kills fell into a turn: little was shown"
    return done


async def _talk(session: aiohttp.ClientSession, customer: Customer) -> list[float]:
    """A conversation that nothing disturbs; the seconds of each step on this machine."""
    await customer.begin(session)
    seconds = []
    for number in range(len(SCRIPT)):
        began = time.monotonic()
        await customer.step(session, number)
        seconds.append(time.monotonic() - began)
    return seconds
