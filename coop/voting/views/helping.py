"""Screens of who helps: appointing helpers with two signatures, and the desk where they find a member."""

from flask.typing import ResponseReturnValue

from coop.kernel.access import Permission
from coop.kernel.clock import local_day
from coop.voting import actions, queries
from coop.voting.forms import EmptyForm, FindForm, GrantForm
from coop.voting.policy.roll import MOST_FOUND
from coop.voting.queries import Poll
from coop.voting.views.blueprint import bp
from coop.web.address import district, url_for
from coop.web.forms import accepted
from coop.web.guard import actor, allow
from coop.web.limits import posting
from coop.web.pages import page, see_other, tell
from coop.web.session import db, now
from coop.web.words import _


def poll_in_hand(poll_id: int) -> Poll:
    """A vote, also one in preparation."""
    return queries.poll_of(db(), district().id, poll_id, drafts=True)


@bp.route("/stemmen/<int:poll_id>/helpers", methods=["GET", "POST"])
@allow(Permission.GRANT_HELP)
@posting
def helpers(poll_id: int) -> ResponseReturnValue:
    """Who may help with this vote; propose somebody."""
    poll, form = poll_in_hand(poll_id), GrantForm()
    done = accepted(
        form,
        lambda: actions.propose_grant(
            db(), actor(), district().id, poll_id, form.plan, path=url_for("voting.helpers", poll_id=poll_id), at=now()
        ),
    )
    if done:
        tell(_("Proposed. It counts after a second person of the board has signed. They get a mail now."))
        return see_other("voting.helpers", poll_id=poll_id)
    return _helpers(poll, form)


def _helpers(poll: Poll, form: GrantForm) -> ResponseReturnValue:
    grants = queries.grants_of(db(), poll)
    accounts = [one for row in grants for one in (row.given_by, row.confirmed_by, row.withdrawn_by) if one]
    return page(
        "voting/helpers.html",
        poll=poll,
        form=form,
        grants=grants,
        helpers=queries.names_of_members(db(), district().id, [row.helper_id for row in grants]),
        names=queries.names_of(db(), accounts),
        today=local_day(now()),
    )


@bp.post("/stemmen/<int:poll_id>/helpers/<int:grant_id>/tekenen")
@allow(Permission.GRANT_HELP)
@posting
def sign_grant(poll_id: int, grant_id: int) -> ResponseReturnValue:
    """Sign as the second person."""
    if accepted(EmptyForm(), lambda: actions.confirm_grant(db(), actor(), district().id, poll_id, grant_id, at=now())):
        tell(_("Signed. From its first day on this helper can begin, and gets a mail now."))
        return see_other("voting.helpers", poll_id=poll_id)
    return _helpers(poll_in_hand(poll_id), GrantForm(formdata=None))


@bp.post("/stemmen/<int:poll_id>/helpers/<int:grant_id>/beeindigen")
@allow(Permission.HELP_VOTERS)
@posting
def stop_helping(poll_id: int, grant_id: int) -> ResponseReturnValue:
    """Lay down my own task as a helper."""
    if accepted(EmptyForm(), lambda: actions.withdraw_grant(db(), actor(), district().id, poll_id, grant_id, at=now())):
        tell(_("You do not help with this vote any more."))
    return see_other("voting.help_tasks", poll_id=poll_id)


@bp.post("/stemmen/<int:poll_id>/helpers/<int:grant_id>/intrekken")
@allow(Permission.GRANT_HELP)
@posting
def withdraw_grant(poll_id: int, grant_id: int) -> ResponseReturnValue:
    """End a grant at once."""
    if accepted(EmptyForm(), lambda: actions.withdraw_grant(db(), actor(), district().id, poll_id, grant_id, at=now())):
        tell(_("Ended. From now on this helper can do nothing any more in this vote."))
        return see_other("voting.helpers", poll_id=poll_id)
    return _helpers(poll_in_hand(poll_id), GrantForm(formdata=None))


@bp.get("/stemmen/<int:poll_id>/hulp")
@allow(Permission.HELP_VOTERS)
def help_tasks(poll_id: int) -> ResponseReturnValue:
    """What I may do as a helper of this vote."""
    poll = queries.poll_of(db(), district().id, poll_id)
    mine = queries.my_grants(db(), district().id, actor().membership_id, local_day(now()))
    return page(
        "voting/help_tasks.html",
        poll=poll,
        grants=[grant for grant, _title in mine if grant.poll_id == poll_id],
        others=[(grant, title) for grant, title in mine if grant.poll_id != poll_id],
    )


@bp.route("/stemmen/<int:poll_id>/hulp/<int:grant_id>", methods=["GET", "POST"])
@allow(Permission.HELP_VOTERS)
@posting
def help_find(poll_id: int, grant_id: int) -> ResponseReturnValue:
    """Find the member who stands at the desk. What was typed is in no address and no log."""
    poll = queries.poll_of(db(), district().id, poll_id)
    grant = actions.require_grant(db(), actor(), district().id, poll_id, grant_id, casts=True, at=now())
    form = FindForm()
    found = accepted(form, lambda: queries.people_on_roll(db(), poll, form.said.data or ""))
    people = list(found.value) if found else None
    return page(
        "voting/help_find.html",
        poll=poll,
        grant=grant,
        form=form,
        people=None if people is None or len(people) > MOST_FOUND else people,
        too_many=people is not None and len(people) > MOST_FOUND,
        me=actor().membership_id,
    )
