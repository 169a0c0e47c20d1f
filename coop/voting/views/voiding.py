"""Screens on which a vote is declared void: by one person, or by two once its outcome could be known."""

from typing import Any

from flask import current_app
from flask.typing import ResponseReturnValue

from coop.kernel.access import Permission
from coop.kernel.errors import CoopError
from coop.voting import actions, queries
from coop.voting.forms import EmptyForm, GroundedVoidForm, VoidForm
from coop.voting.policy import PollState, require_step
from coop.voting.queries import Poll
from coop.voting.views.blueprint import bp
from coop.web.address import district
from coop.web.forms import accepted, before_asking
from coop.web.guard import actor, allow
from coop.web.limits import posting
from coop.web.pages import page, see_other, tell
from coop.web.session import begin_writing, db, give_up, kept, now
from coop.web.words import _


@bp.route("/stemmen/<int:poll_id>/ongeldig", methods=["GET", "POST"])
@allow(Permission.MANAGE_POLL)
@posting
def void(poll_id: int) -> ResponseReturnValue:
    """Declare a vote void, with a reason; once its outcome could be known, ask a second person to sign for it."""
    found = queries.poll_of(db(), district().id, poll_id, drafts=True)
    if actions.known_since(db(), found):
        return _ask_void(found)
    form = VoidForm()
    before_asking(form, lambda: require_step(found.state, PollState.VOID))
    if accepted(form, lambda: _void(poll_id, form)):
        tell(_("The vote is void. Everybody can read the reason."))
        return see_other("voting.manage", poll_id=poll_id)
    return page("voting/void.html", form=form, poll=found)


def _ask_void(found: Poll) -> ResponseReturnValue:
    form = GroundedVoidForm()
    done = accepted(
        form,
        lambda: actions.ask_void(
            db(), actor(), district().id, found.id, form.reason.data or "", ground=form.chosen, at=now()
        ),
    )
    if done:
        tell(_("Asked. Nothing has changed yet: somebody else of board or secretary must sign before the publication."))
        return see_other("voting.void", poll_id=found.id)
    return _known(found, form)


def _known(found: Poll, form: GroundedVoidForm) -> ResponseReturnValue:
    """The page on which two people declare a vote void."""
    return page("voting/void_known.html", form=form, poll=found, **voidings_on(found))


def voidings_on(found: Poll) -> dict[str, Any]:
    """What was asked about declaring this vote void, and the names of who did."""
    asked = queries.voidings_of(db(), found)
    people = {by for one in asked for by in (one.asked_by, one.signed_by, one.dropped_by)}
    return {"voidings": asked, "voiding_names": queries.names_of(db(), people)}


@bp.post("/stemmen/<int:poll_id>/ongeldig/<int:voiding_id>/tekenen")
@allow(Permission.MANAGE_POLL)
@posting
def sign_void(poll_id: int, voiding_id: int) -> ResponseReturnValue:
    """Sign as the second person that a vote is void."""
    found = queries.poll_of(db(), district().id, poll_id, drafts=True)
    done = accepted(EmptyForm(), lambda: actions.sign_void(db(), actor(), district().id, poll_id, voiding_id, at=now()))
    if done:
        tell(_("The vote is void. Everybody can read the reason and both names."))
        return see_other("voting.manage", poll_id=poll_id)
    return _known(found, GroundedVoidForm(formdata=None))


@bp.post("/stemmen/<int:poll_id>/ongeldig/<int:voiding_id>/niet")
@allow(Permission.MANAGE_POLL)
@posting
def drop_void(poll_id: int, voiding_id: int) -> ResponseReturnValue:
    """Do not declare a vote void."""
    found = queries.poll_of(db(), district().id, poll_id, drafts=True)
    done = accepted(EmptyForm(), lambda: actions.drop_void(db(), actor(), district().id, poll_id, voiding_id, at=now()))
    if done:
        tell(_("The vote goes on. It stays readable that this was asked."))
        return see_other("voting.manage", poll_id=poll_id)
    return _known(found, GroundedVoidForm(formdata=None))


def _void(poll_id: int, form: VoidForm) -> None:
    """Declare it void, and only when that stands destroy the key: a key that is gone cannot be taken back."""
    by, place = actor(), district().id
    with kept() as own:
        actions.void_poll(own, by, place, poll_id, form.reason.data or "", at=now())
    keeper = current_app.extensions["coop.vault"]
    if keeper is None:
        return
    hands = actions.Hands(current_app.extensions["coop.site_key"], keeper, "")
    begin_writing()
    try:
        actions.destroy_void_box(db(), place, poll_id, hands, at=now())
    except CoopError:
        # The vault does not answer now; the job destroys the key within the hour.
        give_up()
