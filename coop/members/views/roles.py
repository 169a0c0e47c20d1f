"""Who holds which office, for everybody; giving, confirming and ending roles."""

from typing import Any

from flask import current_app
from flask.typing import ResponseReturnValue

from coop.identity.gateways import Post
from coop.kernel.access import PERMISSION_WORDS, ROLE_WORDS, STRONG_ROLES, Permission, Role, roles_with
from coop.kernel.clock import local_day
from coop.kernel.errors import NotAllowedError, NotFoundError
from coop.kernel.words import mark
from coop.members import actions, queries
from coop.members.forms import EndRoleForm, RoleForm
from coop.members.policy import roles_given_by
from coop.members.views.blueprint import bp
from coop.web.address import district, url_for
from coop.web.filters import day
from coop.web.forms import accepted, options
from coop.web.guard import actor, allow, public
from coop.web.limits import posting
from coop.web.pages import page, see_other, tell
from coop.web.session import db, now
from coop.web.words import _


def _post() -> Post:
    found: Post = current_app.extensions["coop.post"]
    return found


@bp.get("/functies")
@public
def offices() -> ResponseReturnValue:
    """Who holds a public office, since when and on which decision."""
    rows = queries.public_offices(db(), district().id, local_day(now()))
    return page("members/offices.html", rows=rows, words=ROLE_WORDS)


@bp.get("/functies/wie-mag-wat")
@public
def permissions() -> ResponseReturnValue:
    """The permission matrix of the site, in words."""
    rows = [
        (_(PERMISSION_WORDS[permission]), [_(ROLE_WORDS[role]) for role in roles_with(permission)])
        for permission in PERMISSION_WORDS
    ]
    strong = [_(ROLE_WORDS[role]) for role in Role if role in STRONG_ROLES]
    return page("members/permissions.html", rows=rows, strong=strong)


@bp.get("/functies/beheer")
@allow(Permission.GIVE_ROLE)
def roles() -> ResponseReturnValue:
    """What waits for a second person, and the roles that this reader can end."""
    rows = queries.given_roles(db(), district().id, local_day(now()))
    mine = roles_given_by(actor().roles)
    return page(
        "members/roles.html",
        waiting=[row for row in rows if row.is_waiting],
        rows=[row for row in rows if not row.is_waiting and row.role in mine],
        words=ROLE_WORDS,
    )


@bp.route("/functies/geven", methods=["GET", "POST"])
@allow(Permission.GIVE_ROLE)
@posting
def give_role() -> ResponseReturnValue:
    """Give somebody a role."""
    form: Any = RoleForm()
    mine = roles_given_by(actor().roles)
    form.role.choices = options((role.value, _(ROLE_WORDS[role])) for role in mine)
    if not form.is_submitted():
        form.starts_on.data = local_day(now())
        form.role.data = mine[0].value if len(mine) == 1 else None
    done = accepted(
        form,
        lambda: actions.give_role(
            db(),
            actor(),
            _post(),
            district().id,
            email=form.email.data,
            role=Role(form.role.data),
            starts_on=form.starts_on.data,
            ends_on=form.ends_on.data,
            reason=form.reason.data,
            path=url_for("members.offices"),
            at=now(),
        ),
    )
    if done and done.value.is_waiting:
        tell(
            _(
                "Proposed. It counts when a board member, another administrator or the privacy officer agrees. "
                "They get a mail now."
            )
        )
        return see_other("members.roles")
    if done:
        tell(_("The role is given. It counts from %(day)s. This person gets a mail.", day=day(done.value.starts_on)))
        return see_other("members.roles")
    return page("members/give_role.html", form=form, asks_four_eyes=Role.ADMINISTRATOR in mine)


@bp.post("/functies/<int:appointment_id>/instemmen")
@allow(Permission.CONFIRM_ROLE)
@posting
def confirm_role(appointment_id: int) -> ResponseReturnValue:
    """Agree as a second person."""
    path = url_for("members.offices")
    actions.confirm_role(db(), actor(), _post(), district().id, appointment_id, path=path, at=now())
    tell(_("You agreed. The appointment counts from now on. This person gets a mail."))
    return see_other("members.roles")


@bp.route("/functies/<int:appointment_id>/beeindigen", methods=["GET", "POST"])
@allow(Permission.SEE_MY_PAGE)
@posting
def end_role(appointment_id: int) -> ResponseReturnValue:
    """End a role of somebody else, or lay down one's own."""
    found = queries.appointment_of(db(), district().id, appointment_id)
    if found is None:
        raise NotFoundError(mark("There is no such appointment in this neighbourhood."))
    if found.account_id != actor().account_id and found.role not in roles_given_by(actor().roles):
        raise NotAllowedError(mark("You may not end this role."))
    form: Any = EndRoleForm()
    if not form.is_submitted():
        form.on.data = local_day(now())
    done = accepted(
        form,
        lambda: actions.end_role(
            db(),
            actor(),
            _post(),
            district().id,
            appointment_id,
            on=form.on.data,
            reason=form.reason.data,
            at=now(),
        ),
    )
    if done:
        tell(_("The role ends on %(day)s.", day=day(done.value.ends_on or local_day(now()))))
        return see_other("members.offices")
    return page("members/end_role.html", form=form, found=found, words=ROLE_WORDS)
