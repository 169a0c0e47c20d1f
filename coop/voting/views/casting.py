"""Screens of voting itself: ballot, check, cast, receipt."""

import json
import secrets
from collections.abc import Callable, Iterable, Sequence

from flask import current_app, request, session
from flask.typing import ResponseReturnValue

from coop.kernel.access import Permission
from coop.kernel.clock import system_clock
from coop.kernel.errors import InvalidError
from coop.voting import actions, policy, queries
from coop.voting.forms import BallotForm, SealingForm
from coop.voting.policy import BallotKind
from coop.voting.policy.secrecy import SEALED_WORDS, SIGNS
from coop.voting.queries import Poll, ProposalRow
from coop.voting.views.blueprint import bp
from coop.voting.views.voice import mandate_of, voice_in
from coop.web.address import district
from coop.web.forms import accepted, put_on_form
from coop.web.guard import actor, allow
from coop.web.limits import posting
from coop.web.pages import page, see_other
from coop.web.session import db, now

# A choice that waits to be checked stands in the cookie of the session under this name, up to so many letters.
CHOICE = "choice"
LONGEST_IN_COOKIE = 1_500


@bp.route("/stemmen/<int:poll_id>/stem", methods=["GET", "POST"])
@allow(Permission.CAST_BALLOT)
@posting
def ballot(poll_id: int) -> ResponseReturnValue:
    """Choose proposals; or, sent from the check page, cast."""
    if request.method == "POST":
        return _cast(poll_id)
    found = queries.poll_of(db(), district().id, poll_id)
    voice = voice_in(found)
    if voice.hindrance:
        return see_other("voting.poll", poll_id=poll_id)
    form = BallotForm(
        data={
            "choices": voice.ballot.choices if voice.ballot else [],
            "version": str(voice.revision),
            "submission": secrets.token_hex(16),
        }
    )
    return choosing(found, form, changing=voice.has_voted)


def choosing(
    poll: Poll, form: BallotForm, *, changing: bool, status: int | None = None, booth: object = None
) -> ResponseReturnValue:
    """The ballot; of a secret vote with what is needed to close the envelope. `booth`: for whom, if not oneself."""
    proposals = queries.proposals_of(db(), district().id, poll.id)
    return page(
        "voting/ballot.html",
        poll=poll,
        form=form,
        proposals=proposals,
        chosen=form.choices.data or [],
        places=min(poll.rules.most_ranks, len(proposals)),
        mandate=mandate_of(poll),
        changing=changing,
        booth=booth,
        sealed=queries.sealed_of(db(), district().id, poll.id) if poll.is_sealed else None,
        signs=SIGNS,
        sealed_words=json.dumps(SEALED_WORDS) if poll.ballot_kind is BallotKind.MOTION else "",
        own=getattr(form, "own", None) or SealingForm(formdata=None).own,
        status=status,
    )


def own_clock() -> bool:
    """Whether the database may judge by its own clock when a vote closes; tests live at another moment than it."""
    return current_app.extensions["coop.clock"] is system_clock


def _cast(poll_id: int) -> ResponseReturnValue:
    form = BallotForm()
    done = accepted(
        form,
        lambda: actions.cast_ballot(
            db(),
            actor(),
            district().id,
            poll_id,
            form.choices.data or (),
            saw_version=form.saw_version,
            submission=form.submission.data or "",
            at=now(),
            own_clock=own_clock(),
        ),
    )
    if done:
        session.pop(CHOICE, None)
        return see_other("voting.receipt", poll_id=poll_id)
    return _checking(poll_id, form)


