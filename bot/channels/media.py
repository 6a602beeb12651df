"""Fetching a customer's file from a provider: only from its hosts, only so much, never from inside.

MediaRefused   what is there can't be taken; `kind` as of `bot.claims.photos.PhotoRefused`
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Collection, Mapping, Sequence
from typing import Any
from urllib.parse import urljoin, urlsplit

from aiohttp import ClientError, ClientSession, ClientTimeout, TCPConnector
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import DefaultResolver

from bot.claims.photos import MAX_BYTES

__all__ = ["MediaRefused", "download"]

MAX_REDIRECTS = 3
DOWNLOAD_SECONDS = 30.0
# What a provider sends besides pictures where it does not let us in: a page to sign in.
NO_PHOTO_TYPES = ("text/", "video/", "audio/")


class MediaRefused(Exception):
    """The file cannot be taken. kind: "not_a_photo", "too_big", "empty" or "gone"."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


class _PublicOnly(AbstractResolver):
    """Names of hosts as addresses, without those of private networks."""

    def __init__(self, trusted: str) -> None:
        self._resolver = DefaultResolver()
        self._trusted = trusted

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        found = await self._resolver.resolve(host, port, family)
        if host != self._trusted:
            found = [a for a in found if ipaddress.ip_address(a["host"]).is_global]
        if not found:
            raise OSError("no public address")
        return found

    async def close(self) -> None:
        await self._resolver.close()


async def download(
    url: str,
    *,
    hosts: Sequence[str],
    own: str,
    headers: Mapping[str, str],
    gone: Collection[int] = (),
) -> bytes:
    """The file at `url`, at most as large as a photo may be.

    hosts: that may be asked; one that begins with a dot stands for all below it. own: the
    provider's interface as the settings name it; only there may be no TLS and a private address.
    The headers, which let us in, go to the first host alone. gone: further statuses that mean so.
    Raises MediaRefused, ClientError, OSError, asyncio.TimeoutError.
    """
    try:
        return await _follow(url, hosts, own, headers, gone)
    except ValueError:
        raise MediaRefused("gone") from None  # no address at all, or it leads to none


async def _follow(
    url: str, hosts: Sequence[str], own: str, headers: Mapping[str, str], gone: Collection[int]
) -> bytes:
    trusted = urlsplit(own)
    first: str | None = None
    timeout = ClientTimeout(total=DOWNLOAD_SECONDS)
    connector = TCPConnector(resolver=_PublicOnly(trusted.hostname or ""))
    async with ClientSession(timeout=timeout, connector=connector) as session:
        for _ in range(MAX_REDIRECTS + 1):
            parts = urlsplit(url)
            host = parts.hostname or ""
            if not _may_ask(parts, hosts, trusted):
                raise MediaRefused("gone")
            first = first or host
            ours = headers if host == first else {}
            async with session.get(url, allow_redirects=False, headers=ours) as response:
                if response.status in (301, 302, 303, 307, 308):
                    url = urljoin(url, response.headers.get("Location", ""))
                    continue
                if response.status in gone:
                    raise MediaRefused("gone")
                if response.status in (401, 403, 429) or response.status >= 500:
                    raise ClientError(f"answered {response.status}")
                if response.status != 200:
                    raise MediaRefused("gone")
                if response.content_type.startswith(NO_PHOTO_TYPES):
                    raise MediaRefused("not_a_photo")
                return await _read(response.content)
    raise MediaRefused("gone")


def _may_ask(parts: Any, hosts: Sequence[str], trusted: Any) -> bool:
    if (parts.scheme, parts.netloc) == (trusted.scheme, trusted.netloc):
        return True
    host = parts.hostname or ""
    named = any(host == h or (h.startswith(".") and host.endswith(h)) for h in hosts)
    return parts.scheme == "https" and parts.port in (None, 443) and named and not parts.username


async def _read(content: Any) -> bytes:
    data = bytearray()
    async for chunk in content.iter_chunked(64 * 1024):
        data += chunk
        if len(data) > MAX_BYTES:
            raise MediaRefused("too_big")
    if not data:
        raise MediaRefused("empty")
    return bytes(data)
