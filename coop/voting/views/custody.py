"""Screens about who keeps the key of a secret vote: opening with the vault or with tellers, and what tellers do."""

import secrets
from collections.abc import Callable
from urllib.parse import urlsplit
from uuid import uuid4

from flask import current_app
from flask.typing import ResponseReturnValue

from coop.kernel.access import Permission
from coop.kernel.errors import ConflictError, NotFoundError
from coop.kernel.words import mark
from coop.rules.sealing.boxes import box_folder
from coop.voting import actions, queries
from coop.voting.actions import Hands
from coop.voting.forms import AnswerForm, EmptyForm, OpeningForm, TellersForm
from coop.voting.policy import PollState
from coop.voting.policy.secrecy import fewest_published
from coop.voting.views.blueprint import bp
from coop.voting.views.manage import managing
from coop.voting.views.sealed import sealed_vote, zipped
from coop.web.address import district
from coop.web.forms import Form, accepted
from coop.web.guard import actor, allow
from coop.web.limits import posting
from coop.web.pages import download, page, see_other, tell
from coop.web.session import db, now
from coop.web.words import _


def hands() -> Hands:
    """Who signs for this site and who keeps its keys. Raises `ConflictError` without a vault."""
    keeper, config = current_app.extensions["coop.vault"], current_app.extensions["coop.config"]
    if keeper is None:
        raise ConflictError(mark("This site has no vault for keys yet. Ask who manages the server."))
    return Hands(
        current_app.extensions["coop.site_key"],
        keeper,
        f"{urlsplit(config.base_url).netloc}/stemlog",
        fewest_published(demo=config.demo),
    )


def _opened(
    poll_id: int, act: Callable[..., object], again: Callable[[int], ResponseReturnValue]
) -> ResponseReturnValue:
    """Open a vote as a secret vote. `again`: the page it is done from, when it is refused."""
    if not accepted(
        EmptyForm(),
        lambda: act(
            db(),
            actor(),
            district().id,
            poll_id,
            hands(),
            at=now(),
            key=secrets.token_hex(32),
            name=str(uuid4()),
        ),
    ):
        return again(poll_id)
    tell(_("The secret vote is open. From now on the question, the ballot and the rules stand still."))
    return see_other("voting.manage", poll_id=poll_id)


@bp.post("/stemmen/<int:poll_id>/geheim-openen")
@allow(Permission.MANAGE_POLL)
@posting
def open_sealed(poll_id: int) -> ResponseReturnValue:
    """Open a vote with the key in the vault."""
    return _opened(poll_id, actions.open_sealed_poll, managing)


@bp.post("/stemmen/<int:poll_id>/tellers/openen")
@allow(Permission.MANAGE_POLL)
@posting
def open_with_tellers(poll_id: int) -> ResponseReturnValue:
    """Open a vote with the key of the tellers."""
    return _opened(poll_id, actions.open_with_tellers, _rehearsal)


def _rehearsal(poll_id: int, form: Form | None = None) -> ResponseReturnValue:
    found = queries.poll_of(db(), district().id, poll_id, drafts=True)
    if found.state is not PollState.DRAFT:
        return see_other("voting.manage", poll_id=poll_id)
    key = queries.teller_key_of(db(), district().id, poll_id)
    form = form or (AnswerForm(formdata=None) if key else TellersForm(formdata=None))
    return page("voting/sealed_tellers.html", poll=found, form=form, key=key)


@bp.get("/stemmen/<int:poll_id>/tellers")
@allow(Permission.MANAGE_POLL)
def tellers(poll_id: int) -> ResponseReturnValue:
    """How far the tellers are."""
    return _rehearsal(poll_id)


@bp.post("/stemmen/<int:poll_id>/tellers/sleutel")
@allow(Permission.MANAGE_POLL)
@posting
def bring_teller_key(poll_id: int) -> ResponseReturnValue:
    """Take in the public part of the key."""
    form = TellersForm()
    if accepted(
        form,
        lambda: actions.take_teller_key(
            db(), actor(), district().id, poll_id, form.public.data or "", chance=secrets.token_bytes
        ),
    ):
        tell(_("The key is here. Now every teller tries their code, before anybody votes."))
        return see_other("voting.tellers", poll_id=poll_id)
    return _rehearsal(poll_id, form)


@bp.post("/stemmen/<int:poll_id>/tellers/andere-sleutel")
@allow(Permission.MANAGE_POLL)
@posting
def drop_teller_key(poll_id: int) -> ResponseReturnValue:
    """Forget the key."""
    form = EmptyForm()
    if accepted(form, lambda: actions.drop_teller_key(db(), actor(), district().id, poll_id)):
        tell(_("The key is gone from this site. Make a new one, with three new codes."))
        return see_other("voting.tellers", poll_id=poll_id)
    return _rehearsal(poll_id)


@bp.get("/stemmen/<int:poll_id>/tellers/proef.json")
@allow(Permission.MANAGE_POLL)
def teller_test(poll_id: int) -> ResponseReturnValue:
    """The test envelopes."""
    key = queries.teller_key_of(db(), district().id, poll_id)
    if key is None:
        raise NotFoundError(mark("First bring the public part of the key of the tellers."))
    return download(key.trial, f"proef-{poll_id}.json", "application/json")


@bp.post("/stemmen/<int:poll_id>/tellers/antwoord")
@allow(Permission.MANAGE_POLL)
@posting
def answer_trial(poll_id: int) -> ResponseReturnValue:
    """Whose codes opened the test."""
    form = AnswerForm()
    if accepted(form, lambda: actions.answer_trial(db(), actor(), district().id, poll_id, form.answer.data or "")):
        tell(_("The answer is right: these two codes open the box."))
        return see_other("voting.tellers", poll_id=poll_id)
    return _rehearsal(poll_id, form)


@bp.get("/stemmen/<int:poll_id>/verzegelde-bus.zip")
@allow(Permission.MANAGE_POLL)
def box_for_tellers(poll_id: int) -> ResponseReturnValue:
    """The sealed box without names, for the tellers."""
    queries.poll_of(db(), district().id, poll_id, drafts=True)
    box = sealed_vote(poll_id)
    if not box.waits_for_tellers:
        raise ConflictError(mark("There is nothing to open now: the vote must be closed and the lot thrown."))
    return zipped(f"bus-{poll_id}", box_folder(actions.sealed_box(db(), box.box_id)))


@bp.route("/stemmen/<int:poll_id>/bus-geopend", methods=["GET", "POST"])
@allow(Permission.MANAGE_POLL)
@posting
def take_opening(poll_id: int) -> ResponseReturnValue:
    """Take in the four files of the tellers."""
    found, form = queries.poll_of(db(), district().id, poll_id, drafts=True), OpeningForm()
    site = current_app.extensions["coop.site_key"]
    done = accepted(
        form,
        lambda: actions.take_opening(db(), actor(), district().id, poll_id, form.opened, site=site, at=now()),
    )
    if done:
        tell(_("The votes are counted. Nobody sees the result before you publish it."))
        return see_other("voting.manage", poll_id=poll_id)
    return page("voting/sealed_opening.html", poll=found, form=form)
