"""Claims at the desk: what speaks against approving, moving one on, moving many."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa

from bot.claims.claim import ClaimedUnit
from bot.claims.notices import mail_words
from bot.claims.search import find_claims
from bot.conversations import Inbound, Reply
from bot.conversations.handover import STOPPED, UNREACHABLE
from bot.conversations.incidents import Incidents
from bot.desk import Desk
from bot.desk.matching import doubts, look_around
from bot.desk.pages import deciding
from bot.recalls import groups_of_four
from bot.settings import MailServer
from bot.storage.outbox import Outbox
from bot.storage.tables import claim_access, claims, handovers
from tests.desk.helpers import Wish, filed, shoot, stop, stopped, talk
from tests.web.conftest import Answer

# The moves up to a disposal that the customer has confirmed, and who makes them.
DISPOSED = (
    ("approved", "firm"), ("awaiting_disposal", "firm"), ("disposal_confirmed", "customer"),
)  # fmt: skip


def field(page: Answer, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page.raw.decode())
    assert found, name
    return found[1]


async def approve(member: Any, number: str, state: str = "approved", **changes: str) -> Answer:
    """As somebody does it: open the page, look at the notice, confirm."""
    page = await member.get(f"/desk/claims/{number}/decide/{state}")
    assert page.status == 200
    form = {
        "version": field(page, "version"), "seal": field(page, "seal"),
        "reason": re.search(r"required>([^<]*)</textarea>", page.raw.decode())[1], **changes,
    }  # fmt: skip
    return await member.post(f"/desk/claims/{number}/decide/{state}", **form)


def mailing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The firm sends e-mails, too."""
    server = MailServer("localhost", 25, "if_offered", "recall@example.com")
    object.__setattr__(desk, "settings", replace(desk.settings, mail=server))
    monkeypatch.setattr(desk.claims, "_mail", mail_words(desk.recalls))


async def against(desk: Desk, wish: Wish) -> list[str]:
    claim = await filed(desk, wish)
    around = await look_around(desk.database, [claim])
    return doubts(claim, desk.recalls.get(claim.recall), around[claim.number])


async def test_a_claim_in_order_has_nothing_against_it(desk: Desk) -> None:
    assert await against(desk, Wish()) == []


@pytest.mark.parametrize(
    "wish, told",
    [
        (Wish(verdict="possibly_affected"), "possibly affected"),
        (Wish(photos=False), "Photos still to come"),
        (Wish(email=""), "Missing: email"),
        (Wish(serial="AKFF1Y0E99999999"), "Same serial"),
        (Wish(address="5 Twin Road, Denver, CO 80202"), "Same address"),
        (Wish(conversation="web-danger"), "Danger or damage"),
        (Wish(conversation="web-waits"), "waits for a person: change claim"),
    ],
)
async def test_what_speaks_against_a_claim_is_named(desk: Desk, wish: Wish, told: str) -> None:
    from bot.conversations.handover import HandOvers
    from bot.conversations.incidents import Incidents

    await filed(desk, Wish(serial="AKFF1Y0E99999999", address="5 Twin Road Denver CO 80202"))
    await talk(desk, "smoke", conversation="web-danger")
    await Incidents(desk.database).record(
        "web-danger", "m1", tense="past", signs=("smoke",), told="smoke"
    )
    await talk(desk, "x", conversation="web-waits")
    await HandOvers(desk.database).ask_for_person("web-waits", "m1", "change_claim")
    found = await against(desk, wish)
    assert any(told in each for each in found), found


async def test_a_claim_is_found_by_all_it_is_called_by(desk: Desk) -> None:
    claim = await filed(desk, Wish(name="Zoë Ångström-Diaz", serial="AKFF0Y1EQQQQ1111"))
    await filed(desk)
    for typed in (claim.number, claim.number.lower(), "zoe", "ÅNGS", "diaz zoe",
                  "jane@example.com", "JANE@exam", "AKFF OY1E QQQQ 1111",
                  "akff-0y1e-qqqq-1111"):  # fmt: skip
        assert claim.number in await find_claims(desk.database, typed), typed
    for typed in ("", "oë", "diaz jane", "AKFF0Y1E", "%", "_"):
        assert claim.number not in await find_claims(desk.database, typed), typed


