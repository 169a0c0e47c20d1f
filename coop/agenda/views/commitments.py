"""Screens of the commitments of the team."""

from flask import request
from flask.typing import ResponseReturnValue

from coop.agenda import actions, policy, queries
from coop.agenda.forms import ChangeCommitmentForm, ProgressForm
from coop.agenda.policy import FINAL, CommitmentState
from coop.agenda.views.blueprint import bp
from coop.agenda.views.filters import choice_of
from coop.kernel.access import Permission
from coop.kernel.clock import local_day
from coop.members.queries import team_of
from coop.web.address import district
from coop.web.forms import accepted, before_asking
from coop.web.guard import actor, allow, public
from coop.web.limits import posting
from coop.web.pages import page, see_other, tell
from coop.web.session import db, now
from coop.web.words import _


@bp.get("/toezeggingen")
@public
def commitments() -> ResponseReturnValue:
    """What the team promised, and how it stands."""
    state = choice_of(CommitmentState, request.args.get("staat"))
    return page(
        "agenda/commitments.html",
        rows=queries.commitments_of(db(), district().id, state),
        counts=queries.commitment_counts(db(), district().id),
        state=state,
        states=CommitmentState,
        today=local_day(now()),
    )


@bp.get("/toezeggingen/<int:commitment_id>")
@public
def commitment(commitment_id: int) -> ResponseReturnValue:
    """One commitment with its story."""
    return page(
        "agenda/commitment.html",
        commitment=queries.commitment_of(db(), district().id, commitment_id),
        notes=queries.notes_of(db(), district().id, commitment_id),
        today=local_day(now()),
    )


@bp.route("/toezeggingen/<int:commitment_id>/voortgang", methods=["GET", "POST"])
@allow(Permission.KEEP_COMMITMENT)
@posting
def report_progress(commitment_id: int) -> ResponseReturnValue:
    """Tell how a commitment stands."""
    found = queries.commitment_of(db(), district().id, commitment_id)
    form = ProgressForm()
    before_asking(form, lambda: policy.require_progress(found.state))
    done = accepted(
        form,
        lambda: actions.report_progress(
            db(),
            actor(),
            district().id,
            commitment_id,
            state=CommitmentState(form.state.data),
            text=form.text.data,
            at=now(),
        ),
    )
    if done:
        tell(_told(done.value.state))
        return see_other("agenda.commitment", commitment_id=commitment_id)
    return page("agenda/report_progress.html", form=form, commitment=found)


@bp.route("/toezeggingen/<int:commitment_id>/anders", methods=["GET", "POST"])
@allow(Permission.KEEP_COMMITMENT)
@posting
def change_commitment(commitment_id: int) -> ResponseReturnValue:
    """Another day, somebody else who answers for it, or taken up again."""
    found = queries.commitment_of(db(), district().id, commitment_id)
    again = found.state in FINAL
    form = ChangeCommitmentForm(data={"due_on": None if again else found.due_on})
    form.offer(found.who, [(one.id, one.name) for one in team_of(db(), district().id)])
    done = accepted(
        form,
        lambda: actions.change_commitment(
            *(db(), actor(), district().id, commitment_id),
            team_member_id=int(form.who.data) or None,
            due_on=form.due_on.data,
            reason=form.reason.data,
            at=now(),
        ),
    )
    if done:
        tell(
            _("It is taken up again. Everybody reads why. The next report of the team answers for it too.")
            if again
            else _("It is changed. What it was stands in its story, with your reason.")
        )
        return see_other("agenda.commitment", commitment_id=commitment_id)
    return page("agenda/change_commitment.html", form=form, commitment=found, again=again)


def _told(state: CommitmentState) -> str:
    if state in FINAL:
        return _("Thank you. Everybody can read how it ended. The next report of the team names it once more.")
    return _(
        "Thank you. Everybody can read how it stands. Tell it here again when something changes. "
        "The next report of the team answers for it too."
    )
