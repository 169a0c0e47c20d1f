"""The paper list of founders: type it, see what differs, take it over."""

from flask import current_app
from flask.typing import ResponseReturnValue

from coop.kernel.access import Permission
from coop.kernel.clock import local_day
from coop.members import actions, queries
from coop.members.forms import FounderForm
from coop.members.views.blueprint import bp
from coop.web.address import district
from coop.web.forms import EmptyForm, accepted
from coop.web.guard import actor, allow
from coop.web.limits import posting
from coop.web.pages import page, see_other, tell
from coop.web.session import db, now
from coop.web.words import _, ngettext


@bp.route("/leden/oprichters", methods=["GET", "POST"])
@allow(Permission.KEEP_REGISTER)
@posting
def founders() -> ResponseReturnValue:
    """Type a line of the list."""
    form = FounderForm(signed_on=local_day(now()))
    done = accepted(
        form,
        lambda: actions.type_founder(db(), actor(), district().id, _founder(form), has_voted=_has_voted(), at=now()),
    )
    if done:
        tell(_("Line %(number)s is typed. It counts when a second person typed the same.", number=done.value.number))
        return see_other("members.founders")
    return _founders_page(form)


def _has_voted() -> actions.HasVoted:
    asks: actions.HasVoted = current_app.extensions["coop.has_voted"]
    return asks


def _founder(form: FounderForm) -> actions.Founder:
    details = actions.MemberDetails(
        form.name.data or "", form.street.data or "", form.house_number.data or "", form.postcode.data or ""
    )
    return actions.Founder(form.number.data or 0, details, form.stated_age.data or 0, form.signed_on.data)


def _founders_page(form: FounderForm) -> ResponseReturnValue:
    lines = queries.founding_lines(db(), district().id)
    me = actor().account_id
    mine = {one.number for one in lines if me in (one.first.typed_by, one.second.typed_by if one.second else None)}
    return page(
        "members/founders.html",
        form=form,
        closed=_has_voted()(db(), district().id),
        lines=lines,
        mine=mine,
        ready=bool(lines) and all(one.agrees for one in lines),
        words={name: form[name].label.text for name in queries.COMPARED},
    )


@bp.post("/leden/oprichters/overnemen")
@allow(Permission.KEEP_REGISTER)
@posting
def take_over_founders() -> ResponseReturnValue:
    """Make members of the whole list."""
    done = accepted(
        EmptyForm(), lambda: actions.take_over_founders(db(), actor(), district().id, has_voted=_has_voted(), at=now())
    )
    if done:
        tell(
            ngettext(
                "%(num)s founder is a member now.",
                "%(num)s founders are members now. Keep the paper list; what was typed is gone from the site.",
                done.value,
            )
        )
        return see_other("members.register")
    return _founders_page(FounderForm(formdata=None, signed_on=local_day(now())))