async def test_lists_are_masked_and_each_opening_is_in_the_audit(members: Any, desk: Desk) -> None:
    claim = await filed(desk, Wish(name="Jane Porter", serial="AKFF0Y1EQQQQ1111"))
    ana = await members("Ana", "agent")
    for page in (await ana.get("/desk/queue"), await ana.post("/desk/search", q="porter")):
        text = page.raw.decode()
        assert claim.number in text and "J••• P•••" in text
        assert not re.search("Jane|jane@|AKFF0Y1E", text)
    text = (await ana.get(f"/desk/claims/{claim.number}")).raw.decode()
    assert "Jane Porter" in text and "AKFF 0Y1E QQQQ 1111" in text and "version 3" in text
    assert text.count('<rect class="found"') >= 5 and "jane@example.com" in text
    entries = await desk.audit.latest(desk.database, actor="ana", subject=claim.number)
    assert [e.action for e in entries] == ["claim opened"]
    assert (await desk.audit.verify(desk.database)).broken_at is None


async def test_a_line_with_another_serial_is_framed_red_whatever_else_it_holds(
    members: Any, desk: Desk
) -> None:
    claim = await filed(desk, Wish(photos=False))
    await shoot(desk, claim.number, claim.conversation, "Jane Porter", "AKFF1Y0E77774444")
    ana = await members("Ana", "agent")
    text = (await ana.get(f"/desk/claims/{claim.number}")).raw.decode()
    red = re.findall(r'<rect class="other"[^>]*><title>([^<]*)', text)
    assert red == ["another serial: SN: AKFF1Y0E77774444"] * 2
    assert '<rect class="found"' in text


