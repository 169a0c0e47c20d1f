"""Screens with which three tellers get ready: bring their key, try every code, and only then open the vote."""

import secrets
from uuid import uuid4

from flask.typing import ResponseReturnValue

from coop.kernel.access import Permission
from coop.kernel.errors import NotFoundError
from coop.kernel.words import mark
from coop.voting import actions, queries
from coop.voting.forms import AnswerForm, EmptyForm, TellersForm
from coop.voting.policy import PollState
from coop.voting.views.blueprint import bp
from coop.voting.views.sealed import hands
from coop.web.address import district
from coop.web.forms import Form, accepted
from coop.web.guard import actor, allow
from coop.web.limits import posting
from coop.web.pages import download, page, see_other, tell
from coop.web.session import db, now
from coop.web.words import _


def _page(poll_id: int, form: Form | None = None) -> ResponseReturnValue:
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
    return _page(poll_id)


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
    return _page(poll_id, form)


@bp.post("/stemmen/<int:poll_id>/tellers/andere-sleutel")
@allow(Permission.MANAGE_POLL)
@posting
def drop_teller_key(poll_id: int) -> ResponseReturnValue:
    """Forget the key."""
    form = EmptyForm()
    if accepted(form, lambda: actions.drop_teller_key(db(), actor(), district().id, poll_id)):
        tell(_("The key is gone from this site. Make a new one, with three new codes."))
        return see_other("voting.tellers", poll_id=poll_id)
    return _page(poll_id)


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
    return _page(poll_id, form)


@bp.post("/stemmen/<int:poll_id>/tellers/openen")
@allow(Permission.MANAGE_POLL)
@posting
def open_with_tellers(poll_id: int) -> ResponseReturnValue:
    """Open the vote with the key of the tellers."""
    form = EmptyForm()
    if accepted(
        form,
        lambda: actions.open_with_tellers(
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
        tell(_("The secret vote is open. From now on the question, the ballot and the rules stand still."))
        return see_other("voting.manage", poll_id=poll_id)
    return _page(poll_id, form)
