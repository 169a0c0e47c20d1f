"""Screens of proxies: giving one, taking it back, seeing for whom one votes; and typing in those on paper."""

from flask.typing import ResponseReturnValue

from coop.ballotbox.policy import Channel
from coop.kernel.access import Permission
from coop.kernel.clock import local_day
from coop.voting import actions, queries
from coop.voting.forms import EmptyForm, PaperProxyForm, ProxyForm
from coop.voting.policy import PollState
from coop.voting.queries import Poll
from coop.voting.views.blueprint import bp
from coop.voting.views.voice import voice_in
from coop.web.address import district
from coop.web.forms import accepted
from coop.web.guard import actor, allow
from coop.web.limits import posting
from coop.web.pages import page, see_other, tell
from coop.web.session import db, now
from coop.web.words import _


def _is_open(poll: Poll) -> bool:
    return poll.state is PollState.OPEN and now() < poll.closes_at


@bp.route("/stemmen/<int:poll_id>/volmacht", methods=["GET", "POST"])
@allow(Permission.CAST_BALLOT)
@posting
def proxies(poll_id: int) -> ResponseReturnValue:
    """My proxies in this vote: the one I gave, and those I hold."""
    poll, form = queries.poll_of(db(), district().id, poll_id), ProxyForm()
    done = accepted(
        form,
        lambda: actions.give_proxy(db(), actor(), district().id, poll_id, form.holder.data or "", at=now()),
    )
    if done:
        tell(_("The proxy is given. You can take it back until the vote closes. Your own vote always comes first."))
        return see_other("voting.proxies", poll_id=poll_id)
    return _proxies(poll, form)


def _proxies(poll: Poll, form: ProxyForm) -> ResponseReturnValue:
    me = actor().membership_id or 0
    held, voice = queries.proxies_of(db(), poll, holder_id=me), voice_in(poll)
    return page(
        "voting/proxies.html",
        poll=poll,
        form=form,
        given=next(iter(queries.proxies_of(db(), poll, giver_id=me)), None),
        held=[(one, queries.standing_of(db(), poll, one.giver_id).channel) for one in held],
        most=actions.most_proxies(poll),
        voice=voice,
        by_proxy=voice.channel is Channel.PROXY,
        today=local_day(now()),
        is_open=_is_open(poll),
    )


@bp.get("/stemmen/<int:poll_id>/volmacht/<int:proxy_id>")
@allow(Permission.CAST_BALLOT)
def proxy_start(poll_id: int, proxy_id: int) -> ResponseReturnValue:
    """Where voting with one proxy begins and ends."""
    actions.require_proxy(db(), actor(), district().id, poll_id, proxy_id)
    return see_other("voting.proxies", poll_id=poll_id)


@bp.post("/stemmen/<int:poll_id>/volmacht/<int:proxy_id>/intrekken")
@allow(Permission.CAST_BALLOT)
@posting
def revoke_proxy(poll_id: int, proxy_id: int) -> ResponseReturnValue:
    """Take my own proxy back."""
    form = EmptyForm()
    if accepted(form, lambda: actions.revoke_proxy(db(), actor(), district().id, poll_id, proxy_id, at=now())):
        tell(_("The proxy is taken back. Was there a vote with it? That stays until you vote yourself."))
        return see_other("voting.proxies", poll_id=poll_id)
    return _proxies(queries.poll_of(db(), district().id, poll_id), ProxyForm(formdata=None))


@bp.route("/stemmen/<int:poll_id>/volmachten", methods=["GET", "POST"])
@allow(Permission.KEEP_ROLL)
@posting
def all_proxies(poll_id: int) -> ResponseReturnValue:
    """Every proxy of this vote; type in one that was given in writing."""
    poll, form = queries.poll_of(db(), district().id, poll_id), PaperProxyForm()
    done = accepted(
        form,
        lambda: actions.give_proxy(
            db(),
            actor(),
            district().id,
            poll_id,
            form.holder.data or "",
            giver=form.giver.data or "",
            at=now(),
        ),
    )
    if done:
        tell(_("The proxy is in. Keep the paper until the result stands."))
        return see_other("voting.all_proxies", poll_id=poll_id)
    return _all(poll, form)


def _all(poll: Poll, form: PaperProxyForm) -> ResponseReturnValue:
    return page(
        "voting/all_proxies.html",
        poll=poll,
        form=form,
        rows=queries.proxies_of(db(), poll),
        most=actions.most_proxies(poll),
        is_open=_is_open(poll),
        today=local_day(now()),
    )


@bp.post("/stemmen/<int:poll_id>/volmachten/<int:proxy_id>/intrekken")
@allow(Permission.KEEP_ROLL)
@posting
def end_proxy(poll_id: int, proxy_id: int) -> ResponseReturnValue:
    """Take a proxy back for who asked for it in writing."""
    form = EmptyForm()
    if accepted(form, lambda: actions.revoke_proxy(db(), actor(), district().id, poll_id, proxy_id, at=now())):
        tell(_("The proxy is taken back. Was there a vote with it? That stays until the member votes."))
        return see_other("voting.all_proxies", poll_id=poll_id)
    return _all(queries.poll_of(db(), district().id, poll_id), PaperProxyForm(formdata=None))
