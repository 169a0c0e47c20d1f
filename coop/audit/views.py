"""The log on the site: acts in office are noted as they happen; the fingerprint is public, the lines are not."""

from flask import Blueprint, Response, current_app, g, request
from flask.typing import ResponseReturnValue
from werkzeug.routing import BuildError

from coop.audit import actions, policy, queries
from coop.identity.queries import names_of
from coop.kernel.access import PERMISSION_WORDS, Permission
from coop.kernel.db import Session
from coop.web.address import district, district_or_none, url_for
from coop.web.guard import actor, public, stamp_of
from coop.web.pages import page
from coop.web.paging import page_number, paging_from_request
from coop.web.session import db, kept, now
from coop.web.words import _

bp = Blueprint("audit", __name__, url_prefix="/<district>")
LINES_A_PAGE = 50


@bp.after_app_request
def note_request(response: Response) -> Response:
    """Note an act in office with its transaction, and a look at what is not public on its own."""
    view = current_app.view_functions.get(request.endpoint or "")
    permission = stamp_of(view) if view else None
    # A refused form shows what it is about as the page before it did.
    shown = response.status_code < 400 or response.status_code in (409, 422)
    if not shown or permission is None or g.get("noted"):
        return response
    g.noted = True
    if (
        g.get("writes")
        and response.status_code < 400
        and (permission in policy.NOTED_ACTS or request.endpoint in policy.NOTED_PLACES)
    ):
        _note(db())
    elif _is_look(permission, response.status_code) and actor().is_signed_in:
        with kept() as own:
            _note(own)
    return response


def _is_look(permission: Permission, status: int) -> bool:
    noted = permission in policy.NOTED_LOOKS or request.endpoint in policy.NOTED_VIEWS
    return noted and (request.method == "GET" or status >= 400)


def _note(session: Session) -> None:
    found = district_or_none()
    actions.note(
        session,
        account_id=actor().account_id,
        district_id=int(found.id) if found else None,
        act=request.endpoint or "",
        things={name: value for name, value in (request.view_args or {}).items() if isinstance(value, int)},
        at=now(),
    )


@bp.get("/logboek")
@public
def log() -> ResponseReturnValue:
    """The newest fingerprint for everybody; the lines for who may read them."""
    number, head = queries.head_of(db())
    if not actor().may(Permission.READ_AUDIT_LOG):
        return page("audit/log.html", number=number, head=head, rows=None)
    offset = (page_number() - 1) * LINES_A_PAGE
    rows, total = queries.entries_of(db(), district().id, offset=offset, limit=LINES_A_PAGE)
    return page(
        "audit/log.html",
        number=number,
        head=head,
        rows=[(row, _words_of(row.act), _address_of(row.act, row.things)) for row in rows],
        names=names_of(db(), [row.account_id for row in rows]),
        paging=paging_from_request(total, LINES_A_PAGE),
    )


def _words_of(act: str) -> str:
    view = current_app.view_functions.get(act)
    permission = stamp_of(view) if view else None
    words = policy.ACT_WORDS.get(act) or (PERMISSION_WORDS.get(permission) if permission else None)
    return _(words) if words else ""


def _address_of(act: str, things: dict[str, int]) -> str:
    try:
        return url_for(act, **things)
    except BuildError:  # a page of an earlier version of the site
        return act
