"""Screens of becoming a member: apply, type the code of the letter and vouch for a neighbour."""

import secrets

from flask.typing import ResponseReturnValue

from coop.identity.views.outside import showing_residence
from coop.kernel.access import Permission
from coop.kernel.clock import local_day
from coop.kernel.errors import InvalidError
from coop.kernel.words import mark
from coop.members import actions, queries
from coop.members.forms import ApplicationForm, CodeForm, VouchForm
from coop.members.policy import ApplicationState
from coop.members.views.blueprint import bp
from coop.web.address import district
from coop.web.forms import EmptyForm, accepted, put_on_form
from coop.web.guard import actor, allow, public
from coop.web.limits import posting
from coop.web.pages import page, see_other, tell
from coop.web.session import db, now
from coop.web.words import _


def applicant_of(form: ApplicationForm) -> actions.Applicant:
    """What was typed in an application form."""
    return actions.Applicant(
        form.name.data or "",
        form.street.data or "",
        form.house_number.data or "",
        form.postcode.data or "",
        form.email.data or "",
        form.stated_age.data or 0,
        form.accepts.data,
    )


def new_number() -> str:
    """A number that one can say on the phone."""
    digits = f"{secrets.randbelow(10**8):08d}"
    return f"{digits[:4]}-{digits[4:]}"


@bp.route("/lid-worden", methods=["GET", "POST"])
@public
@posting
def join() -> ResponseReturnValue:
    """Apply for membership, or see how my application stands."""
    form = ApplicationForm()
    done = accepted(
        form,
        lambda: actions.apply_for_membership(
            db(), actor(), district().id, applicant_of(form), number=new_number(), paper=False, at=now()
        ),
    )
    if done:
        return page("members/applied.html", application=done.value, rules=_rules())
    return _joining(form)


def _joining(form: ApplicationForm) -> ResponseReturnValue:
    mine = queries.my_application(db(), district().id, actor().account_id) if actor().is_signed_in else None
    return page(
        "members/join.html",
        form=form,
        rules=_rules(),
        mine=mine,
        waiting=mine is not None and mine.state is ApplicationState.WAITING,
        missing=actions.missing_of(db(), mine, at=now()) if mine else [],
        is_member=_is_member(),
        residence_ways=showing_residence(),
    )


def _is_member() -> bool:
    """Also who is suspended is a member, and cannot apply once more."""
    me = actor().account_id
    return me is not None and queries.membership_of(db(), district().id, me, local_day(now())) is not None


def _rules() -> object:
    return queries.rules_on(db(), district().id, local_day(now()))


@bp.route("/lid-worden/code", methods=["GET", "POST"])
@public
@posting
def letter_code() -> ResponseReturnValue:
    """Type the code of the letter: it shows that its reader lives there."""
    form = CodeForm()
    done = accepted(form, lambda: actions.show_by_letter(db(), district().id, form.code.data or "", at=now()))
    if done:
        return page("members/code_taken.html", application=done.value)
    return page("members/letter_code.html", form=form)


@bp.post("/lid-worden/<int:application_id>/terugnemen")
@allow(Permission.SEE_MY_PAGE)
@posting
def withdraw(application_id: int) -> ResponseReturnValue:
    """Take my own application back."""
    form = EmptyForm()
    if accepted(form, lambda: actions.withdraw_application(db(), actor(), district().id, application_id, at=now())):
        tell(_("You took your application back. Nothing more happens with it. You can apply again at any time."))
        return see_other("members.join")
    return _joining(ApplicationForm(formdata=None))


@bp.route("/instaan", methods=["GET", "POST"])
@allow(Permission.VOUCH_FOR_NEIGHBOUR)
@posting
def vouch() -> ResponseReturnValue:
    """Vouch as a member for a neighbour."""
    form = VouchForm()
    if form.is_submitted() and not form.knows.data:
        put_on_form(form, InvalidError(mark("Tick this only when it is true. Else you cannot vouch."), field="knows"))
    elif done := accepted(form, lambda: actions.vouch(db(), actor(), district().id, form.number.data or "", at=now())):
        tell(
            _(
                "You vouched for %(name)s. The board sees that it was you. "
                "%(name)s need not show anything more about the address.",
                name=done.value.name,
            )
        )
        return see_other("home.my_page")
    return page("members/vouch.html", form=form, rules=_rules())
