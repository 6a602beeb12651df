"""The support desk: the pages under /desk that a firm's support team works in.

To add a page:

1. its handler in a module of `bot/desk/pages`: `async def page(request) -> web.StreamResponse`,
   which reads `request.app[DESK]` (database, stores, recalls) and `person_of(request)`, and ends
   with `render(request, "page.html", ...)`;
2. its template in `bot/desk/templates`, which extends `frame.html`: no inline script or style;
   each form that changes something begins with `{{ csrf_field() }}`;
3. its line in `ROUTES` (`bot/desk/routes.py`): method, path, handler, who may (`bot.desk.roles`),
   and the word for the menu if it has a place there. The guard checks session, role and, on every
   POST, CSRF by that line; a handler never does;
4. what it changes or shows of a customer is written into the audit in the same transaction:
   `async with desk.audited(person, "action", subject) as connection`, or, for a view alone,
   `await desk.saw(person, "action", subject)` before the page is made (`desk.viewed` where the
   page looks at itself anew);
5. a test: `tests/desk/test_routes.py` walks the table (refused without session, role, CSRF) and
   finds the page by itself; what the page shows is tested beside it.

The desk imports claims, conversations and recalls, never `bot.web`; `bot.web.app` mounts it.
"""

from bot.desk.app import DESK, Desk, make_desk

__all__ = ["DESK", "Desk", "make_desk"]
