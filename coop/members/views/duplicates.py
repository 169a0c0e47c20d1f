"""Registrations that may be of one person: found, proposed by one, agreed by another."""

from flask import current_app, request
from flask.typing import ResponseReturnValue

from coop.kernel.access import Permission
from coop.kernel.clock import local_day
from coop.members import actions, queries
from coop.members.forms import MergeForm
from coop.members.views.blueprint import bp
from coop.web.address import district
from coop.web.forms import accepted
from coop.web.guard import actor, allow
from coop.web.limits import posting
from coop.web.pages import page, see_other, tell
from coop.web.session import db, now
from coop.web.words import _


@bp.get("/leden/dubbel")
@allow(Permission.KEEP_REGISTER)
def duplicates() -> ResponseReturnValue:
    """What waits for a second person, and pairs that look like one person."""
    waiting = queries.merges_waiting(db(), district().id)
    told = queries.members_by_id(db(), district().id, [n for one in waiting for n in (one.kept_id, one.gone_id)])
    proposed = {frozenset((one.kept_id, one.gone_id)) for one in waiting}
    pairs = [
        one
        for one in queries.likely_duplicates(db(), district().id, local_day(now()))
        if frozenset((one.first.id, one.second.id)) not in proposed
    ]
    names = queries.names_of(db(), [one.asked_by for one in waiting])
    return page("members/duplicates.html", waiting=waiting, members=told, pairs=pairs, names=names)


@bp.route("/leden/<int:membership_id>/samenvoegen", methods=["GET", "POST"])
@allow(Permission.KEEP_REGISTER)
@posting
def merge(membership_id: int) -> ResponseReturnValue:
    """Propose that another registration is of this member too; `met` in the address names it."""
    found = queries.membership_in(db(), district().id, membership_id)
    if "met" not in request.args:
        return see_other("members.duplicates")
    other = queries.membership_in(db(), district().id, request.args.get("met", 0, int))
    form = MergeForm()
    done = accepted(
        form,
        lambda: actions.ask_merge(
            db(), actor(), district().id, found.id, other.id, reason=form.reason.data or "", at=now()
        ),
    )
    if done:
        tell(_("Proposed. Nothing changes before a second person of the board or the secretary agrees."))
        return see_other("members.duplicates")
    return page("members/merge.html", form=form, first=found, second=other)


@bp.post("/leden/dubbel/<int:merge_id>/instemmen")
@allow(Permission.KEEP_REGISTER)
@posting
def confirm_merge(merge_id: int) -> ResponseReturnValue:
    """Agree as a second person."""
    others = actions.Others(*(current_app.extensions[f"coop.{name}"] for name in ("standing", "fold_supports", "post")))
    kept = actions.confirm_merge(db(), actor(), others, district().id, merge_id, at=now())
    tell(_("Done. %(name)s stands in the register once now, with one vote.", name=kept.name))
    return see_other("members.member", membership_id=kept.id)


@bp.post("/leden/dubbel/<int:merge_id>/weg")
@allow(Permission.KEEP_REGISTER)
@posting
def drop_merge(merge_id: int) -> ResponseReturnValue:
    """Put the proposal aside."""
    actions.drop_merge(db(), actor(), district().id, merge_id, at=now())
    tell(_("The proposal is put aside. Both registrations stay."))
    return see_other("members.duplicates")
