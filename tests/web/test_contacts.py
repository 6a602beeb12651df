"""What is told of a contact can be called, written to or opened."""

from __future__ import annotations

import pytest

from bot.web.contacts import address
from tests.web.conftest import Customer, Site, Start


@pytest.mark.parametrize(
    "told, url",
    [
        ("800-555-0199", "tel:8005550199"),
        ("+44 (0)20 7946 0000", "tel:+4402079460000"),
        ("911", "tel:911"),
        ("help.me+now@example.com", "mailto:help.me+now@example.com"),
        ("https://example.com/recall?a=1", "https://example.com/recall?a=1"),
        ("", ""),
        ("Monday to Friday", ""),
        ("http://example.com/", ""),
        ("javascript:alert(1)", ""),
        ('x@example.com"><script>', ""),
        ('https://example.com/"><script>', ""),
        ("mailto:x@example.com?bcc=y@example.com", ""),
    ],
)
def test_only_a_number_an_address_or_a_page_leads_somewhere(told: str, url: str) -> None:
    assert address(told) == url


async def test_a_contact_that_an_answer_tells_is_one_of_its_links(
    site: Site, customer: Customer
) -> None:
    contact = site.door.recalls.featured.contact
    reply = (await customer.say(f"{contact.phone} or {contact.email}")).json["messages"][-1]
    assert contact.phone in reply["text"]
    assert reply["links"] == [
        {"title": f"Call {contact.phone}", "url": address(contact.phone)},
        {"title": f"Write to {contact.email}", "url": f"mailto:{contact.email}"},
    ]
    history = await customer.history()
    assert [m["links"] for m in history] == [[], reply["links"]]  # not where a customer writes it


async def test_a_contact_of_no_recall_is_text(customer: Customer) -> None:
    answer = await customer.say("800-555-0199, jane@example.com")
    assert [m["links"] for m in answer.json["messages"]] == [[]]


@pytest.mark.parametrize("path", ["/", "/chat"])
async def test_a_page_says_without_the_chat_what_to_do_and_whom_to_call(
    start_site: Start, path: str
) -> None:
    site = await start_site(demo=True)
    facts = site.door.recalls.featured.facts()
    text = (await site.ask("GET", path)).raw.decode()
    assert facts["warning"] in text
    for told in (facts["emergency_number"], facts["phone"], facts["email"], facts["page_url"]):
        assert f'<a href="{address(told)}">{told}</a>' in text
    assert "needs JavaScript" in text.partition("<noscript>")[2].partition("</noscript>")[0]
    assert "$" not in text.replace("$27", "").replace("$30", "")
