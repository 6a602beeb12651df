"""Claim fields read out of messages."""

import itertools

from bot.claims.fields import Fit, denies, is_skip, read_field, says_yes
from bot.claims.places import bought_in, names_us
from tests.core.table import rows

REMEDIES = {"replacement": "Free replacement power bank", "gift_card": "$30 Anker gift card"}
C, L, N = Fit.CERTAIN, Fit.LIKELY, Fit.NO


def _check(kind, text, fit, value):
    reading = read_field(kind, text, REMEDIES)
    assert (reading.fit, reading.value) == (fit, value)


@rows(
    "text,fit,value",
    [
        ("United States", C, "US"),
        ("USA", C, "US"),
        ("us", C, "US"),
        ("u.s.", C, "US"),
        ("U.S.A.", C, "US"),
        ("in the US", C, "US"),
        ("I bought it in Texas", C, "US"),
        ("New York", C, "US"),
        ("New Mexico", C, "US"),
        ("Estados Unidos", C, "US"),
        ("yes, in America", C, "US"),
        ("is the US ok?", L, "US"),
        ("Canada", C, "CA"),
        ("Mexico", C, "MX"),
        ("I bought it in Japan", C, "JP"),
        ("the UK", C, "GB"),
        ("u.k.", C, "GB"),
        ("MÉXICO", C, "MX"),
        ("not in the US, in Canada", C, "CA"),
        ("no sorry USA", C, "US"),
        ("no wait, in Canada", C, "CA"),
        ("not the US but Canada", C, "CA"),
        ("Canada, not the US", C, "CA"),
        ("do you ship to Canada?", L, "CA"),
        ("outside the US", N, None),
        ("I bought it in Canada but I live in Texas now", C, "CA"),
        ("Bought in Japan, shipped to New York", C, "JP"),
        ("in Texas, but I live in Canada", N, None),
        ("Germany, then moved to the USA", N, None),
        ("the US, I think, or Canada", N, None),
        ("Canada or Mexico", N, None),
        ("why do you ask?", N, None),
        ("12345", N, None),
        ("can you tell us more", N, None),
        ("tell us about it", N, None),
        ("I don't know", N, None),
        ("Amazon", N, None),
        ("Chicago", N, None),
        ("Wakanda", N, None),
        ("South America", N, None),
    ],
)
def test_country(text, fit, value):
    _check("country", text, fit, value)


@rows(
    "text,fit,value",
    [
        ("Jane Porter", C, "Jane Porter"),
        ("my name is Jane Porter", C, "Jane Porter"),
        ("I'm Jane Porter.", C, "Jane Porter"),
        ("It's Jane Porter", C, "Jane Porter"),
        ("Hi, Jane Roe here", C, "Jane Roe"),
        ("hey there, jane roe here", L, "jane roe"),
        ("this is Jane Roe speaking", C, "Jane Roe"),
        ("Good morning, it\u2019s Jane Roe", C, "Jane Roe"),
        ("Jane Roe is my name", C, "Jane Roe"),
        ("the name's Jane Roe", C, "Jane Roe"),
        ("My name\u2019s Jane Roe", C, "Jane Roe"),
        ("you can call me Jane", L, "Jane"),
        ("Li here", L, "Li"),
        ("here", L, "here"),
        ("jane porter", L, "jane porter"),
        ("José Ángel Núñez", C, "José Ángel Núñez"),
        ("Seán O'Brien-Smith", C, "Seán O'Brien-Smith"),
        ("山田太郎", L, "山田太郎"),
        ("Mary van der Berg", C, "Mary van der Berg"),
        ("Li", L, "Li"),
        ("Ann-Marie", L, "Ann-Marie"),
        ("Martin Luther King Jr.", C, "Martin Luther King Jr"),
        ("jane@example.com", N, None),
        ("12 Elm Street", N, None),
        ("why do you need that", N, None),
        ("what?", N, None),
        ("I would rather not tell you my name now", N, None),
        ("we are outside", N, None),
        ("We're all outside", N, None),
        ("I'm safe now", N, None),
        ("everyone is out", N, None),
        ("outside and safe", N, None),
        ("I am Owen Outlaw", C, "Owen Outlaw"),
        ("we are the Porters", N, None),
        ("Ready Dunn", C, "Ready Dunn"),
        ("!!!", N, None),
        ("Will Smith", C, "Will Smith"),
        ("May Wong", C, "May Wong"),
        ("Art Are", C, "Art Are"),
        ("may wong", L, "may wong"),
        ("Do Nguyen", C, "Do Nguyen"),
        ("Can Y\u0131lmaz", C, "Can Y\u0131lmaz"),
        ("Are Olsen", C, "Are Olsen"),
        ("How Chen", C, "How Chen"),
        ("How Long", N, None),
        ("Can You Help", N, None),
        ("may i", N, None),
        ("do tell me more", N, None),
        ("Do Nguyen?", N, None),
        ("In Young Kim", C, "In Young Kim"),
        ("On Chan", C, "On Chan"),
        ("At Nguyen", C, "At Nguyen"),
        ("So Yeon Kim", C, "So Yeon Kim"),
        ("so my name is Jane Roe", C, "Jane Roe"),
        ("so, Jane Roe", C, "Jane Roe"),
        ("yes Jane Roe", C, "Jane Roe"),
        (
            "Mar\u00eda del Carmen de los Santos Garc\u00eda L\u00f3pez",
            L,
            "Mar\u00eda del Carmen de los Santos Garc\u00eda L\u00f3pez",
        ),
        ("it's spelled Ann Leigh", C, "Ann Leigh"),
        ("Thank You", N, None),
        ("Good Morning", N, None),
        ("Customer Service", N, None),
        ("Speak To Agent", N, None),
        ("Not Sure", N, None),
        ("Jane Good", C, "Jane Good"),
    ],
)
def test_name(text, fit, value):
    _check("name", text, fit, value)


