"""Screens of the count: writing down the lot, and how far a count is that a job does."""

from flask import current_app, make_response, request
from flask.typing import ResponseReturnValue

from coop.kernel.access import Permission
from coop.voting import actions, queries
from coop.voting.forms import SeedForm
from coop.voting.policy import PollState
from coop.voting.views.blueprint import bp
from coop.voting.views.custody import hands
from coop.voting.views.sealed import sealed_vote
from coop.web.address import district
from coop.web.forms import accepted
from coop.web.guard import actor, allow
from coop.web.limits import posting
from coop.web.pages import page, see_other, tell
from coop.web.session import begin_writing, db, kept, now
from coop.web.words import _

SECONDS = 5


@bp.route("/stemmen/<int:poll_id>/tellen", methods=["GET", "POST"])
@allow(Permission.MANAGE_POLL)
@posting
def count(poll_id: int) -> ResponseReturnValue:
    """Write down the lot and count."""
    form = SeedForm()
    done = accepted(form, lambda: _counting(poll_id, form.seed.data or ""))
    if done and done.value is None:
        tell(_("The lot is written down. Now the tellers open the box, on a machine of their own."))
        return see_other("voting.manage", poll_id=poll_id)
    if done and done.value:
        tell(_("The votes are counted. Nobody sees the result before you publish it."))
        return see_other("voting.manage", poll_id=poll_id)
    if done:
        tell(_("The lot is written down. The votes are counted now; this page says how far it is."))
        return see_other("voting.progress", poll_id=poll_id)
    found = queries.poll_of(db(), district().id, poll_id, drafts=True)
    return page("voting/count.html", form=form, poll=found)


def _counting(poll_id: int, seed: str) -> bool | None:
    """Count, or have it counted; of a secret vote the box is opened first. Whether it is done; None: by tellers."""
    if queries.poll_of(db(), district().id, poll_id, drafts=True).is_sealed:
        if sealed_vote(poll_id).with_tellers:
            site = current_app.extensions["coop.site_key"]
            actions.write_lot(db(), actor(), district().id, poll_id, site, seed=seed, at=now())
            return None
        # The vault opens with one lot, ever: it stays written down also when what follows fails.
        by, place, site, at = actor(), district().id, hands().site, now()
        with kept() as own:
            actions.write_lot(own, by, place, poll_id, site, seed=seed, at=at, again=True)
        begin_writing()
        actions.open_sealed_box(db(), actor(), district().id, poll_id, hands(), seed=seed, at=now())
        return True
    return actions.order_count(db(), actor(), district().id, poll_id, seed, at=now())


@bp.get("/stemmen/<int:poll_id>/telling")
@allow(Permission.MANAGE_POLL)
def progress(poll_id: int) -> ResponseReturnValue:
    """How far the count is. Looks again by itself only when asked to: nobody is interrupted while reading."""
    found = queries.poll_of(db(), district().id, poll_id, drafts=True)
    running = queries.running_count(db(), district().id, poll_id)
    if running is None and found.state in (PollState.COUNTED, PollState.PUBLISHED):
        return see_other("voting.manage", poll_id=poll_id)
    by_itself = request.args.get("vanzelf") == "1" and running is not None and not running.fault
    answer = make_response(page("voting/progress.html", poll=found, running=running, by_itself=by_itself))
    if by_itself:
        answer.headers["Refresh"] = str(SECONDS)
    return answer
