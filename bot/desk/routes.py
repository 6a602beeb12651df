"""The one table of the desk's routes: each with who may use it. A test walks it.

Paths are below /desk. There is no other way to a page: `make_desk` adds what stands here.
"""

from __future__ import annotations

from typing import NamedTuple

from bot.desk.guard import Route
from bot.desk.pages import (
    audit,
    canned,
    claims,
    conversations,
    customer_data,
    deciding,
    exports,
    figures,
    files,
    home,
    incidents,
    people,
    photos,
    questions,
    queue,
    recalls,
    signing_in,
    unclear,
)
from bot.desk.roles import ADMINS, AUDITORS, LEADS, TEAM, WHOEVER, Role

__all__ = ["ROUTES", "Menu", "menu_for"]

MOST_IN_A_LINE = 6

ROUTES: tuple[Route, ...] = (
    # Signing in and out.
    Route("GET", "/login", signing_in.page, None),
    Route("POST", "/login", signing_in.sign_in, None),
    Route("POST", "/logout", signing_in.sign_out, WHOEVER),
    Route("GET", "/static/{name}", files.static, None),
    # Where each role begins.
    Route("GET", "", home.page, WHOEVER),
    # What waits, and finding claims.
    Route("GET", "/queue", queue.page, TEAM, "Queue"),
    Route("POST", "/search", queue.search, TEAM),
    Route("GET", "/events", queue.events, TEAM, live=True),
    Route("GET", "/danger", queue.danger, TEAM, live=True),
    # Claims.
    Route("GET", "/claims/matching", deciding.matching, LEADS, "Matching"),
    Route("POST", "/claims/matching", deciding.approve_all, LEADS),
    Route("GET", "/claims/{number}", claims.page, TEAM),
    Route("POST", "/claims/{number}/take", claims.take, TEAM),
    Route("POST", "/claims/{number}/release", claims.release, TEAM),
    Route("POST", "/claims/{number}/note", claims.note, TEAM),
    Route("GET", "/claims/{number}/decide/{state}", deciding.page, TEAM),
    Route("POST", "/claims/{number}/preview/{state}", deciding.preview, TEAM),
    Route("POST", "/claims/{number}/decide/{state}", deciding.decide, TEAM),
    Route("GET", "/photos/{photo}", photos.photo, TEAM),
    # Conversations.
    Route("GET", "/conversations/{conversation}", conversations.page, TEAM),
    Route("POST", "/conversations/{conversation}/take-over", conversations.take_over, TEAM),
    Route("POST", "/conversations/{conversation}/give-back", conversations.give_back, TEAM),
    Route("POST", "/conversations/{conversation}/answer", conversations.answer, TEAM),
    Route("POST", "/conversations/{conversation}/done", conversations.done, TEAM),
    Route("POST", "/conversations/{conversation}/photo", conversations.put_photo, TEAM),
    Route("POST", "/conversations/{conversation}/note", conversations.note, TEAM),
    # What is kept of a customer.
    Route("GET", "/conversations/{conversation}/data", customer_data.page, LEADS),
    Route("GET", "/conversations/{conversation}/data.json", customer_data.export, LEADS),
    Route("POST", "/conversations/{conversation}/data/erase", customer_data.erase, LEADS),
    # Incidents.
    Route("GET", "/incidents", incidents.page, TEAM, "Incidents"),
    Route("GET", "/incidents.{form}", incidents.export, LEADS),
    Route("GET", "/incidents/{conversation}/{message}", incidents.one, TEAM),
    Route("POST", "/incidents/{conversation}/{message}/mark", incidents.mark_done, TEAM),
    Route("POST", "/incidents/{conversation}/{message}/details", incidents.write_down, TEAM),
    # What leads prepare and take away.
    Route("GET", "/answers", canned.page, LEADS, "Answers", more=True),
    Route("POST", "/answers", canned.save, LEADS),
    Route("POST", "/answers/delete", canned.delete, LEADS),
    Route("GET", "/exports", exports.page, LEADS, "Exports", more=True),
    Route("GET", "/claims.{form}", exports.export, LEADS),
    # What was not understood, and questions of the firm's own: a lead's work.
    Route("GET", "/unclear", unclear.page, LEADS, "Not understood", more=True),
    Route("GET", "/unclear.csv", unclear.export, LEADS),
    Route("POST", "/unclear/label", unclear.label, LEADS),
    Route("POST", "/unclear/dismiss", unclear.dismiss, LEADS),
    Route("GET", "/questions", questions.page, LEADS),
    Route("POST", "/questions", questions.save, LEADS),
    Route("GET", "/questions/new", questions.new, LEADS),
    Route("GET", "/questions/{question}", questions.one, LEADS),
    Route("GET", "/questions/{question}/edit", questions.edit, LEADS),
    Route("POST", "/questions/{question}/try", questions.try_out, LEADS),
    Route("POST", "/questions/{question}/live", questions.go_live, LEADS),
    Route("POST", "/questions/{question}/remove", questions.remove, LEADS),
    # What is recalled. What a list decides is a lead's to change.
    Route("GET", "/recalls", recalls.page, TEAM, "Recalls"),
    Route("POST", "/recalls/check", recalls.check, TEAM),
    Route("GET", "/recalls/lint", recalls.lint_files, TEAM),
    Route("GET", "/recalls/{number}", recalls.one, TEAM),
    Route("POST", "/recalls/{number}/load", recalls.load, LEADS, upload=True),
    Route("POST", "/recalls/{number}/list", recalls.activate, LEADS),
    Route("GET", "/recalls/{number}/rejected.csv", recalls.rejected, LEADS),
    # What is counted: no customer can be found in it.
    Route("GET", "/figures", figures.page, WHOEVER, "Figures"),
    Route("GET", "/figures.csv", figures.export, WHOEVER),
    # The audit.
    Route("GET", "/audit", audit.page, AUDITORS, "Audit", more=True),
    Route("POST", "/audit/verify", audit.verify, AUDITORS),
    Route("GET", "/audit.csv", audit.export, AUDITORS),
    # The people.
    Route("GET", "/people", people.page, ADMINS, "People", more=True),
    Route("POST", "/people/{login}/role", people.set_role, ADMINS),
    Route("POST", "/people/{login}/disable", people.disable, ADMINS),
    Route("POST", "/people/{login}/enable", people.enable, ADMINS),
    Route("POST", "/people/{login}/sign-out", people.sign_out, ADMINS),
)


class Menu(NamedTuple):
    """Path and word of each page; more: those that are opened less often."""

    main: list[tuple[str, str]]
    more: list[tuple[str, str]]


def menu_for(role: Role) -> Menu:
    """The pages that this role has in the menu."""
    pages = [r for r in ROUTES if r.menu and r.roles is not None and role in r.roles]
    # Few enough are all beside each other.
    apart = len(pages) > MOST_IN_A_LINE
    main, more = (
        [(f"/desk{route.path}", route.menu) for route in pages if (route.more and apart) is later]
        for later in (False, True)
    )
    return Menu(main, more)
