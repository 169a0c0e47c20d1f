"""Screens with which team and board write proposals for a vote in preparation."""

from flask.typing import ResponseReturnValue

from coop.agenda.queries import agenda_choices
from coop.kernel.access import Permission
from coop.voting import actions, queries
from coop.voting.forms import EmptyForm, ProposalForm, hours_text
from coop.voting.views.blueprint import bp
from coop.web.address import district
from coop.web.forms import accepted
from coop.web.guard import actor, allow
from coop.web.limits import posting
from coop.web.pages import page, see_other, tell
from coop.web.session import db
from coop.web.words import _


@bp.get("/stemmen/<int:poll_id>/voorstellen")
@allow(Permission.PROPOSE_WORK)
def proposals(poll_id: int) -> ResponseReturnValue:
    """The proposals of a vote, to work on while it is in preparation."""
    return page(
        "voting/proposals.html",
        poll=queries.poll_of(db(), district().id, poll_id, drafts=True),
        proposals=queries.proposals_of(db(), district().id, poll_id),
    )


@bp.route("/stemmen/<int:poll_id>/voorstellen/nieuw", methods=["GET", "POST"])
@allow(Permission.PROPOSE_WORK)
@posting
def propose(poll_id: int) -> ResponseReturnValue:
    """Write a proposal."""
    found = queries.poll_of(db(), district().id, poll_id, drafts=True)
    form = ProposalForm()
    form.offer(agenda_choices(db(), district().id))
    done = accepted(
        form,
        lambda: actions.add_proposal(db(), actor(), district().id, poll_id, form.text, item_id=form.item_id),
    )
    if done:
        tell(_("The proposal is on the ballot. You can change it until the vote opens."))
        return see_other("voting.proposals", poll_id=poll_id)
    return page("voting/propose.html", form=form, poll=found)


@bp.route("/stemmen/<int:poll_id>/voorstellen/<int:proposal_id>", methods=["GET", "POST"])
@allow(Permission.PROPOSE_WORK)
@posting
def edit_proposal(poll_id: int, proposal_id: int) -> ResponseReturnValue:
    """Change a proposal."""
    found = queries.poll_of(db(), district().id, poll_id, drafts=True)
    known = queries.proposal_of(db(), district().id, poll_id, proposal_id)
    form = ProposalForm(
        data={
            "item": str(known.item_id or ""),
            "title": known.title,
            "what": known.what,
            "hours": hours_text(known.amount),
            "expected": known.expected,
            "how_noticed": known.how_noticed,
        }
    )
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
        tell(_("The proposal is changed."))
        return see_other("voting.proposals", poll_id=poll_id)
    return page("voting/edit_proposal.html", form=form, poll=found, proposal=known)


@bp.post("/stemmen/<int:poll_id>/voorstellen/<int:proposal_id>/weghalen")
@allow(Permission.PROPOSE_WORK)
@posting
def remove_proposal(poll_id: int, proposal_id: int) -> ResponseReturnValue:
    """Take a proposal off the ballot."""
    form = EmptyForm()
    if accepted(form, lambda: actions.remove_proposal(db(), actor(), district().id, poll_id, proposal_id)):
        tell(_("The proposal is off the ballot."))
        return see_other("voting.proposals", poll_id=poll_id)
    return proposals(poll_id)
