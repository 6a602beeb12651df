"""The support desk's people and its audit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bot.cli.base import main, open_database, plainly

if TYPE_CHECKING:
    from bot.desk.people import People
    from bot.settings import Settings
    from bot.storage import Database

__all__: list[str] = []


@main.group()
def desk() -> None:
    """The support desk's people and its audit."""


@desk.command("add-user")
@click.argument("login")
@click.option("--name", required=True, help="Customers see it, e.g. 'Ana'.")
@click.option(
    "--role", type=click.Choice(("agent", "lead", "admin", "auditor")), default="agent",
    show_default=True,
)  # fmt: skip
@click.option("--totp", is_flag=True, help="Also ask for a one-time code at each sign-in.")
@click.password_option(help="Asked for where it is left out, which is better.")
@plainly
async def add_user(login: str, name: str, role: str, totp: bool, password: str) -> None:
    """Let somebody sign in at /desk.

    agent: claims and conversations. lead: also exports, canned answers, claims in bulk. admin:
    also people. auditor: the audit only.

    \b
    Example:
      recall-assistant desk add-user ana --name Ana --role agent --totp
    """
    from bot.desk.people import new_totp

    secret = new_totp() if totp else None
    async with open_database() as (settings, database):
        person = await _people(settings, database).add(login, name, role, password, totp=secret)
    click.echo(f"{person.login} can sign in at /desk as {person.role}.")
    _show(person.login, secret)


@desk.command("disable-user")
@click.argument("login")
@plainly
async def disable_user(login: str) -> None:
    """End somebody's sessions, and let them sign in no more.

    \b
    Example:
      recall-assistant desk disable-user ana
    """
    async with open_database() as (settings, database):
        await _people(settings, database).disable(login)
    click.echo(f"{login} is signed out and cannot sign in.")


@desk.command("set-password")
@click.argument("login")
@click.option("--totp", is_flag=True, help="Also a new secret for one-time codes.")
@click.password_option(help="Asked for where it is left out, which is better.")
@plainly
async def set_password(login: str, totp: bool, password: str) -> None:
    """Give somebody another password; ends their sessions.

    \b
    Example:
      recall-assistant desk set-password ana --totp
    """
    from bot.desk.people import new_totp

    secret = new_totp() if totp else None
    async with open_database() as (settings, database):
        await _people(settings, database).set_password(login, password, totp=secret)
    click.echo(f"{login} has a new password.")
    _show(login, secret)


@desk.command("verify-audit")
@plainly
async def verify_audit() -> None:
    """Check that no row of the audit was changed, taken out or put in.

    Keep the last hash that it prints elsewhere: rows cut off at the end are then found, too.

    \b
    Example:
      recall-assistant desk verify-audit
    """
    from bot.desk.audit import Audit

    async with open_database() as (settings, database):
        chain = await Audit(settings.require_secret()).verify(database)
    if chain.broken_at is not None:
        raise click.ClickException(
            f"The audit is broken at row {chain.broken_at}; the {chain.rows} before are in order."
        )
    click.echo(f"All {chain.rows} rows are in order. Last hash: {chain.head or 'none'}")


def _show(login: str, secret: str | None) -> None:
    import pyotp

    if secret:
        address = pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name="Recall desk")
        click.echo(f"Shown only now, for their authenticator app: {address}")


def _people(settings: Settings, database: Database) -> People:
    from bot.desk.audit import Audit
    from bot.desk.people import People

    secret = settings.require_secret()
    return People(database, Audit(secret), secret, hours=settings.office_hours)