@rows(
    "text,fit,value",
    [
        ("jane@example.com", C, "jane@example.com"),
        ("my email is Jane.Porter+recall@Example.COM.", C, "Jane.Porter+recall@example.com"),
        ("<jane@example.com>", C, "jane@example.com"),
        ("mailto:jane@example.com", C, "jane@example.com"),
        ("jane at example dot com", C, "jane@example.com"),
        ("it is jane.porter at example dot co dot uk", C, "jane.porter@example.co.uk"),
        ("用户@例子.广告", C, "用户@例子.广告"),
        ("jane [at] example.com", C, "jane@example.com"),
        ("it's jane(at)example(dot)com", C, "jane@example.com"),
        ("I bought it at amazon.com", N, None),
        ("jane@", N, None),
        ("jane@localhost", N, None),
        ("@jane", N, None),
        ("jane", N, None),
        ("I don't have one", N, None),
        ("jane@@example.com", N, None),
        ("jane @ gmail.com", C, "jane@gmail.com"),
        ("it's jane @ example.com", C, "jane@example.com"),
        ("jane@gmail,com", C, "jane@gmail.com"),
        ("jane@gmail com", C, "jane@gmail.com"),
        ("I bought it @ Best Buy", N, None),
        ("jane@exam ple.com", N, None),
    ],
)
def test_email(text, fit, value):
    _check("email", text, fit, value)


@rows(
    "text,suggestion",
    [
        ("jane@gmial.com", "jane@gmail.com"),
        ("jane@gmail.con", "jane@gmail.com"),
        ("jane@yaho.com", "jane@yahoo.com"),
        ("jane@hotmial.com", "jane@hotmail.com"),
        ("jane@acme.example.con", "jane@acme.example.com"),
        ("jane@gmai.com", "jane@gmail.com"),
        ("jane@outlok.com", "jane@outlook.com"),
        ("jane@gmail.co", "jane@gmail.com"),
        ("jane@yahoo.cm", "jane@yahoo.com"),
        ("jane@aol.con", "jane@aol.com"),
        ("jane@protonmail.com", ""),
        ("jane@fastmail.com", ""),
        ("jane@email.com", ""),
        ("jane@yahoo.co.uk", ""),
        ("jane@hotmail.fr", ""),
        ("jane@live.ca", ""),
        ("jane@acl.com", ""),
        ("jane@ma.com", ""),
        ("jane@tmail.com", ""),
        ("jane@gmail.com", ""),
        ("jane@example.com", ""),
        ("jane@mail.com", ""),
        ("jane@proton.me", ""),
    ],
)
def test_a_mistyped_mail_provider_is_asked_about_not_changed(text, suggestion):
    reading = read_field("email", text)
    assert (reading.value, reading.suggestion) == (text, suggestion)


