"""What proves that a conversation, or a button, is ours: HMAC-SHA256 with the service's key."""

from __future__ import annotations

import hashlib
import hmac
import secrets

from itsdangerous import BadSignature, Signer

__all__ = ["Tokens"]


class Tokens:
    """Signs and checks with one key."""

    def __init__(self, key: str) -> None:
        self._key = key

    def new_conversation(self) -> tuple[str, str]:
        """A conversation id nobody can guess (192 bits), and its token."""
        conversation = "web-" + secrets.token_urlsafe(24)
        return conversation, self._signer("conversation").sign(conversation).decode()

    def conversation(self, token: str) -> str | None:
        """The conversation a token belongs to, or None."""
        return self._open("conversation", token)

    def sign_payload(self, conversation: str, payload: str) -> str:
        """A button's payload as it is sent to the customer of this conversation."""
        return self._signer(f"button {conversation}").sign(payload).decode()

    def payload(self, conversation: str, signed: str) -> str | None:
        """The payload of a button that this conversation was sent, or None."""
        return self._open(f"button {conversation}", signed)

    def address(self, address: str) -> str:
        """A customer's address as it is counted: a keyed digest, not the address."""
        return hmac.new(self._key.encode(), address.encode(), hashlib.sha256).hexdigest()[:32]

    def _open(self, salt: str, signed: str) -> str | None:
        signer = self._signer(salt)
        try:
            value = signer.unsign(signed).decode()
        except (BadSignature, UnicodeError):
            return None
        # Base64 has several spellings of the same bytes; only the one that we gave out is ours.
        return value if signer.sign(value).decode() == signed else None

    def _signer(self, salt: str) -> Signer:
        return Signer(self._key, salt=salt, digest_method=hashlib.sha256)
