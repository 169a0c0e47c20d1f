"""Screens of one's own data: what the site holds, taking it along, leaving; and how long everything is kept."""

import json
from datetime import datetime
from typing import Any

from flask import Blueprint, current_app
from flask.typing import ResponseReturnValue
from flask_login import current_user

from coop.audit.queries import erased_counts
from coop.districts.queries import all_districts
from coop.identity.queries import account_of
from coop.kernel.access import Permission
from coop.kernel.clock import local_day
from coop.kernel.errors import InvalidError
from coop.kernel.words import mark
from coop.members import actions as members
from coop.members.policy import SECOND_THOUGHTS, Ending
from coop.privacy import queries
from coop.privacy.forms import LeaveForm
from coop.privacy.policy import COLUMN_WORDS, KINDS, Kind
from coop.web.address import district
from coop.web.filters import day, month
from coop.web.forms import EmptyForm, accepted, put_on_form
from coop.web.guard import allow, public
from coop.web.limits import posting
from coop.web.locale import LANGUAGES
from coop.web.pages import download, page, rendered, see_other, tell
from coop.web.session import db, now
from coop.web.words import _

bp = Blueprint("privacy", __name__)


def term_of(kind: Kind) -> str:
    """How long a kind is kept, in words."""
    return _(kind.term.words, days=kind.term.days, years=kind.term.years)


@bp.get("/privacy")
@public
def about() -> ResponseReturnValue:
    """What the site keeps about people, of each kind: why, who sees it, how long, and what happens then."""
    return page("privacy/about.html", kinds=KINDS, term_of=term_of)


@bp.get("/mijn-gegevens")
@allow(Permission.SEE_MY_PAGE)
def my_data() -> ResponseReturnValue:
    """Everything that the site holds about me."""
    return page("privacy/my_data.html", **_mine())


def _mine() -> dict[str, Any]:
    me = current_user.account_id
    held = queries.my_data(db(), me)
    return {
        "account": account_of(db(), me),
        "memberships": queries.memberships_of(db(), me, local_day(now())),
        "held": [one for one in held if one.parts],
        "nothing": [one.kind for one in held if not one.parts],
        "acts": queries.acts_in_office(db(), me),
        "words": COLUMN_WORDS,
        "term_of": term_of,
        "names_of_languages": LANGUAGES,
        "places": {one.id: one for one in all_districts(db())},
    }


@bp.get("/mijn-gegevens/gegevens.json")
@allow(Permission.SEE_MY_PAGE)
def my_data_json() -> ResponseReturnValue:
    """The same, for a program."""
    me = current_user.account_id
    content = {
        "site": current_app.extensions["coop.config"].base_url,
        "made_at": now().isoformat(),
        "acts_in_office": queries.acts_in_office(db(), me),
        "kinds": [
            {
                "kind": one.kind.code,
                "term": one.kind.term.days or None,
                "tables": {
                    part.holding.table: [
                        {name: queries.as_json(value) for name, value in zip(part.holding.shows, row, strict=True)}
                        for row in part.rows
                    ]
                    for part in one.parts
                },
            }
            for one in queries.my_data(db(), me)
        ],
    }
    text = json.dumps(content, ensure_ascii=False, indent=1)
    return download(text, "mijn-gegevens.json", "application/json; charset=utf-8")


@bp.get("/mijn-gegevens/gegevens.html")
@allow(Permission.SEE_MY_PAGE)
def my_data_html() -> ResponseReturnValue:
    """The same, to read without this site."""
    text = rendered("privacy/my_data_file.html", **_mine())
    return download(text, "mijn-gegevens.html", "text/html; charset=utf-8")


@bp.route("/mijn-gegevens/weggaan", methods=["GET", "POST"])
@allow(Permission.SEE_MY_PAGE)
@posting
def leave() -> ResponseReturnValue:
    """End my membership, and perhaps my account: first what is deleted and what is kept, then the button."""
    me, today = current_user.account_id, local_day(now())
    mine = [one for one in queries.memberships_of(db(), me, today) if one.ended_on is None]
    first = members.first_day_out(db(), mine, today)
    form = LeaveForm(on=first)
    if form.is_submitted() and not form.sure.data:
        put_on_form(form, InvalidError(mark("Read it first, and tick this."), field="sure"))
    elif accepted(form, lambda: _leave(form, me)):
        _tell_left(form)
        return see_other("privacy.my_data")
    return page("privacy/leave.html", form=form, memberships=mine, first=first, kinds=KINDS, term_of=term_of)


def _leave(form: LeaveForm, me: int) -> None:
    members.leave(
        db(), me, Ending(form.because.data), on=form.on.data, remove_account=form.remove_account.data, at=now()
    )
    current_app.extensions["coop.follow_endings"](db(), at=now())


def _tell_left(form: LeaveForm) -> None:
    ends = day(form.on.data)
    if form.remove_account.data:
        gone = day(form.on.data + SECOND_THOUGHTS)
        tell(
            _(
                "You leave on %(ends)s. Your account is erased on %(gone)s. Until then you can change your mind here.",
                ends=ends,
                gone=gone,
            )
        )
    else:
        tell(
            _(
                "Your membership ends on %(ends)s. Your account stays. Until that day you can change your mind here.",
                ends=ends,
            )
        )


@bp.post("/mijn-gegevens/blijven")
@allow(Permission.SEE_MY_PAGE)
@posting
def stay() -> ResponseReturnValue:
    """Take it back."""
    if accepted(EmptyForm(), lambda: members.stay(db(), current_user.account_id, at=now())):
        tell(_("You stay. Nothing is erased. A membership that had ended already does not come back by itself."))
    return see_other("privacy.my_data")


@bp.get("/<district>/gewist")
@allow(Permission.READ_AUDIT_LOG)
def erased() -> ResponseReturnValue:
    """That erasing works: of each kind of data how many rows in each month, and when last."""
    titles = {one.table: kind.title for kind in KINDS for one in kind.tables}
    rows: dict[tuple[str, str], tuple[int, datetime]] = {}
    for table, count, last in erased_counts(db(), district().id):
        key = (month(last), _(titles.get(table, table)))
        before, newest = rows.get(key, (0, last))
        rows[key] = (before + count, max(newest, last))
    return page("privacy/erased.html", rows=[(*key, *found) for key, found in rows.items()])
