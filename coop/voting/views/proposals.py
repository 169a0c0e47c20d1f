"""Screens with which people write what is on the ballot of a vote in preparation."""

from flask.typing import ResponseReturnValue

from coop.agenda.queries import agenda_choices
from coop.kernel.access import Permission
from coop.voting import actions, queries
from coop.voting.forms import EmptyForm, proposal_form
from coop.voting.views.blueprint import bp
from coop.voting.views.voice import may_write
from coop.web.address import district
from coop.web.forms import accepted
from coop.web.guard import actor, allow
from coop.web.limits import posting
from coop.web.pages import page, see_other, tell
from coop.web.session import db
from coop.web.words import _


@bp.get("/stemmen/<int:poll_id>/voorstellen")
@allow(Permission.WRITE_BALLOT)
def proposals(poll_id: int) -> ResponseReturnValue:
    """What is on the ballot, to work on while the vote is in preparation."""
    found = queries.poll_of(db(), district().id, poll_id, drafts=True)
    return page(
        "voting/proposals.html",
        poll=found,
        proposals=queries.proposals_of(db(), district().id, poll_id),
        can_change=may_write(actor(), found),
    )


@bp.route("/stemmen/<int:poll_id>/voorstellen/nieuw", methods=["GET", "POST"])
@allow(Permission.WRITE_BALLOT)
@posting
def propose(poll_id: int) -> ResponseReturnValue:
    """Put something on the ballot."""
    found = queries.poll_of(db(), district().id, poll_id, drafts=True)
    actions.require_may_write(actor(), found.ballot_kind)
    form = proposal_form(found.ballot_kind)
    form.offer(agenda_choices(db(), district().id))
    done = accepted(
        form,
        lambda: actions.add_proposal(db(), actor(), district().id, poll_id, form.text, item_id=form.item_id),
    )
    if done:
        tell(_("It is on the ballot. You can change it until the vote opens."))
        return see_other("voting.proposals", poll_id=poll_id)
    return page("voting/propose.html", form=form, poll=found)


@bp.route("/stemmen/<int:poll_id>/voorstellen/<int:proposal_id>", methods=["GET", "POST"])
@allow(Permission.WRITE_BALLOT)
@posting
def edit_proposal(poll_id: int, proposal_id: int) -> ResponseReturnValue:
    """Change something on the ballot."""
    found = queries.poll_of(db(), district().id, poll_id, drafts=True)
    actions.require_may_write(actor(), found.ballot_kind)
    known = queries.proposal_of(db(), district().id, poll_id, proposal_id)
    form = proposal_form(found.ballot_kind, known)
    items = agenda_choices(db(), district().id)
    if known.item_id and known.item_id not in dict(items):
        # The item left the agenda since; the proposal may keep it.
        items = [(known.item_id, known.item_title or ""), *items]
    form.offer(items)
    done = accepted(
        form,
        lambda: actions.change_proposal(
            db(), actor(), district().id, poll_id, proposal_id, text=form.text, item_id=form.item_id
        ),
    )
    if done:
        tell(_("The change is kept."))
        return see_other("voting.proposals", poll_id=poll_id)
    return page("voting/edit_proposal.html", form=form, poll=found, proposal=known)


@bp.post("/stemmen/<int:poll_id>/voorstellen/<int:proposal_id>/weghalen")
@allow(Permission.WRITE_BALLOT)
@posting
def remove_proposal(poll_id: int, proposal_id: int) -> ResponseReturnValue:
    """Take something off the ballot."""
    form = EmptyForm()
    if accepted(form, lambda: actions.remove_proposal(db(), actor(), district().id, poll_id, proposal_id)):
        tell(_("It is off the ballot."))
        return see_other("voting.proposals", poll_id=poll_id)
    return proposals(poll_id)
