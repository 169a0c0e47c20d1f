"""What the register of members says about oneself, and moving house."""

from flask.typing import ResponseReturnValue

from coop.identity.views.outside import showing_residence
from coop.kernel.access import Permission
from coop.kernel.clock import local_day
from coop.kernel.errors import NotFoundError
from coop.kernel.words import mark
from coop.members import actions, queries
from coop.members.forms import AddressForm
from coop.members.views.blueprint import bp
from coop.members.views.joining import new_number
from coop.web.address import district
from coop.web.forms import accepted
from coop.web.guard import actor, allow
from coop.web.limits import posting
from coop.web.pages import page, see_other, tell
from coop.web.session import db, now
from coop.web.words import _


def _details(form: AddressForm) -> actions.MemberDetails:
    return actions.MemberDetails(
        form.name.data or "",
        form.street.data or "",
        form.house_number.data or "",
        form.postcode.data or "",
        form.email.data or "",
    )


@bp.route("/mijn-lidmaatschap", methods=["GET", "POST"])
@allow(Permission.SEE_MY_PAGE)
@posting
def my_membership() -> ResponseReturnValue:
    """Correct my name, address and address for mail. A new address has to be shown again."""
    mine = queries.membership_of(db(), district().id, actor().account_id or 0, local_day(now()))
    if mine is None:
        raise NotFoundError(mark("You are not a member of this neighbourhood."))
    form = AddressForm(obj=mine)
    done = accepted(
        form, lambda: actions.correct_own(db(), actor(), mine, _details(form), number=new_number(), at=now())
    )
    if done and done.value is not None:
        tell(
            _(
                "Your new address is noted. A letter with a code comes there; type the code here. "
                "Until then your address before counts, and you can vote as always."
            )
        )
        return see_other("members.my_membership")
    if done:
        tell(_("The register is corrected. It counts for every vote that opens from now on."))
        return see_other("members.my_membership")
    return page(
        "members/my_membership.html",
        form=form,
        mine=mine,
        move=queries.move_of(db(), mine.id),
        suspension=queries.suspension_of(db(), mine.id, local_day(now())),
        residence_ways=showing_residence(),
    )


@bp.route("/leden/<int:membership_id>/verhuizen", methods=["GET", "POST"])
@allow(Permission.KEEP_REGISTER)
@posting
def move(membership_id: int) -> ResponseReturnValue:
    """A member told that they moved within the neighbourhood: the new address has to be shown."""
    found = queries.membership_in(db(), district().id, membership_id)
    form = AddressForm(obj=found)
    done = accepted(
        form, lambda: actions.move_member(db(), actor(), found, _details(form), number=new_number(), at=now())
    )
    if done and done.value is not None:
        tell(_("Noted. The next batch of letters holds one for the new address. It counts once it is shown."))
        return see_other("members.application", application_id=done.value.id)
    if done:
        tell(_("The register is corrected. It counts for every vote that opens from now on."))
        return see_other("members.member", membership_id=membership_id)
    return page("members/move.html", form=form, member=found)
