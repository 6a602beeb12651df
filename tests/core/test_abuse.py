"""What is abuse of the assistant, and what only sounds like it."""

from bot.abuse import is_abuse
from tests.core.table import rows


@rows(
    "text",
    [
        "fuck you", "f*** you", "you are a stupid useless machine", "asshole", "stupid bot",
        "you're so fucking useless", "what a piece of shit", "this is bullshit", "you suck",
        "shut up", "idiot", "go to hell", "USELESS!!!", "dumb robot",
        "you are trash", "you guys are garbage", "garbage bot", "what a load of rubbish",
        "total garbage", "you rubbish machine", "you stupid bot",
        "you stupid piece of crap", "you pathetic useless bot",
    ],
)  # fmt: skip
def test_abuse(text):
    assert is_abuse(text)


@rows(
    "text",
    [
        # Names of people and streets.
        "Dick Smith", "Fuk Ming", "Fukuda Ken", "Shittu", "Suckling", "12 Shitake Lane, Denver",
        "Assad Khan", "Moronta", "crapster@example.com",
        # Something is meant besides.
        "this is useless, get me a person", "my stupid power bank is smoking", "are you real?",
        "there's this awful hiss", "I put it in the trash", "can I put it in the trash?",
        "It was an A1263, I threw it in the trash yesterday", "it's trash now", "trash",
        "in the trash", "that is garbage", "the gift card is garbage", "it was rubbish, so I threw "
        "it out", "what trash can?", "what garbage collection", "my power bank is trash",
        "this is terrible, it burned my hand yesterday", "is it stupid to keep it", "no", "",
    ],
)  # fmt: skip
def test_no_abuse(text):
    assert not is_abuse(text)
