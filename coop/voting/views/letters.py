"""Screens of letters: printing codes in batches, and telling on paper whether and how somebody voted."""

import secrets

from flask import request
from flask.typing import ResponseReturnValue

from coop.kernel.access import Permission
from coop.kernel.errors import ConflictError
from coop.kernel.words import mark
from coop.members.policy import envelopes, spaced
from coop.rules.sealing.ballots import new_tracker
from coop.voting import actions, queries
from coop.voting.actions import ForWhom
from coop.voting.forms import LettersForm
from coop.voting.policy import PollState
from coop.voting.queries import Poll
from coop.voting.views.blueprint import bp
from coop.voting.views.letter import key_of_site
from coop.web.address import district, url_for
from coop.web.forms import accepted
from coop.web.guard import actor, allow
from coop.web.limits import posting
from coop.web.pages import page
from coop.web.qr import qr_svg
from coop.web.session import db, now
from coop.web.words import _

MOST_FORMS = 100


@bp.route("/stemmen/<int:poll_id>/brieven", methods=["GET", "POST"])
@allow(Permission.KEEP_ROLL)
@posting
def letters(poll_id: int) -> ResponseReturnValue:
    """Who gets a letter with a code; making them shows them once, to print."""
    poll, form = queries.poll_of(db(), district().id, poll_id), LettersForm()
    made = accepted(
        form,
        lambda: actions.print_ballot_letters(
            db(),
            actor(),
            district().id,
            poll_id,
            ForWhom(form.whom.data),
            said=form.said.data or "",
            key=key_of_site(),
            draw=secrets.randbelow,
            at=now(),
        ),
    )
    if made:
        address = url_for("voting.letter_code", _external=True)
        batch, printed = made.value
        pictures = [(one, qr_svg(f"{address}#{one.code}", _("Picture that opens the ballot"))) for one in printed]
        together = envelopes(pictures) if form.together.data else [[one] for one in pictures]
        return page(
            "voting/print_letters.html", poll=poll, batch=batch, envelopes=together, spaced=spaced, address=address
        )
    return _letters(poll, form)


def _letters(poll: Poll, form: LettersForm) -> ResponseReturnValue:
    batches = queries.batches_of(db(), poll)
    return page(
        "voting/letters.html",
        poll=poll,
        form=form,
        batches=batches,
        names=queries.names_of(db(), [one.printed_by for one in batches]),
        valid=len(queries.letters_of(db(), poll)),
        waiting=len(actions.due_for_letter(db(), poll, ForWhom.NO_ACCOUNT, at=now())),
        is_open=poll.state is PollState.OPEN and now() < poll.closes_at,
    )


@bp.get("/stemmen/<int:poll_id>/berichten")
@allow(Permission.KEEP_ROLL)
def statements(poll_id: int) -> ResponseReturnValue:
    """For members whom no mail reaches: letters that say whether and how they voted."""
    poll = queries.poll_of(db(), district().id, poll_id)
    if poll.state in (PollState.OPEN, PollState.VOID):
        raise ConflictError(mark("These letters can be printed after the vote has closed."))
    whom = queries.without_account(db(), poll)
    people = [one for one in queries.everybody_on_roll(db(), poll) if one.membership_id in whom]
    return page("voting/statements.html", poll=poll, people=people)


@bp.get("/stemmen/<int:poll_id>/papier/biljetten")
@allow(Permission.KEEP_ROLL)
def paper_forms(poll_id: int) -> ResponseReturnValue:
    """Paper ballots to print; in a secret vote each with a code of its own, which is kept nowhere."""
    poll = queries.poll_of(db(), district().id, poll_id)
    asked = request.args.get("aantal", "10")
    number = min(int(asked), MOST_FORMS) if asked.isascii() and asked.isdigit() else 10
    return page(
        "voting/paper_forms.html",
        poll=poll,
        proposals=queries.proposals_of(db(), district().id, poll_id),
        codes=[new_tracker(secrets.token_bytes) if poll.is_sealed else "" for _one in range(max(number, 1))],
    )
