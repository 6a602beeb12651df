"""What is kept of a customer is exported and deleted at the desk, by leads only."""

from __future__ import annotations

import json
from typing import Any

from bot.desk import Desk
from tests.desk.helpers import filed, talk


async def test_a_lead_exports_and_deletes_and_the_audit_says_so(members: Any, desk: Desk) -> None:
    claim = await filed(desk)
    data = f"/desk/conversations/{claim.conversation}/data"
    agent, lead = await members("Ana", "agent"), await members("Lea", "lead")
    assert (await agent.get(data)).status == 403
    assert data not in (await agent.get(f"/desk/claims/{claim.number}")).raw.decode()
    for page in (f"/desk/claims/{claim.number}", f"/desk/conversations/{claim.conversation}"):
        assert data in (await lead.get(page)).raw.decode()
    answer = await lead.get(f"{data}.json")
    assert "attachment" in answer.headers["Content-Disposition"]
    assert json.loads(answer.raw)["claims"][0]["details"]["name"] == "Jane Porter"

    # While the claim is in work its data is needed.
    assert claim.number in (await lead.get(data)).raw.decode()
    refused = await lead.post(f"{data}/erase", reason="asked", sure="on")
    assert (refused.status, b"Nothing was deleted" in refused.raw) == (409, True)
    await desk.claims.move(claim.number, "rejected", "firm", "not ours", by="Lea")
    for form in ({"reason": "asked"}, {"sure": "on"}, {"reason": "Jane", "sure": "on"}):
        assert (await lead.post(f"{data}/erase", **form)).status == 400
    answer = await lead.post(f"{data}/erase", reason="asked", sure="on")
    assert (answer.status, answer.headers["Location"]) == (303, f"{data}?erased")
    assert b"is deleted" in (await lead.get(f"{data}?erased")).raw
    kept = await desk.claims.get(claim.number)
    assert (kept.state, kept.details) == ("rejected", {})
    assert await desk.transcript.since(claim.conversation, 0, 10) == []
    entries = await desk.audit.latest(desk.database, subject=claim.conversation)
    told = [(e.action, e.details) for e in entries if e.action.startswith("data")]
    assert told == [("data erased", {"reason": "asked"}), ("data exported", {})]


async def test_of_no_conversation_nothing_is_shown(members: Any, desk: Desk) -> None:
    await talk(desk, "hello")
    lead = await members("Lea", "lead")
    for path in ("data", "data.json"):
        assert (await lead.get(f"/desk/conversations/nobody/{path}")).status == 404
