"""Personal data as lists show it: enough to tell two customers apart, not to know them. Pure."""

from __future__ import annotations

__all__ = ["masked_email", "masked_name", "masked_serial"]

DOTS = "•••"


def masked_name(name: object) -> str:
    """Jane Porter -> J••• P•••"""
    return " ".join(part[0] + DOTS for part in str(name or "").split()[:3])


def masked_email(email: object) -> str:
    """jane@example.com -> j•••@example.com"""
    local, at, domain = str(email or "").partition("@")
    return f"{local[:1]}{DOTS}@{domain}" if at else ""


def masked_serial(serial: str | None) -> str:
    """AKFF1Y0E12345678 -> ••• 5678"""
    return f"{DOTS} {serial[-4:]}" if serial else "no serial"