@rows(
    "text,fit,value",
    [
        ("12 Elm Street, Denver, CO 80202", C, "12 Elm Street, Denver, CO 80202"),
        ("send it to 12 Elm St, Denver 80202", C, "12 Elm St, Denver 80202"),
        ("my address is 12 Elm St, Denver 80202", C, "12 Elm St, Denver 80202"),
        ("PO Box 17\nAustin, TX 78701", C, "PO Box 17\nAustin, TX 78701"),
        ("12 Elm Street, Denver, CO 80202?", L, "12 Elm Street, Denver, CO 80202?"),
        (
            "In care of Ann Lee, 12 Elm Street, Denver, CO 80202",
            C,
            "In care of Ann Lee, 12 Elm Street, Denver, CO 80202",
        ),
        ("221B Baker Street, London NW1 6XE", C, "221B Baker Street, London NW1 6XE"),
        ("General Delivery, Nome, AK", L, "General Delivery, Nome, AK"),
        (
            "Rose Cottage, Church Lane, Boston, Massachusetts",
            L,
            "Rose Cottage, Church Lane, Boston, Massachusetts",
        ),
        ("General Delivery\nNome AK", L, "General Delivery\nNome AK"),
        ("12 Elm Street", L, "12 Elm Street"),
        ("12 Elm Street Denver CO", C, "12 Elm Street Denver CO"),
        ("we live at 12 Elm St, Denver 80202", C, "12 Elm St, Denver 80202"),
        ("I moved in 2019", N, None),
        ("same as before 2 days ago", N, None),
        ("it is the same as 2 weeks ago", N, None),
        ("why, what for, my friend", N, None),
        ("it is hot, I am in Texas", N, None),
        ("4 weeks, please", L, "4 weeks, please"),
        ("please hurry up now", N, None),
        ("Denver", N, None),
        ("80202", N, None),
        ("jane@example.com", N, None),
        ("same as before", N, None),
        ("x" * 301 + " 1", N, None),
    ],
)
def test_address(text, fit, value):
    _check("address", text, fit, value)


@rows(
    "text,fit,value",
    [
        ("Free replacement power bank", C, "replacement"),
        ("replacement", C, "replacement"),
        ("a new one, the replacement please", C, "replacement"),
        ("the gift card", C, "gift_card"),
        ("$30 Anker gift card", C, "gift_card"),
        ("giftcard", C, "gift_card"),
        ("1", C, "replacement"),
        ("2.", C, "gift_card"),
        ("option 2", C, "gift_card"),
        ("the second one", C, "gift_card"),
        ("the first", C, "replacement"),
        ("how big is the gift card?", L, "gift_card"),
        ("not the gift card, the replacement", C, "replacement"),
        ("I don't want the gift card", N, None),
        ("the replacement instead of the gift card", C, "replacement"),
        ("two", C, "gift_card"),
        ("one", C, "replacement"),
        ("option two", C, "gift_card"),
        ("number one please", C, "replacement"),
        ("the $30", C, "gift_card"),
        ("30 dollars", C, "gift_card"),
        ("a new power bank", L, "replacement"),
        ("replace it", L, "replacement"),
        ("send me a new one", L, "replacement"),
        ("the voucher", L, "gift_card"),
        ("i dont want a replacement i want the gift card", C, "gift_card"),
        ("I don't want a replacement. I want the gift card", C, "gift_card"),
        ("the gift card is too little, replacement then", C, "replacement"),
        ("the one", N, None),
        ("wait a second", N, None),
        ("I bought a new power bank", N, None),
        ("my power bank is hot", N, None),
        ("the thirty dollars", C, "gift_card"),
        ("I'd take the Thirty bucks", C, "gift_card"),
        ("thirty-five dollars", N, None),
        ("thirty dollars is too little", N, None),
        ("gift card or replacement", N, None),
        ("my money back", N, None),
        ("3", N, None),
        ("both", N, None),
    ],
)
def test_remedy(text, fit, value):
    _check("remedy", text, fit, value)


@rows(
    "text,fit,value",
    [
        ("Amazon", L, "Amazon"),
        ("at Best Buy", L, "Best Buy"),
        ("I bought it on Amazon.com", L, "Amazon.com"),
        ("from a friend", L, "a friend"),
        ("7-11", L, "7-11"),
        ("80202", N, None),
        ("it is 80202-1234.", N, None),
        ("???", N, None),
        ("why do you want to know", N, None),
        ("x" * 130, N, None),
    ],
)
def test_seller(text, fit, value):
    _check("seller", text, fit, value)


@rows(
    "text,fit,value",
    [
        ("112-3456789-1234567", C, "112-3456789-1234567"),
        ("order #112-3456789-1234567", C, "112-3456789-1234567"),
        ("it is N1234567", C, "N1234567"),
        ("1234", C, "1234"),
        ("I ordered it in 2019, number 112-3456789-1234567", C, "112-3456789-1234567"),
        ("112 3456789 1234567", C, "112 3456789 1234567"),
        ("it was the A1263, order N1234567", C, "N1234567"),
        ("N1234567 on 2019-03-05", C, "N1234567"),
        ("two 10000 mAh ones, 113-5551234-7654321", C, "113-5551234-7654321"),
        ("don't have it, it was in 2018", N, None),
        ("I have an A1263", N, None),
        ("call me at 555-010-0123", N, None),
        ("(303) 555-0100", N, None),
        ("555-0100", N, None),
        ("where do I find order 112-3456789-1234567?", N, None),
        ("no", N, None),
        ("Amazon", N, None),
        ("12", N, None),
    ],
)
def test_order(text, fit, value):
    _check("order", text, fit, value)


