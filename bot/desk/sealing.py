"""Secrets of one-time codes as the database holds them: sealed with the service's key.

Who has a copy of the database, but not the key, cannot make anybody's codes.
"""

from __future__ import annotations

import base64
import hashlib
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

__all__ = ["Seal"]

NONCE = 12
# The 20 bytes of a secret, its nonce and its tag: 64 characters, which no unsealed one has.
SEALED = 64


class Seal:
    """Seals and opens. secret: the service's key."""

    def __init__(self, secret: str) -> None:
        self._cipher = AESGCM(hashlib.sha256(b"totp " + secret.encode()).digest())

    def close(self, login: str, totp: str) -> str:
        """Sealed for this login: under another one it cannot be opened."""
        nonce = secrets.token_bytes(NONCE)
        sealed = self._cipher.encrypt(nonce, base64.b32decode(totp), login.encode())
        return base64.urlsafe_b64encode(nonce + sealed).decode()

    def open(self, login: str, kept: str) -> str | None:
        """The secret again; None where the key is another one.

        One that was kept before there was a seal is given as it is.
        """
        if len(kept) != SEALED:
            return kept
        raw = base64.urlsafe_b64decode(kept)
        try:
            opened = self._cipher.decrypt(raw[:NONCE], raw[NONCE:], login.encode())
        except InvalidTag:
            return None
        return base64.b32encode(opened).decode()
