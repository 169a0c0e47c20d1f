"""Filling in a ballot for somebody else or without an account: by letter, helper or proxy. One way through for all."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import current_app, request
from flask.typing import ResponseReturnValue

from coop.ballotbox.policy import Channel
from coop.kernel.access import Permission
from coop.kernel.errors import InvalidError, NotAllowedError
from coop.rules.sealing.receipts import Receipt
from coop.voting import actions, policy, queries
from coop.voting.actions import Through
from coop.voting.forms import BallotForm, SealingForm, SentEnvelope
from coop.voting.policy import Hindrance, PollState
from coop.voting.queries import Poll
from coop.voting.views.blueprint import bp
from coop.voting.views.casting import choosing, in_order, own_clock
from coop.voting.views.letter import letter_code_of
from coop.voting.views.sealed import answered, closed_for, sealed_vote
from coop.web.address import district, url_for
from coop.web.forms import accepted, put_on_form, tried
from coop.web.guard import actor, allow, public
from coop.web.limits import posting
from coop.web.pages import page, see_other, tell
from coop.web.session import db, now
from coop.web.words import _


@dataclass(frozen=True, slots=True)
class Booth:
    """Where a ballot is filled in. `name`: for whom, empty with a letter; `args`: the rest of the address.

    An earlier vote is never shown here; `revision` is its number, 0 for none, and `channel` how it came.
    """

    poll: Poll
    through: Through
    way: str
    name: str
    revision: int
    channel: Channel
    args: Mapping[str, int] = field(default_factory=dict)

    @property
    def has_voted(self) -> bool:
        """Whether there is a vote already, in whatever way."""
        return self.channel is not Channel.NONE

    @property
    def is_open(self) -> bool:
        """Whether votes come in now."""
        return self.poll.state is PollState.OPEN and now() < self.poll.closes_at

    def url(self, step: str) -> str:
        """The address of a step; `start`: where this way begins."""
        return url_for(f"voting.{self.way}_{step}", poll_id=self.poll.id, **self.args)

    @property
    def hindrance(self) -> Hindrance | None:
        """Why no ballot can be filled in here now."""
        if self.channel is Channel.PAPER and self.is_open:
            return Hindrance.ON_PAPER
        by_proxy = self.through.channel is Channel.PROXY
        if by_proxy and self.channel not in (Channel.NONE, Channel.PROXY):
            return Hindrance.VOTED_WITHOUT_PROXY
        return policy.hindrance_of(
            self.poll.state, self.poll.closes_at, now(), signed_in=True, member=True, on_roll=True
        )


def _booth(poll: Poll, through: Through, way: str, *, named: bool = True, **args: int) -> Booth:
    standing = queries.standing_of(db(), poll, through.membership_id or 0)
    name = standing.name if named else ""
    return Booth(poll, through, way, name, standing.revision, standing.channel, args)


def letter_booth(poll_id: int) -> Booth:
    """For who typed the code of a letter in this browser. Raises `NotAllowedError` otherwise."""
    poll = queries.poll_of(db(), district().id, poll_id)
    through = actions.by_letter(db(), district().id, poll_id, letter_code_of(now()), at=now())
    return _booth(poll, through, "letter", named=False)


def help_booth(poll_id: int, grant_id: int, membership_id: int) -> Booth:
    """A helper with a grant, for this member."""
    poll = queries.poll_of(db(), district().id, poll_id)
    through = actions.by_helper(
        db(), actor(), district().id, poll_id, grant_id=grant_id, membership_id=membership_id, at=now()
    )
    return _booth(poll, through, "help", grant_id=grant_id, membership_id=membership_id)


def proxy_booth(poll_id: int, proxy_id: int) -> Booth:
    """The holder of a proxy, for who gave it."""
    poll = queries.poll_of(db(), district().id, poll_id)
    through = actions.by_proxy(db(), actor(), district().id, poll_id, proxy_id, at=now())
    return _booth(poll, through, "proxy", proxy_id=proxy_id)


def _ballot(booth: Booth) -> ResponseReturnValue:
    """The empty ballot. An earlier vote is replaced only by who said so on the page before."""
    if booth.hindrance or (booth.has_voted and request.args.get("opnieuw") != "ja"):
        return _start(booth)
    fresh = {"choices": [], "version": str(booth.revision), "submission": secrets.token_hex(16)}
    return choosing(booth.poll, BallotForm(data=fresh), changing=False, booth=booth)


def _start(booth: Booth) -> ResponseReturnValue:
    if booth.has_voted and not booth.hindrance:
        tell(_("There is a vote already. Tick that it is replaced, or stop here."))
    return see_other(f"voting.{booth.way}_start", poll_id=booth.poll.id, **booth.args)


def _check(booth: Booth) -> ResponseReturnValue:
    """Show what was chosen before it counts. An open ballot of a secret vote does not belong here."""
    if booth.poll.is_sealed:
        return _start(booth)
    return _checking(booth, BallotForm())


def _checking(booth: Booth, form: BallotForm) -> ResponseReturnValue:
    poll, hindrance = booth.poll, booth.hindrance
    if not form.choices.errors and hindrance is None:
        try:
            form.choices.data = policy.require_ballot(form.choices.data or (), poll.terms or {})
        except InvalidError as refusal:
            put_on_form(form, refusal)
    if form.choices.errors and hindrance is None:
        return choosing(poll, form, changing=False, booth=booth)
    proposals = queries.proposals_of(db(), district().id, poll.id)
    return page(
        "voting/check.html",
        poll=poll,
        form=form,
        booth=booth,
        chosen=in_order(form.choices.data or (), proposals),
        proposals=proposals,
        hindrance=hindrance,
        newer=str(booth.revision) != form.version.data,
        status=409 if hindrance else None,
    )


def _cast(booth: Booth) -> ResponseReturnValue:
    """Cast an ordinary ballot."""
    form = BallotForm()
    done = accepted(
        form,
        lambda: actions.cast_through(
            db(),
            booth.through,
            district().id,
            booth.poll.id,
            form.choices.data or (),
            saw_version=form.saw_version,
            submission=form.submission.data or "",
            at=now(),
            own_clock=own_clock(),
        ),
    )
    if done is None:
        return _checking(booth, form)
    tell(_("Received: the vote is in. Proof: %(receipt)s", receipt=done.value.receipt))
    return see_other(f"voting.{booth.way}_start", poll_id=booth.poll.id, **booth.args)


def _change(booth: Booth) -> ResponseReturnValue:
    """Back from the check page to the ballot, with the choice kept."""
    form = SealingForm() if booth.poll.is_sealed else BallotForm()
    return choosing(booth.poll, form, changing=False, booth=booth)


def _seal(booth: Booth) -> ResponseReturnValue:
    """Close the envelope in memory for who has a browser that cannot."""
    if booth.hindrance or SealingForm().is_older_than(booth.revision):
        return _start(booth)
    return closed_for(booth.poll, sealed_vote(booth.poll.id), booth=booth, changing=False)


def _envelope(booth: Booth) -> ResponseReturnValue:
    """Take in a closed envelope."""
    return answered(booth.poll, tried(lambda: _cast_envelope(booth)), booth=booth)


def _cast_envelope(booth: Booth) -> Receipt:
    sent = SentEnvelope.read(request.form)
    return actions.cast_sealed_through(
        db(),
        booth.through,
        district().id,
        booth.poll.id,
        sent.closed,
        saw_version=sent.version,
        submission=sent.submission,
        site=current_app.extensions["coop.site_key"],
        at=now(),
        own_clock=own_clock(),
    )


STEPS: tuple[tuple[str, str, str, Callable[[Booth], ResponseReturnValue]], ...] = (
    ("ballot", "stem", "GET", _ballot),
    ("check", "controle", "POST", _check),
    ("cast", "uitbrengen", "POST", _cast),
    ("change", "stem-wijzigen", "POST", _change),
    ("seal", "envelop-sluiten", "POST", _seal),
    ("envelope", "envelop", "POST", _envelope),
)
WAYS: tuple[tuple[str, str, Any, Callable[..., Booth]], ...] = (
    ("letter", "/stemmen/<int:poll_id>/brief", public, letter_booth),
    (
        "help",
        "/stemmen/<int:poll_id>/hulp/<int:grant_id>/<int:membership_id>",
        allow(Permission.HELP_VOTERS),
        help_booth,
    ),
    ("proxy", "/stemmen/<int:poll_id>/volmacht/<int:proxy_id>", allow(Permission.CAST_BALLOT), proxy_booth),
)


def _install() -> None:
    """Every step of every way: the same views, with the stamp and the question who votes of that way."""
    for way, rule, stamp, booth_of in WAYS:
        for step, word, method, act in STEPS:

            def view(
                _booth_of: Callable[..., Booth] = booth_of,
                _act: Callable[[Booth], ResponseReturnValue] = act,
                **ids: int,
            ) -> ResponseReturnValue:
                return _act(_booth_of(**ids))

            view.__name__ = f"{way}_{step}"
            limited = posting(view) if method == "POST" else view
            bp.add_url_rule(f"{rule}/{word}", f"{way}_{step}", stamp(limited), methods=[method])


_install()


@bp.get("/stemmen/<int:poll_id>/brief")
@public
def letter_start(poll_id: int) -> ResponseReturnValue:
    """What this letter is for, and whether a vote is in already. Never what was voted, never who."""
    try:
        booth = letter_booth(poll_id)
    except NotAllowedError:
        return see_other("voting.letter_code")
    return page("voting/letter_start.html", booth=booth, poll=booth.poll)