@rows(
    "text",
    [
        "skip", "Skip it.", "pass", "none", "no thanks", "n/a", "I don't have one", "don't know",
        "idk", "not sure", "no idea", "lost it", "later", "-", "i dont remember", "nope",
        "I don't have it", "can't find it", "I don't have an order number", "no order number",
        "I can't remember", "I don't know where", "no receipt, lost it", "don't know. skip",
    ],
)  # fmt: skip
def test_skip(text):
    assert is_skip(text)


@rows(
    "text",
    ["", "Amazon", "skip the line at Best Buy", "Passport Store", "no 12345678", "no, Amazon"],
)
def test_no_skip(text):
    assert not is_skip(text)


@rows("text", ["US", "the U.S.A.", "Ohio", "west virginia", "Portland, Oregon"])
def test_the_united_states_are_recognised(text):
    assert names_us(text)


@rows("text", ["Russia", "Australia", "custom", "bus", "Georgian", ""])
def test_other_places_are_not(text):
    assert not names_us(text)


@rows(
    "kind,text",
    itertools.product(
        ["country", "name", "email", "address", "remedy", "seller", "order"],
        ["", " ", "\x00", "\u202e", "\U0001f525" * 40, "a" * 1000, "?" * 50],
    ),
)
def test_any_text_is_read_without_an_error(kind, text):
    assert read_field(kind, text, REMEDIES).fit in Fit


@rows(
    "text,told",
    [
        ("yes", True), ("Yes, it matches", True), ("ok", True), ("that's right", True),
        ("I agree", True), ("sí", True), ("y", True), ("it is", True),
        ("hmm", False), ("maybe", False), ("yes, but the 8 is a B", False), ("I think so", False),
        ("not quite right", False), ("right?", False), ("I don't agree", False),
        ("correct it please", False), ("okay wait", False), ("yes one sec", False),
        ("that isn't right", False), ("that\u2019s not it", False), ("ok, no problem", True),
        ("blib", None), ("well", None), ("", None), ("Sydney", None),
    ],
)  # fmt: skip
def test_a_yes_is_a_yes_only_in_so_many_words(text, told):
    assert says_yes(text) is told


@rows(
    "text,country",
    [
        ("I bought it in Japan", "JP"),
        ("I got mine from Amazon in Germany last year, is it recalled?", "DE"),
        ("purchased in Texas", "US"),
        ("it is from Canada", "CA"),
        ("I bought it in Japan but I live in Texas now", "JP"),
        ("I bought my A1263 in Japan while living in New York", "JP"),
        ("bought in Japan and moved to California", "JP"),
        ("I bought it in Japan (I'm from Ohio)", "JP"),
        ("it came from Japan to the US with me", "JP"),
        ("got it in Japan on a trip from Texas", "JP"),
        ("bought in Japan, I live in New York", "JP"),
        ("I bought it in Texas but I live in Japan now", "US"),
        ("bought it in Tokyo, Japan", "JP"),
        ("bought it in Tokyo, Japan last year", "JP"),
        ("bought it in Toronto, Ontario, Canada", "CA"),
        ("bought it on Amazon Japan", "JP"),
        ("bought it at Amazon.de in Germany", "DE"),
        ("bought it on Amazon when I was in Japan", "JP"),
        ("bought it at a Best Buy in Portland, Oregon", "US"),
        ("purchased in the U.S. by my dad", "US"),
        ("purchased in Albuquerque, New Mexico", "US"),
        ("I bought it in New England", "US"),
        ("bought it in Lebanon, Ohio", None),
        ("bought it overseas and now I live in Texas", None),
        ("I bought it in Tokyo, I live in Texas", None),
        ("one came from Japan, the other was bought in Texas", None),
        ("I didn't buy it in Japan", None),
        ("is Japan a nice place?", None),
        ("I bought it from Amazon", None),
        ("my address is in Germany", None),
    ],
)
def test_the_country_a_unit_comes_from_is_read_where_it_is_told(text, country):
    assert bought_in(text) == country


@rows(
    "text,told",
    [
        ("no, AKFF1Y0E12345678 is wrong", True), ("No it isn't AKFF1Y0E12345678", True),
        ("I don't think it's AKFF1Y0E12345678", True), ("it’s different", True),
        ("serial no AKFF1Y0E12345678", False), ("yes AKFF1Y0E12345678", False),
    ],
)  # fmt: skip
def test_a_denial_is_told_from_the_word_for_number(text, told):
    assert denies(text) is told