async def test_a_move_has_its_reason_history_notice_mail_and_audit(
    members: Any, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    mailing(desk, monkeypatch)
    claim = await filed(desk)
    ana = await members("Ana", "agent")
    page = await ana.get(f"/desk/claims/{claim.number}/decide/approved")
    text = page.raw.decode()
    assert f"Your claim {claim.number} is approved" in text
    assert "By e-mail to jane@example.com" in text
    assert (await approve(ana, claim.number)).status == 303
    moved = await desk.claims.get(claim.number)
    change = (await desk.claims.history(claim.number))[-1]
    assert (moved.state, change.actor) == ("approved", "firm (Ana)")
    assert change.reason == "Photos and serial number match."
    said = await desk.transcript.since(claim.conversation, 0)
    mails = await Outbox(desk.database).of_claim(claim.number)
    assert said[-1].text in text.replace("&#39;", "'")
    assert [m.kind for m in mails] == ["submitted", "approved"]
    assert mails[-1].subject in text
    entries = await desk.audit.latest(desk.database, subject=claim.number)
    assert entries[0].details == {"before": "submitted", "after": "approved"}


async def test_nothing_goes_out_that_was_not_shown(members: Any, desk: Desk) -> None:
    claim = await filed(desk)
    ana = await members("Ana", "agent")
    answer = await approve(ana, claim.number, "needs_information", reason="Send one more photo.")
    assert answer.status == 409 and b"Send one more photo." in answer.raw
    assert (await desk.claims.get(claim.number)).state == "submitted"
    assert (await approve(ana, claim.number, reason=" ")).status == 400
    seal = field(answer, "seal")
    again = await approve(
        ana, claim.number, "needs_information", reason="Send one more photo.", seal=seal
    )
    assert again.status == 303
    preview = await ana.post(f"/desk/claims/{claim.number}/preview/approved", reason="because")
    assert preview.status == 200 and b"is approved" in preview.raw


async def test_a_claim_is_decided_by_one_person_as_it_was_seen(members: Any, desk: Desk) -> None:
    claim = await filed(desk)
    ana, ben = await members("Ana", "agent"), await members("Ben", "agent")
    lead = await members("Lea", "lead")
    path = f"/desk/claims/{claim.number}"
    assert (await ana.post(path + "/take")).status == 303
    answer = await ben.post(path + "/take")
    assert answer.status == 409 and b"Ana is working on this claim" in answer.raw
    assert b"Ana works on it" in (await ben.get(path)).raw
    assert (await approve(ben, claim.number)).status == 409
    assert (await ben.post(path + "/take", force="1")).status == 409
    assert (await lead.post(path + "/take", force="1")).status == 303
    assert (await approve(ana, claim.number)).status == 409
    assert (await lead.post(path + "/release")).status == 303
    # Changed since the page was opened.
    stale = await approve(ana, claim.number, version="2026-01-01T00:00:00+00:00")
    assert stale.status == 409 and b"has changed" in stale.raw
    assert (await approve(ana, claim.number)).status == 303
    # Only what the table of states allows, and only once.
    for state in ("approved", "fulfilled", "draft", "withdrawn", "nonsense"):
        assert (await ana.get(f"{path}/decide/{state}")).status == 409
    assert len(await desk.claims.history(claim.number)) == 3


async def test_many_are_approved_only_where_everything_matches(members: Any, desk: Desk) -> None:
    good, other = await filed(desk), await filed(desk)
    bad = await filed(desk, Wish(photos=False))
    lead, ben = await members("Lea", "lead"), await members("Ben", "agent")
    page = (await lead.get("/desk/claims/matching")).raw.decode()
    values = re.findall(r'name="claim" value="([^"]+)"', page)
    assert {v.split()[0] for v in values} == {good.number, other.number}
    await ben.post(f"/desk/claims/{other.number}/take")
    smuggled = f"{bad.number} {bad.updated_at.isoformat()}"
    data = [("csrf", lead.csrf), *(("claim", v) for v in (*values, smuggled))]
    answer = await lead._ask("POST", "/desk/claims/matching", data=data)
    assert b"1 approved" in answer.raw
    states = [(await desk.claims.get(c.number)).state for c in (good, other, bad)]
    assert states == ["approved", "submitted", "submitted"]


async def test_many_are_approved_with_the_notice_of_each_recall_shown(
    members: Any, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours, other = await filed(desk), await filed(desk)
    monkeypatch.setattr(deciding, "doubts", lambda *_: [])
    async with desk.database.write() as connection:
        this = claims.c.number == other.number
        await connection.execute(sa.update(claims).where(this).values(recall="25-061"))
    lead = await members("Lea", "lead")
    page = html.unescape((await lead.get("/desk/claims/matching")).raw.decode())
    for claim, recall in ((ours, "25-338"), (other, "25-061")):
        kind = desk.recalls.get(recall).facts()["product_kind"]  # type: ignore[union-attr]
        assert f"here of {claim.number}" in page
        assert f"claim {claim.number} is approved.\nPlease keep the {kind}, unused" in page


async def test_the_page_of_many_shows_nobodys_address(
    members: Any, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    mailing(desk, monkeypatch)
    claim = await filed(desk, Wish(name="Jane Porter", email="jane@example.com"))
    lead = await members("Lea", "lead")
    page = (await lead.get("/desk/claims/matching")).raw.decode()
    assert "By e-mail to j•••@example.com" in page
    for personal in ("jane@", "Jane", "Elm Street", str(claim.serials[0])):
        assert personal not in page
    values = re.findall(r'name="claim" value="([^"]+)"', page)
    data = [("csrf", lead.csrf), *(("claim", value) for value in values)]
    answer = await lead._ask("POST", "/desk/claims/matching", data=data)
    assert b"1 approved" in answer.raw
    mails = await Outbox(desk.database).of_claim(claim.number)
    assert [m.kind for m in mails] == ["submitted", "approved"]


async def test_a_notice_that_is_not_as_it_was_shown_does_not_go(members: Any, desk: Desk) -> None:
    good, other = await filed(desk), await filed(desk)
    lead = await members("Lea", "lead")
    page = (await lead.get("/desk/claims/matching")).raw.decode()
    values = re.findall(r'name="claim" value="([^"]+)"', page)
    await stop(desk, other.conversation)
    data = [("csrf", lead.csrf), *(("claim", value) for value in values)]
    answer = await lead._ask("POST", "/desk/claims/matching", data=data)
    assert b"1 approved" in answer.raw
    states = [(await desk.claims.get(c.number)).state for c in (good, other)]
    assert states == ["approved", "submitted"]
    page = (await lead.get("/desk/claims/matching")).raw.decode()
    assert "the notice will not reach them" in page


async def test_those_that_wait_longest_are_approved_first(
    members: Any, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deciding, "MOST_AT_ONCE", 2)
    monkeypatch.setattr(deciding, "LOOKED_AT", 4)
    waiting = [await filed(desk, Wish(photos=n != 0)) for n in range(5)]
    lead = await members("Lea", "lead")
    page = (await lead.get("/desk/claims/matching")).raw.decode()
    listed = re.findall(r'name="claim" value="(\S+) ', page)
    assert listed == [claim.number for claim in waiting[1:3]]  # the first does not match
    assert "The 4 claims that wait longest" in page
    serial = waiting[1].units[0].serial
    assert serial and serial not in page and f"••• {serial[-4:]}" in page


async def test_notes_about_the_customers_conversations_are_with_the_claim(
    members: Any, desk: Desk
) -> None:
    ana = await members("Ana", "agent")
    claim = await filed(desk)
    path = f"/desk/conversations/{claim.conversation}/note"
    assert (await ana.post(path, text="Called back, nobody there.")).status == 303
    assert b"Called back, nobody there." in (await ana.get(f"/desk/claims/{claim.number}")).raw


async def test_a_photo_is_given_to_the_team_only(members: Any, desk: Desk) -> None:
    claim = await filed(desk)
    ana, nobody = await members("Ana", "agent"), await members("Nobody")
    path = f"/desk/photos/{claim.photos[0]}"
    answer = await ana.get(path)
    assert answer.headers["Content-Type"] == "image/jpeg" and answer.raw[:2] == b"\xff\xd8"
    assert (await nobody.get(path)).status == 303
    assert (await ana.get("/desk/photos/..%2Frecall")).status == 404


async def test_a_consent_is_shown_by_its_day(members: Any, desk: Desk) -> None:
    consent = {"at": "2026-11-20T10:00:00+00:00", "text": "I agree to all of it"}
    claim = await filed(desk, Wish(more={"consent": consent}))
    ana = await members("Ana", "agent")
    page = (await ana.get(f"/desk/claims/{claim.number}")).raw.decode()
    assert "<dt>Consent</dt><dd>2026-11-20</dd>" in page


async def test_a_disposal_told_as_yesterday_is_shown_by_its_day_too(
    members: Any, desk: Desk
) -> None:
    told = {"disposal_date": "yesterday", "disposal_day": "2026-11-22"}
    claim = await filed(desk, Wish(more=told))
    ana = await members("Ana", "agent")
    page = (await ana.get(f"/desk/claims/{claim.number}")).raw.decode()
    assert "<dt>Disposed of on</dt><dd>yesterday</dd>" in page
    assert "<dt>Day of disposal</dt><dd>2026-11-22</dd>" in page


async def test_where_the_customer_wants_news_is_shown(members: Any, desk: Desk) -> None:
    consent = {"at": "2026-11-24T01:00:00+00:00", "text": "News comes to me here."}
    claim = await filed(desk, Wish(more={"consent": consent}))
    ana = await members("Ana", "agent")
    page = (await ana.get(f"/desk/claims/{claim.number}")).raw.decode()
    told = page.partition("News goes to")[2].partition("</div>")[0]
    assert f'<a href="/desk/conversations/{claim.conversation}">web</a> and jane' in told
    assert "<q>News comes to me here.</q>" in told
    async with desk.database.write() as connection:
        await connection.execute(sa.update(claims).values(news_in=None))
    page = (await ana.get(f"/desk/claims/{claim.number}")).raw.decode()
    assert "no choice was made" in page


async def test_a_unit_that_no_photo_shows_speaks_against_it(desk: Desk) -> None:
    more = ClaimedUnit("A1263", "7K3M9P2R4T6W8X0Y", "affected", {})
    claim = await filed(desk, Wish(more_units=(more,)))
    around = await look_around(desk.database, [claim])
    told = doubts(claim, desk.recalls.get(claim.recall), around[claim.number])
    assert "No photo shows serial 7K3M 9P2R 4T6W 8X0Y." in told
    assert any("still to come" in each and "7K3M 9P2R 4T6W 8X0Y" in each for each in told)
    assert not any(groups_of_four(str(claim.units[0].serial)) in each for each in told)


async def test_a_number_that_stands_on_many_units_makes_no_twins(desk: Desk) -> None:
    one, other = (
        await filed(desk, Wish(serial="LOT3522")),
        await filed(desk, Wish(serial="LOT3522")),
    )
    recall = desk.recalls.get(one.recall)
    assert recall is not None
    lots = replace(recall, serial=replace(recall.serial, unique=False))
    around = await look_around(desk.database, [one, other], [lots])
    assert not around[one.number].twins and not around[other.number].twins


async def test_danger_told_where_the_claim_was_opened_speaks_against_it_too(desk: Desk) -> None:
    claim, quiet = await filed(desk), await filed(desk)
    elsewhere = await talk(desk, "it burned")
    async with desk.database.write() as connection:
        row = {"claim": claim.number, "conversation": elsewhere, "at": desk.clock()}
        await connection.execute(sa.insert(claim_access).values(row))
    await Incidents(desk.database).record(
        elsewhere, "m1", tense="past", signs=("burn",), told="it burned"
    )
    around = await look_around(desk.database, [claim, quiet])
    assert (around[claim.number].incidents, around[quiet.number].incidents) == (1, 0)
    assert around[claim.number].handovers == ["incident"]


async def test_a_reported_disposal_is_asked_about_once_more_in_its_own_words(
    members: Any, desk: Desk
) -> None:
    claim = await filed(desk)
    for state, actor in DISPOSED:
        await desk.claims.move(claim.number, state, actor, "-")  # type: ignore[arg-type]
    ana = await members("Ana", "agent")
    path = f"/desk/claims/{claim.number}/decide/awaiting_disposal"
    page = html.unescape((await ana.get(path)).raw.decode())
    assert deciding.ONCE_MORE[0] in page and "still open about the disposal" in page
    assert "is confirmed. Now please dispose" not in page


@pytest.mark.parametrize(
    "remedy, told",
    [
        ("replacement", "Your replacement power bank is on its way."),
        ("gift_card", "Your gift card was sent by e-mail."),
        ("refund", ""),
        ("", ""),
    ],
)
async def test_what_is_said_of_a_fulfilled_claim_is_of_its_remedy(
    members: Any, desk: Desk, remedy: str, told: str
) -> None:
    claim = await filed(desk, Wish(more={"remedy": remedy}))
    for state, actor in DISPOSED:
        await desk.claims.move(claim.number, state, actor, "-")  # type: ignore[arg-type]
    ana = await members("Ana", "agent")
    text = (await ana.get(f"/desk/claims/{claim.number}/decide/fulfilled")).raw.decode()
    assert f"required>{told}</textarea>" in text
    assert text.count("is on its way") == 2 * (remedy == "replacement")


async def waiting_for(desk: Desk, conversation: str) -> list[str]:
    query = sa.select(handovers.c.reason).where(
        handovers.c.conversation == conversation, handovers.c.done_at.is_(None)
    )
    async with desk.database.read() as connection:
        return [row.reason for row in await connection.execute(query)]


@pytest.mark.parametrize(
    "standing, why", [("stopped", "they wrote STOP, since 20"), ("blocked", "they block us, since")]
)
async def test_that_a_notice_will_not_reach_them_is_shown_before_it_goes(
    members: Any, desk: Desk, standing: str, why: str
) -> None:
    claim = await filed(desk, Wish(conversation=await stopped(desk, standing)))
    ana = await members("Ana", "agent")
    path = f"/desk/claims/{claim.number}"
    page = (await ana.get(f"{path}/decide/approved")).raw.decode()
    assert f"It will not reach them:</strong> {why}" in page
    assert "a hand-over is made" in page
    assert f"reach them in the conversation:</strong> {why}" in (await ana.get(path)).raw.decode()
    said = (await ana.get(f"/desk/conversations/{await stopped(desk, standing)}")).raw.decode()
    assert f"Nothing that is written here reaches them:</strong> {why}" in said


@pytest.mark.parametrize("standing, reason", [("stopped", STOPPED), ("blocked", UNREACHABLE)])
async def test_a_notice_that_reaches_nobody_is_handed_to_a_person_once(
    members: Any, desk: Desk, standing: str, reason: str
) -> None:
    claim = await filed(desk, Wish(conversation=await stopped(desk, standing)))
    ana = await members("Ana", "agent")
    for state in ("checking", "approved"):
        assert (await approve(ana, claim.number, state)).status == 303
    assert await waiting_for(desk, claim.conversation) == [reason]


async def test_a_notice_that_also_goes_by_mail_or_elsewhere_is_no_hand_over(
    members: Any, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened, mailed = [await filed(desk, Wish(conversation=await stopped(desk))) for _ in range(2)]
    web = await talk(desk, "hello")
    async with desk.database.write() as connection:
        row = {"claim": opened.number, "conversation": web, "at": desk.clock()}
        await connection.execute(sa.insert(claim_access).values(row))
        await connection.execute(sa.update(claims).values(news_in=None))
    await desk.claims.move(opened.number, "checking", "firm", "-", notice=Reply("It goes on."))
    monkeypatch.setattr(desk.claims, "_mail", mail_words(desk.recalls))
    for state in ("checking", "approved"):  # of the first no mail is written
        await desk.claims.move(mailed.number, state, "firm", "-", notice=Reply(state))
    assert await waiting_for(desk, opened.conversation) == []
    assert await waiting_for(desk, mailed.conversation) == []
    ana = await members("Ana", "agent")
    page = (await ana.get(f"/desk/claims/{opened.number}/decide/approved")).raw.decode()
    assert "It will not reach them in 1 of 2 conversations" in page


async def test_somebody_who_wrote_after_stop_gets_answers(members: Any, desk: Desk) -> None:
    conversation = await stopped(desk)
    await desk.transcript.accept(conversation, Inbound("again", "is it approved"))
    ana = await members("Ana", "agent")
    page = (await ana.get(f"/desk/conversations/{conversation}")).raw.decode()
    assert "Only answers reach them:</strong> they wrote STOP" in page
