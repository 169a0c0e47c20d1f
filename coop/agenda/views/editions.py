"""Screens of the dated editions."""

from flask.typing import ResponseReturnValue

from coop.agenda import actions, queries
from coop.agenda.forms import EditionForm
from coop.agenda.policy import Domain
from coop.agenda.views.blueprint import bp
from coop.kernel.access import Permission
from coop.web.address import district
from coop.web.forms import accepted
from coop.web.guard import actor, allow, public
from coop.web.limits import posting
from coop.web.pages import page, see_other, tell
from coop.web.session import db, now
from coop.web.words import _


@bp.get("/agenda/edities")
@public
def editions() -> ResponseReturnValue:
    """All editions, newest first."""
    return page("agenda/editions.html", editions=queries.editions_of(db(), district().id))


@bp.get("/agenda/edities/<int:edition_id>")
@public
def edition(edition_id: int) -> ResponseReturnValue:
    """One edition, as it came out."""
    return page(
        "agenda/edition.html",
        edition=queries.edition_of(db(), district().id, edition_id),
        items=queries.edition_items(db(), district().id, edition_id),
        domains=Domain,
    )


@bp.route("/agenda/edities/nieuw", methods=["GET", "POST"])
@allow(Permission.PUBLISH_EDITION)
@posting
def publish_edition() -> ResponseReturnValue:
    """Publish the agenda of today as an edition."""
    form = EditionForm()
    done = accepted(form, lambda: actions.publish_edition(db(), actor(), district().id, form.foreword.data, at=now()))
    if done:
        tell(_("The edition is published. It stays as it is now, whatever happens with the items."))
        return see_other("agenda.edition", edition_id=done.value.id)
    return page("agenda/publish_edition.html", form=form, items=queries.full_agenda(db(), district().id))
