"""What a customer is told of a claim's change: in the conversation, and by e-mail."""

from __future__ import annotations

from bot.claims.claim import Claim
from bot.claims.claims import MailWords
from bot.claims.filling import photos_wanted
from bot.claims.life import State
from bot.conversations.messages import Reply
from bot.recalls import Recall, Recalls
from bot.storage.outbox import Mail

__all__ = ["mail_words", "notice"]

_WORDS = {
    "checking": "A person is now looking at your claim {number}.",
    "needs_information": "Something is needed for your claim {number}: {reason}\n"
    'Please send photos {here}. For anything else write "person", then your answer.',
    "approved": "Your claim {number} is approved.\n"
    "Please keep the {kind}, unused, until we tell you that you can dispose of it.",
    "awaiting_disposal": "Your claim {number} is confirmed. Now please dispose of the {kind}:\n"
    "{steps}\n{never}\nWhen it is done, write {here}: I have disposed of it.",
    "fulfilled": "Your claim {number} is finished: {reason}\nThank you.",
    "rejected": "Your claim {number} was not accepted. The reason: {reason}\n"
    "If you think that is wrong, write {here} and a person will look at it again.",
}
# Disposed of, they said; the firm is not satisfied yet. Nothing is to be disposed of again.
_ONCE_MORE = (
    "One thing is still open about the disposal of your {kind}, claim {number}: {reason}\n"
    "If it is disposed of, write {here}: I have disposed of it. We then ask you once more when "
    'and where. If you still have the {kind}, write "person".'
)
_ONCE_MORE_SUBJECT = "A question about the disposal"
# What is said in the conversation by the dialogue itself, or not needed by e-mail.
_MAIL_WORDS = {
    **_WORDS,
    "checking": "",
    "submitted": "We have your claim {number}. Thank you.\n{photos}"
    "The support team looks at it and answers. {not_yet}",
    "withdrawn": "You have withdrawn your claim {number}. Nothing more will be done.\n"
    "The {kind} is still part of the recall: please don't use or charge it.",
}
_PHOTOS_MISSING = "One thing is still needed: please send your photos {here}.\n"
_SUBJECTS = {
    "submitted": "We have your claim",
    "needs_information": "Something is needed for your claim",
    "approved": "Your claim is approved",
    "awaiting_disposal": "Please dispose of it now",
    "fulfilled": "Your claim is finished",
    "rejected": "Your claim was not accepted",
    "withdrawn": "Your claim is withdrawn",
}
_FRAME = """{told}

Claim {number}, {product}, model {models}. Recall {recall}.

This e-mail was written by a program. To answer, open {chat} and write: where is my claim {number}
{contact}
{never_asked}"""


def notice(
    number: str, state: str, reason: str, recall: Recall | None, before: str = ""
) -> Reply | None:
    """The message for a claim that has come into `state`; None where there is nothing to say.

    before: the state it comes from.
    """
    words = _ONCE_MORE if _sent_back(before, state) else _WORDS.get(state)
    return None if words is None else Reply(_filled(words, number, reason, recall, "here"))


def mail_words(recalls: Recalls, public_url: str = "") -> MailWords:
    """What `Claims` writes into the outbox: by a claim's recall, to the address in the claim.

    public_url: the door's address, without a path; empty where it is not set.
    """
    chat = f"the chat at {public_url}/chat" if public_url else "the chat"

    def write(claim: Claim, state: State, reason: str) -> Mail | None:
        recipient = claim.details.get("email")
        sent_back = _sent_back(claim.state, state)
        words = _ONCE_MORE if sent_back else _MAIL_WORDS.get(state)
        unfiled = state == "withdrawn" and claim.state == "draft"
        if not words or not recipient or unfiled:
            return None
        recall = recalls.get(claim.recall)
        photos = recall is not None and bool(photos_wanted(claim, recall))
        told = _filled(words, claim.number, reason, recall, "in the chat", photos=photos)
        facts = recall.facts() if recall else {}
        text = _FRAME.format(
            told=told,
            number=claim.number,
            product=facts.get("product", "your unit"),
            models=", ".join(dict.fromkeys(unit.model for unit in claim.units)),
            recall=claim.recall,
            chat=chat,
            contact=facts.get("contact_text", ""),
            never_asked=facts.get("never_asked_text", ""),
        )
        about = _ONCE_MORE_SUBJECT if sent_back else _SUBJECTS[state]
        subject = f"{about} ({claim.number})"
        return Mail(state, str(recipient), subject, text.strip() + "\n")

    return write


def _sent_back(before: str, state: str) -> bool:
    """Is a disposal that was reported to be reported once more?"""
    return (before, state) == ("disposal_confirmed", "awaiting_disposal")


def _filled(
    words: str, number: str, reason: str, recall: Recall | None, here: str, *, photos: bool = False
) -> str:
    facts = recall.facts() if recall else {}
    return words.format(
        number=number,
        reason=reason,
        here=here,
        kind=facts.get("product_kind", "unit"),
        steps=facts.get("disposal_steps", ""),
        never=facts.get("disposal_never", ""),
        not_yet=facts.get("disposal_not_yet", ""),
        photos=_PHOTOS_MISSING.format(here=here) if photos else "",
    ).strip()
