"""Several claim fields read out of one message."""

from bot.claims.at_once import read_at_once
from tests.core.table import rows

REMEDIES = {"replacement": "Free replacement power bank", "gift_card": "$30 Anker gift card"}
SELLERS = ("Anker", "Amazon", "Newegg", "eBay")


@rows(
    "text,found",
    [
        (
            "Jane Porter, jane@example.com, 12 Elm Street, Denver, CO 80202, gift card please",
            {
                "name": "Jane Porter",
                "email": "jane@example.com",
                "address": "12 Elm Street, Denver, CO 80202",
                "remedy": "gift_card",
            },
        ),
        (
            "my name is Mary-Ann O'Neil and my email is mary@example.com",
            {"name": "Mary-Ann O'Neil", "email": "mary@example.com"},
        ),
        (
            "Jos\u00e9 Garc\u00eda\n404 North 5th Ave Apt 3B\nSan Jose, California 95112\n"
            "jose@example.com",
            {
                "name": "Jos\u00e9 Garc\u00eda",
                "address": "404 North 5th Ave Apt 3B San Jose, California 95112",
                "email": "jose@example.com",
            },
        ),
        (
            "I'm Jane Porter. Bought it on Amazon in the US, order number 113-5551234-7654321",
            {
                "name": "Jane Porter",
                "country": "US",
                "seller": "Amazon",
                "order": "113-5551234-7654321",
            },
        ),
        ("the replacement, and my email is jane@example.com", {
            "remedy": "replacement", "email": "jane@example.com"}),
        ("Is my A1263 recalled? I'm Jane Porter, jane@example.com. Gift card please.", {
            "name": "Jane Porter", "email": "jane@example.com", "remedy": "gift_card"}),
        ("an Anker bank from Amazon, jane@example.com", {
            "seller": "Amazon", "email": "jane@example.com"}),
        ("Jane Porter, jane@example.com, I bought it at Target", {
            "name": "Jane Porter", "email": "jane@example.com", "seller": "Target"}),
        ("bought it new from Best Buy in Denver, order 113-5551234", {
            "seller": "Best Buy", "order": "113-5551234"}),
        ("I ordered mine through B&H Photo. jane@example.com", {
            "email": "jane@example.com", "seller": "B&H Photo"}),
        ("purchased at the Apple Store", {"seller": "Apple Store"}),
        ("bought it from Japan", {"country": "JP"}),
        ("I bought it at Christmas", {}),
        ("bought it at a shop at the airport", {}),
        ("I bought it from New York", {"country": "US"}),
        ("ordered on Monday from my phone", {}),
        ("I never bought at Target, did I?", {}),
        ("Jane Porter", {}),
        ("jane@example.com", {"email": "jane@example.com"}),
        ("12 Elm Street, Denver, CO 80202", {"address": "12 Elm Street, Denver, CO 80202"}),
        ("my name is Jane Porter, I live at W156N8480 Pilgrim Road, Menomonee Falls, WI 53051", {
            "name": "Jane Porter", "address": "W156N8480 Pilgrim Road, Menomonee Falls, WI 53051"}),
        ("12 Smoke Rise Drive, Warren, New Jersey 07059", {
            "address": "12 Smoke Rise Drive, Warren, New Jersey 07059"}),
        ("can I have the gift card or the replacement?", {}),
        ("what is the email of Anker?", {}),
        ("gift card or replacement, I don't care", {}),
        ("I have 2 of them and it is 10000 mAh", {}),
        ("I am Really Angry", {}),
        ("A1263, serial AKFF1Y0E12345678", {}),
        ("A1263 AKFF1Y0E12345678, bought in the United States on Amazon. My name is Max, "
         "my email is max@example.org. I'd like the gift card please", {
            "name": "Max", "email": "max@example.org", "country": "US", "seller": "Amazon",
            "remedy": "gift_card"}),
        ("A1263 AKFF1Y0E12345678 Jane Doe, jane@example.com", {
            "name": "Jane Doe", "email": "jane@example.com"}),
        ("Hi, Sukarno here, A1263 AKFF1Y0E12345678, jane@example.com", {
            "email": "jane@example.com"}),
        ("A1263, AKFF1Y0E12345678, Jane Doe, jane@example.com", {
            "name": "Jane Doe", "email": "jane@example.com"}),
        ("my name is jane doe and my email is jane@example.com", {
            "name": "jane doe", "email": "jane@example.com"}),
        ("my name is \u674e\u5c0f\u9f99, jane@example.com", {
            "name": "\u674e\u5c0f\u9f99", "email": "jane@example.com"}),
        ("jane@example.com, send a replacement to 9 Oak Road Austin Texas", {
            "email": "jane@example.com", "remedy": "replacement",
            "address": "9 Oak Road Austin Texas"}),
        ("jane@example.com, 12 Elm St, Denver, CO. The $30 please", {
            "email": "jane@example.com", "remedy": "gift_card",
            "address": "12 Elm St, Denver, CO"}),
        ("jane@example.com, 12 Elm St Apt 4, Denver 80202", {
            "email": "jane@example.com", "address": "12 Elm St Apt 4, Denver 80202"}),
        ("bought at the store at 5 Main Street, jane@example.com", {"email": "jane@example.com"}),
        ("jane@example.com. I got it in the shop at 5 Main Street, Denver, CO", {
            "email": "jane@example.com"}),
        ("A1263, AKFF1Y0E12345678\nName Jane Roe\nEmail jane@example.com", {
            "name": "Jane Roe", "email": "jane@example.com"}),
        ("A1263 AKFF1Y0E12345678 name Jane Roe email jane@example.com", {
            "name": "Jane Roe", "email": "jane@example.com"}),
        ("the name is spelled Ann Leigh", {"name": "Ann Leigh"}),
        ("My name is Mar\u00eda del Carmen de los Santos Garc\u00eda L\u00f3pez", {
            "name": "Mar\u00eda del Carmen de los Santos Garc\u00eda L\u00f3pez"}),
        ("my name is on the box", {}),
        ("my name is wrong", {}),
        ("my name is R2D2", {}),
        ("jane doe, 12 main st springfield il 62704", {
            "address": "12 main st springfield il 62704"}),
        ("PO Box 12, Austin TX 78701", {"address": "PO Box 12, Austin TX 78701"}),
        ("P.O. Box 12\nSan Antonio, Texas 78205", {
            "address": "P.O. Box 12 San Antonio, Texas 78205"}),
        ("Hi, Jane Roe here. My email is jane@example.com", {
            "name": "Jane Roe", "email": "jane@example.com"}),
        ("Hi Jane Roe here, I have an A1263, serial AKFF1Y0E12345678", {"name": "Jane Roe"}),
        ("Hello, this is Jane Roe speaking", {"name": "Jane Roe"}),
        ("Jos\u00e9 O'Neil-Garc\u00eda here!", {"name": "Jos\u00e9 O'Neil-Garc\u00eda"}),
        ("it's Jane Roe, jane@example.com, gift card please", {
            "name": "Jane Roe", "email": "jane@example.com", "remedy": "gift_card"}),
        ("It\u2019s Jane Roe, jane@example.com", {"name": "Jane Roe", "email": "jane@example.com"}),
        ("It's Jane Roe", {}),
        ("Power Bank here, jane@example.com", {"email": "jane@example.com"}),
        ("power bank here", {}),
        ("I have an Anker Power Bank here", {}),
        ("Anker PowerCore here", {}),
        ("I have my Charging Cable here", {}),
        ("Hot Battery here", {}),
        ("It's New York, jane@example.com", {"email": "jane@example.com"}),
        ("jane@example.com, New York", {"email": "jane@example.com"}),
        ("This is Anker PowerCore, jane@example.com", {"email": "jane@example.com"}),
        ("Jane Roe here is my email jane@example.com", {"email": "jane@example.com"}),
        ("A1263, AKFF1Y0E12345678. I'm Jane Porter, jane@example.com, I'd like the $30, "
         "12 Elm Street, Denver, CO 80202", {
            "name": "Jane Porter", "email": "jane@example.com", "remedy": "gift_card",
            "address": "12 Elm Street, Denver, CO 80202"}),
        ("jane@example.com, $30 card, Jane Porter", {
            "name": "Jane Porter", "email": "jane@example.com", "remedy": "gift_card"}),
        ("jane@example.com, $30 card, 12 Elm Street, Denver, CO 80202", {
            "email": "jane@example.com", "remedy": "gift_card",
            "address": "12 Elm Street, Denver, CO 80202"}),
        ("the 30 dollars please, 12 Elm Street, Denver, CO 80202", {
            "remedy": "gift_card", "address": "12 Elm Street, Denver, CO 80202"}),
        ("I have 2 of them, 12 Elm Street, Denver, CO 80202", {
            "address": "12 Elm Street, Denver, CO 80202"}),
        ("jane@example.com and I'll take the 30 dollars please", {
            "email": "jane@example.com", "remedy": "gift_card"}),
        ("jane@example.com, the 30 bucks", {"email": "jane@example.com", "remedy": "gift_card"}),
        ("I want the voucher, jane@example.com", {
            "email": "jane@example.com", "remedy": "gift_card"}),
        ("please send me a new one, jane@example.com", {
            "email": "jane@example.com", "remedy": "replacement"}),
        ("I want a new one", {}),
        ("no replacement but the $30 please, jane@example.com", {
            "email": "jane@example.com", "remedy": "gift_card"}),
        ("jane@example.com, not the gift card", {"email": "jane@example.com"}),
        ("jane@example.com, I don't want the $30", {"email": "jane@example.com"}),
        ("jane@example.com, can I get the gift card", {"email": "jane@example.com"}),
        ("jane@example.com. Can I get the gift card? Thanks", {"email": "jane@example.com"}),
        ("jane@example.com, can I get the gift card, or a replacement", {
            "email": "jane@example.com"}),
        ("jane@example.com, I'd like to know about the gift card", {"email": "jane@example.com"}),
        ("jane@example.com, I heard of the gift card", {"email": "jane@example.com"}),
        ("jane@example.com, I already got the replacement", {"email": "jane@example.com"}),
        ("I paid $30 for it, jane@example.com", {"email": "jane@example.com"}),
        ("jane@example.com, it was $30", {"email": "jane@example.com"}),
        ("jane@example.com, I'd like my 30 dollars back", {"email": "jane@example.com"}),
        ("jane@example.com, I waited 30 days", {"email": "jane@example.com"}),
        ("the $30 or a replacement please, jane@example.com", {"email": "jane@example.com"}),
        ("jane@example.com, 12 elm st, Denver, CO", {
            "email": "jane@example.com", "address": "12 elm st, Denver, CO"}),
        ("jane@example.com, 12 Ocean View Drive, Denver CO", {
            "email": "jane@example.com", "address": "12 Ocean View Drive, Denver CO"}),
        ("404 5th Drive, Denver, CO", {"address": "404 5th Drive, Denver, CO"}),
        ("I drove 20 miles all the way to Ohio", {}),
        ("3 hours to drive to Texas", {}),
        ("2 hours on the road to Denver CO", {}),
        ("1 at my place in Texas", {}),
        ("3 people had to walk to Georgia", {}),
        ("I took 2 on a road trip to Texas", {}),
        ("5 friends drive to Ohio", {}),
        ("I have 2 in the street in Texas", {}),
        ("", {}),
    ],
)  # fmt: skip
def test_what_is_clearly_given_is_taken(text, found):
    assert read_at_once(text, REMEDIES, SELLERS) == found
