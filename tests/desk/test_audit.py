"""The audit: only added to, and a row that was changed, taken out or put in is found."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
import sqlalchemy as sa

from bot.desk import Desk
from bot.desk.audit import Audit
from bot.storage.desk_tables import audit, audit_head


async def filled(desk: Desk, rows: int = 5) -> None:
    async with desk.database.write() as connection:
        for n in range(rows):
            await desk.audit.write(connection, "ana", "did", f"RC-{n}", n=n, text="ü=1")


async def without_triggers(desk: Desk, *statements: Any) -> None:
    """What somebody with the database's password could do."""
    async with desk.database.write() as connection:
        for name in ("audit_no_update", "audit_no_delete"):
            await connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")
        for statement in statements:
            await connection.execute(statement)


async def test_an_audit_as_it_was_written_is_in_order(desk: Desk) -> None:
    assert (await desk.audit.verify(desk.database)).broken_at is None
    await filled(desk)
    chain = await desk.audit.verify(desk.database)
    assert (chain.rows, chain.broken_at) == (5, None)
    assert len(chain.head) == 64
    # Only who has the service's key can write a chain that verifies.
    other = Audit("another-secret-" + "z" * 32)
    assert (await other.verify(desk.database)).broken_at == 1


third = audit.c.position == 3


@pytest.mark.parametrize(
    "tampering, found_at",
    [
        ([sa.update(audit).where(third).values(actor="eve")], 3),
        ([sa.update(audit).where(third).values(details={"n": 3})], 3),
        ([sa.update(audit).where(third).values(subject="RC-9")], 3),
        ([sa.update(audit).where(third).values(action="didn't")], 3),
        ([sa.update(audit).where(third).values(hash="0" * 64)], 3),
        ([sa.delete(audit).where(third)], 3),
        ([sa.delete(audit).where(audit.c.position == 1)], 1),
        ([sa.delete(audit).where(audit.c.position == 5)], 5),
        ([sa.delete(audit)], 1),
        ([sa.delete(audit_head)], 6),
    ],
)
async def test_a_changed_or_missing_row_is_found(
    desk: Desk, tampering: list[Any], found_at: int
) -> None:
    await filled(desk)
    await without_triggers(desk, *tampering)
    assert (await desk.audit.verify(desk.database)).broken_at == found_at


@pytest.mark.parametrize("change", [sa.update(audit).values(actor="eve"), sa.delete(audit)])
async def test_the_database_itself_refuses_to_change_a_row(desk: Desk, change: Any) -> None:
    await filled(desk)
    with pytest.raises(Exception, match="only added to"):
        async with desk.database.write() as connection:
            await connection.execute(change)
    assert (await desk.audit.verify(desk.database)).rows == 5


async def test_a_change_that_is_rolled_back_leaves_no_row(desk: Desk) -> None:
    async def cut_off() -> None:
        async with desk.database.write() as connection:
            await desk.audit.write(connection, "ana", "did")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await cut_off()
    assert (await desk.audit.verify(desk.database)).rows == 0


async def test_an_auditor_reads_checks_and_exports(members: Any, desk: Desk) -> None:
    await filled(desk, 130)
    one = await members("Auda", "auditor")
    page = (await one.get("/desk/audit")).raw.decode()
    assert "RC-129" in page and "RC-20<" not in page and "Older rows" in page
    assert "RC-7<" in (await one.get("/desk/audit?subject=RC-7")).raw.decode()
    answer = await one.post("/desk/audit/verify")
    assert b"rows are as they were written" in answer.raw
    table = list(csv.reader(io.StringIO((await one.get("/desk/audit.csv")).raw.decode())))
    assert table[0][:3] == ["position", "at", "who"]
    assert len(table) > 130
    assert {"signed in", "audit exported", "audit checked"} <= {row[3] for row in table}
    await without_triggers(desk, sa.update(audit).where(third).values(actor="eve"))
    answer = await one.post("/desk/audit/verify")
    assert b"Row 3 is not as it was written" in answer.raw
