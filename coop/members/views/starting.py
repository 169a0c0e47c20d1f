"""Beginning a new co-operative in five questions, and inviting the neighbours."""

from flask.typing import ResponseReturnValue

from coop.districts.actions import Facts, change_street, describe_district, name_streets, remove_street
from coop.districts.forms import FactsForm, StreetForm, StreetsForm
from coop.districts.queries import clusters_of, district_of, street_of, streets_of
from coop.kernel.access import ROLE_WORDS, Permission
from coop.kernel.clock import local_day
from coop.members import queries
from coop.members.views.blueprint import bp
from coop.web.address import district, url_for
from coop.web.forms import EmptyForm, accepted
from coop.web.guard import actor, allow, public
from coop.web.limits import posting
from coop.web.pages import page, see_other, tell
from coop.web.qr import qr_svg
from coop.web.session import db, now
from coop.web.words import _, ngettext


@bp.get("/beginnen")
@allow(Permission.GIVE_ROLE)
def start() -> ResponseReturnValue:
    """The five questions, and which are answered."""
    found = queries.start_of(db(), district().id, local_day(now()))
    return page(
        "members/start.html",
        start=found,
        undecided=[_(one.words) for one in found.undecided],
        vacant=[_(ROLE_WORDS[one]) for one in found.vacant],
    )


@bp.route("/beginnen/buurt", methods=["GET", "POST"])
@allow(Permission.MANAGE_DISTRICT)
@posting
def describe() -> ResponseReturnValue:
    """Question 1: what the neighbourhood is called, and who lives there."""
    form = FactsForm(obj=district_of(db(), district().slug))
    done = accepted(form, lambda: describe_district(db(), actor(), district().id, _facts(form)))
    if done:
        tell(_("Kept. Everybody reads it from now on, on the front page and on letters."))
        return see_other("members.start")
    return page("members/describe.html", form=form)


def _facts(form: FactsForm) -> Facts:
    return Facts(
        form.name.data or "",
        form.cooperative.data or "",
        form.about.data or "",
        form.inhabitants.data or 0,
        form.phone.data or "",
    )


@bp.route("/beginnen/straten", methods=["GET", "POST"])
@allow(Permission.MANAGE_DISTRICT)
@posting
def streets() -> ResponseReturnValue:
    """Question 2: which streets belong to it."""
    form = StreetsForm()
    done = accepted(form, lambda: name_streets(db(), actor(), district().id, form.streets.data or ""))
    if done:
        tell(
            ngettext(
                "%(num)s street is added. Residents can choose its part from now on.",
                "%(num)s streets are added. Residents can choose their part from now on.",
                done.value,
            )
        )
        return see_other("members.start")
    known = streets_of(db(), district().id)
    parts = [
        (one.name, [street for street in known if street.cluster_id == one.id])
        for one in clusters_of(db(), district().id)
    ]
    return page("members/streets.html", form=form, parts=parts)


@bp.route("/beginnen/straten/<int:street_id>", methods=["GET", "POST"])
@allow(Permission.MANAGE_DISTRICT)
@posting
def street(street_id: int) -> ResponseReturnValue:
    """A street with a typing mistake, or with the wrong part."""
    found = street_of(db(), district().id, street_id)
    parts = [(one.id, one.name) for one in clusters_of(db(), district().id)]
    form = StreetForm(parts, data={"name": found.name, "cluster": str(found.cluster_id)})
    if accepted(
        form,
        lambda: change_street(
            *(db(), actor(), district().id, street_id), name=form.name.data or "", cluster_id=int(form.cluster.data)
        ),
    ):
        tell(_("Kept. What members wrote as their address has not changed: correct that with each member."))
        return see_other("members.streets")
    return page("members/street.html", form=form, street=found)


@bp.post("/beginnen/straten/<int:street_id>/weg")
@allow(Permission.MANAGE_DISTRICT)
@posting
def remove(street_id: int) -> ResponseReturnValue:
    """A street that does not belong to the neighbourhood."""
    done = accepted(EmptyForm(), lambda: remove_street(db(), actor(), district().id, street_id))
    if done:
        tell(_("%(name)s is taken off the list. Who lives there and is a member stays a member.", name=done.value.name))
    return see_other("members.streets")


@bp.get("/uitnodigen")
@public
def invite() -> ResponseReturnValue:
    """Texts with which to invite neighbours, and a poster to print."""
    address = url_for("members.join", _external=True)
    return page("members/invite.html", address=address, picture=qr_svg(address, _("Picture to scan: become a member")))
