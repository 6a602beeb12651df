"""Who may do what at the desk: four roles, and the sets of them that pages are open to."""

from __future__ import annotations

from typing import Literal, get_args

__all__ = ["ADMINS", "AUDITORS", "LEADS", "ROLES", "TEAM", "WHOEVER", "Role"]

Role = Literal["agent", "lead", "admin", "auditor"]
ROLES: tuple[Role, ...] = get_args(Role)

# Signed in, whoever it is.
WHOEVER: frozenset[Role] = frozenset(ROLES)
# Who works on claims and conversations; an auditor reads the audit and sees no customer.
TEAM: frozenset[Role] = frozenset({"agent", "lead", "admin"})
LEADS: frozenset[Role] = frozenset({"lead", "admin"})
ADMINS: frozenset[Role] = frozenset({"admin"})
AUDITORS: frozenset[Role] = frozenset({"auditor", "admin"})
