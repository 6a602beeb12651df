"""Every official fact of recall 25-338 stands in its file as the notice gives it, and is said so.

Written down here from the notice (CPSC web service, record 25338), not from the file.
"""

from datetime import date
from operator import attrgetter

import pytest

from bot.recalls import Recall, load_recall
from bot.settings import PROJECT

NOTICE = (
    "https://www.cpsc.gov/Recalls/2025/More-than-One-Million-Anker-Power-Banks-Recalled-Due-to-"
    "Fire-and-Burn-Hazards-Manufactured-by-Anker-Innovations"
)
KEPT = {
    "identity.number": "25-338",
    "identity.title": "More than One Million Anker Power Banks Recalled Due to Fire and Burn "
    "Hazards; Manufactured by Anker Innovations",
    "identity.announced": date(2025, 6, 12),
    "identity.units": 1_158_000,
    "identity.firm_full": "Anker Innovations Limited, of China",
    "identity.made.from_": date(2016, 1, 1),
    "identity.made.to": date(2019, 10, 30),
    "identity.made.country": "China",
    "identity.countries": ("US",),
    "identity.notice_url": NOTICE,
    "sold.from_": "2016-06",
    "sold.to": "2022-12",
    "sold.sellers": ("Anker", "Amazon", "Newegg", "eBay"),
    "contact.phone": "800-988-7973",
    "contact.phone_note": "toll-free",
    "contact.email": "support@anker.com",
    "model_names": ("A1263",),
    "serial.certain": {"O": "0", "I": "1"},
    "serial.lengths": (16,),
    "evidence.marker_word": "recalled",
    "evidence.receipt.asked": True,
    "evidence.receipt.required": False,
    "remedies.free": True,
    "disposal.official": True,
    "safety.emergency_number": "911",
    "safety.report.phone": "800-638-2772",
}
# A text of the facts that customers hear, and all that it must say.
SAID = {
    "hazard": ("lithium-ion battery", "overheat", "melt", "smoke", "fire", "burns"),
    "incidents": (
        "19 reports of fires and explosions", "2 reports of minor burns", "no medical care",
        "11 reports of damaged property", "over $60,700",
    ),
    "units": ("about 1,158,000",),
    "announced": ("June 12, 2025",),
    "sold_from": ("June 2016",),
    "sold_to": ("December 2022",),
    "sold_where": ("online", "Anker", "Amazon", "Newegg", "eBay"),
    "price": ("about $27",),
    "made_from": ("January 1, 2016",),
    "made_to": ("October 30, 2019",),
    "models": ("A1263",),
    "contact_text": (
        "800-988-7973", "toll-free", "6 a.m. to 5 p.m. Pacific time", "Monday through Friday",
        "support@anker.com", "https://www.anker.com/product-recalls",
    ),
    "label_where": ("bottom", "A1263", "SN", "engraved on the front"),
    "identification_text": ("Not every A1263", "serial number decides"),
    # The notice names the replacement alone; the reports of the rest disagree, and that is said.
    "remedies_text": (
        "free replacement", "A1388", "$30", "official notice does not name", "free choice",
        "back order", "Amazon voucher", "Anker decides",
    ),
    "photo_text": ("model", "serial number", '"recalled"', "permanent marker", "name", "date"),
    "receipt_text": ("may be asked", "without one"),
    "disposal_confirm_text": ("must confirm", "before you get the remedy"),
    "disposal_not_yet": ("Do not dispose", "claim is confirmed"),
    "other_countries_text": (
        "Japan has its own recall", "410,124 units", "December 25, 2022", "October 21, 2025",
        "foreign matter", "fire-resistant bag", "A1256",
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def recall() -> Recall:
    return load_recall(PROJECT / "data" / "recalls" / "25-338.yml")


@pytest.mark.parametrize("place", KEPT)
def test_a_fact_is_kept(recall: Recall, place: str) -> None:
    assert attrgetter(place)(recall) == KEPT[place]


@pytest.mark.parametrize("name", SAID)
def test_a_fact_is_said(recall: Recall, name: str) -> None:
    text = recall.facts()[name]
    assert [words for words in SAID[name] if words not in text] == []


def test_japans_own_recall(recall: Recall) -> None:
    japan = recall.other_countries.get("Japan")
    assert japan is not None
    assert (japan.announced, japan.units) == (date(2025, 10, 21), 410_124)
    assert japan.sold is not None
    assert (japan.sold.from_, japan.sold.to) == (date(2022, 12, 25), date(2025, 10, 21))
    assert japan.page is not None
    assert japan.page.url == "https://www.meti.go.jp/product_safety/recall/file/251021-1.html"


def test_the_remedies_and_pages_are_those_named(recall: Recall) -> None:
    assert [option.key for option in recall.remedies.options] == ["replacement", "gift_card"]
    assert [page.url for page in recall.contact.pages] == [
        "https://www.anker.com/product-recalls",
        "https://support.anker.com/s/emailcontactus",
        "https://support.anker.com/s/contact-us",
    ]
    assert [len(evidence.shows) for evidence in recall.evidence.photos] == [2, 5]