@bp.route("/stemmen/<int:poll_id>/controle", methods=["GET", "POST"])
@allow(Permission.CAST_BALLOT)
@posting
def check(poll_id: int) -> ResponseReturnValue:
    """Show what was chosen before it counts. The choice waits in the cookie of the voter, nowhere else."""
    if queries.poll_of(db(), district().id, poll_id).is_sealed:
        # An open ballot does not belong here: it is not even read.
        return see_other("voting.ballot", poll_id=poll_id)
    if request.method == "POST":
        return _checking(poll_id, BallotForm(), then=_to_check)
    waiting = session.get(CHOICE)
    if waiting and waiting["poll"] == poll_id:
        return _checking(poll_id, BallotForm(data=waiting))
    # Cast already: the back button leads from the receipt to here, and may not ask to send anything again.
    found = voice_in(queries.poll_of(db(), district().id, poll_id))
    return see_other("voting.receipt" if found.has_voted else "voting.ballot", poll_id=poll_id)


def _to_check(poll_id: int, form: BallotForm) -> ResponseReturnValue | None:
    """Keep a choice in the cookie and show it on a page that can be loaded again; None when it is too long for that."""
    choices = list(form.choices.data or ())
    if len(json.dumps(choices)) > LONGEST_IN_COOKIE:
        return None
    told = {"choices": choices, "version": form.version.data, "submission": form.submission.data}
    session[CHOICE] = {"poll": poll_id, **told}
    return see_other("voting.check", poll_id=poll_id)


def _checking(
    poll_id: int,
    form: BallotForm,
    then: Callable[[int, BallotForm], ResponseReturnValue | None] | None = None,
) -> ResponseReturnValue:
    found = queries.poll_of(db(), district().id, poll_id)
    voice = voice_in(found)
    if not form.choices.errors and voice.hindrance is None:
        try:
            form.choices.data = policy.require_ballot(form.choices.data or (), found.terms or {})
        except InvalidError as refusal:
            put_on_form(form, refusal)
    if form.choices.errors and voice.hindrance is None:
        return choosing(found, form, changing=voice.ballot is not None)
    newer = voice.ballot is not None and str(voice.ballot.version) != form.version.data
    if then and not voice.hindrance and not newer and form.validate() and (on := then(poll_id, form)):
        return on
    proposals = queries.proposals_of(db(), district().id, poll_id)
    return page(
        "voting/check.html",
        poll=found,
        booth=None,
        form=form,
        chosen=in_order(form.choices.data or (), proposals),
        proposals=proposals,
        hindrance=voice.hindrance,
        newer=newer,
        status=409 if voice.hindrance is policy.Hindrance.TOO_LATE else None,
    )


def in_order(keys: Iterable[str], proposals: Sequence[ProposalRow]) -> list[ProposalRow]:
    """What was chosen, in the order on the ballot of the voter."""
    by_key = {one.key: one for one in proposals}
    return [by_key[key] for key in keys if key in by_key]


@bp.post("/stemmen/<int:poll_id>/stem-wijzigen")
@allow(Permission.CAST_BALLOT)
@posting
def change_choice(poll_id: int) -> ResponseReturnValue:
    """Back from the check page to the ballot, with the choice kept."""
    found = queries.poll_of(db(), district().id, poll_id)
    form = SealingForm() if found.is_sealed else BallotForm()
    return choosing(found, form, changing=voice_in(found).has_voted)


@bp.get("/stemmen/<int:poll_id>/bewijs")
@allow(Permission.CAST_BALLOT)
def receipt(poll_id: int) -> ResponseReturnValue:
    """The receipt of my newest vote, and what happens next."""
    found = queries.poll_of(db(), district().id, poll_id)
    voice = voice_in(found)
    if voice.place is not None and voice.has_voted:
        return page("voting/sealed_voted.html", poll=found, place=voice.place, hindrance=voice.hindrance)
    if voice.ballot is None:
        return see_other("voting.poll", poll_id=poll_id)
    proposals = queries.proposals_of(db(), district().id, poll_id)
    return page(
        "voting/receipt.html",
        poll=found,
        ballot=voice.ballot,
        hindrance=voice.hindrance,
        chosen=in_order(voice.ballot.choices, proposals),
        proposals=proposals,
        mandate=mandate_of(found),
    )
