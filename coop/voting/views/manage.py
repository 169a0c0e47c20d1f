"""Screens with which board and secretary run a vote."""

import secrets
from collections.abc import Callable

from flask import current_app, request
from flask.typing import ResponseReturnValue

from coop.kernel.access import Permission
from coop.kernel.clock import local_day
from coop.kernel.errors import NotFoundError
from coop.kernel.words import mark
from coop.members.queries import member_count
from coop.voting import actions, queries
from coop.voting.forms import EmptyForm, poll_form
from coop.voting.policy import KIND_OF_SLUG, BallotKind, PollState, is_quick
from coop.voting.policy.secrecy import fewest_published
from coop.voting.queries import Poll
from coop.voting.views.blueprint import bp
from coop.voting.views.voice import mandate_of, may_write
from coop.web.address import district
from coop.web.forms import accepted
from coop.web.guard import actor, allow
from coop.web.limits import posting
from coop.web.pages import page, see_other, tell
from coop.web.session import db, now
from coop.web.words import _


def _draft(poll_id: int) -> Poll:
    return queries.poll_of(db(), district().id, poll_id, drafts=True)


@bp.route("/stemmen/nieuw", methods=["GET", "POST"], defaults={"slug": BallotKind.PRIORITIES.slug})
@bp.route("/stemmen/nieuw/<slug>", methods=["GET", "POST"])
@allow(Permission.MANAGE_POLL)
@posting
def new_poll(slug: str) -> ResponseReturnValue:
    """Begin a vote of some kind."""
    kind = KIND_OF_SLUG.get(slug)
    if kind is None:
        raise NotFoundError(mark("There is no such kind of vote."))
    form = poll_form(kind)
    done = accepted(form, lambda: actions.make_poll(db(), actor(), district().id, form.plan, at=now()))
    if done:
        tell(
            _("The vote is in preparation. Nobody can vote yet. Now write what is on the ballot.")
            if may_write(actor(), done.value)
            else _("The vote is in preparation. Nobody can vote yet. The team or the board now writes what is on it.")
        )
        return see_other("voting.manage", poll_id=done.value.id)
    return page("voting/new_poll.html", form=form, kind=kind, kinds=list(BallotKind))


@bp.route("/stemmen/<int:poll_id>/wijzigen", methods=["GET", "POST"])
@allow(Permission.MANAGE_POLL)
@posting
def edit_poll(poll_id: int) -> ResponseReturnValue:
    """Change a vote in preparation."""
    found = _draft(poll_id)
    form = poll_form(found.ballot_kind, found)
    done = accepted(form, lambda: actions.change_poll(db(), actor(), district().id, poll_id, form.plan, at=now()))
    if done:
        tell(_("The vote in preparation is changed."))
        return see_other("voting.manage", poll_id=poll_id)
    return page("voting/edit_poll.html", form=form, poll=found)


@bp.get("/stemmen/<int:poll_id>/beheer")
@allow(Permission.MANAGE_POLL)
def manage(poll_id: int) -> ResponseReturnValue:
    """Where a vote stands and what comes next."""
    return managing(poll_id)


def managing(poll_id: int) -> ResponseReturnValue:
    """The page from which a vote is run, also when a step was refused."""
    found = _draft(poll_id)
    return page(
        "voting/manage.html",
        poll=found,
        mandate=mandate_of(found),
        proposals=queries.proposals_of(db(), district().id, poll_id),
        voted=queries.ballot_count(db(), district().id, poll_id),
        is_due=now() >= found.closes_at,
        closes_itself=not is_quick(found.entitled or 0, 1),
        sealed=queries.sealed_of(db(), district().id, poll_id) if found.is_sealed else None,
        running=queries.running_count(db(), district().id, poll_id),
        paper_waits=_paper_waits(found),
        asked_void=queries.waiting_voiding(db(), found),
        may_seal=current_app.extensions["coop.vault"] is not None,
    )


def _paper_waits(poll: Poll) -> bool:
    """Whether paper must be settled before anything else can be done."""
    if poll.state is not PollState.CLOSED:
        return False
    return queries.paper_registered(db(), poll) > 0 and queries.paper_count_of(db(), poll) is None


def _step(poll_id: int, act: Callable[[], Poll], done_text: str) -> ResponseReturnValue:
    if accepted(EmptyForm(), act):
        tell(done_text)
        return see_other("voting.manage", poll_id=poll_id)
    return managing(poll_id)


@bp.route("/stemmen/<int:poll_id>/openen", methods=["GET", "POST"])
@allow(Permission.MANAGE_POLL)
@posting
def open_poll(poll_id: int) -> ResponseReturnValue:
    """What stands still once the vote is open; then open it."""
    if request.method == "GET":
        found = _draft(poll_id)
        if found.state is not PollState.DRAFT:
            return see_other("voting.poll", poll_id=poll_id)
        return page(
            "voting/open_poll.html",
            poll=found,
            proposals=queries.proposals_of(db(), district().id, poll_id),
            members=member_count(db(), district().id, local_day(now())),
            today=local_day(now()),
            may_seal=current_app.extensions["coop.vault"] is not None,
            fewest=fewest_published(demo=current_app.extensions["coop.config"].demo),
        )
    return _step(
        poll_id,
        lambda: actions.open_poll(db(), actor(), district().id, poll_id, at=now(), key=secrets.token_hex(32)),
        _("The vote is open. From now on the question, the ballot and the rules stand still."),
    )


@bp.post("/stemmen/<int:poll_id>/sluiten")
@allow(Permission.MANAGE_POLL)
@posting
def close_poll(poll_id: int) -> ResponseReturnValue:
    """Close a vote whose moment has come."""
    return _step(
        poll_id,
        lambda: _close(poll_id),
        _("The vote is closed. Its fingerprint stands on the page. Now the lot can be thrown in public."),
    )


def _close(poll_id: int) -> Poll:
    poll = actions.close_poll(db(), actor(), district().id, poll_id, at=now())
    actions.seal_due_polls(db(), current_app.extensions["coop.site_key"], at=now())
    return poll


@bp.post("/stemmen/<int:poll_id>/bekendmaken")
@allow(Permission.MANAGE_POLL)
@posting
def publish(poll_id: int) -> ResponseReturnValue:
    """Show the result to everybody."""
    form = EmptyForm()
    if accepted(form, lambda: actions.publish_poll(db(), actor(), district().id, poll_id, at=now())):
        tell(_("The result is published. Everybody can read it now."))
        return see_other("voting.result", poll_id=poll_id)
    return managing(poll_id)
