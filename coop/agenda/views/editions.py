"""Screens of the dated editions."""

from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from coop.agenda import actions, policy, queries
from coop.agenda.forms import EditionForm
from coop.agenda.policy import Domain, ItemState
from coop.agenda.views.blueprint import bp
from coop.agenda.views.wording import FIELD_WORDS
from coop.answers.policy import Source
from coop.answers.queries import answer_on
from coop.kernel.access import Permission
from coop.kernel.clock import local_day
from coop.web.address import district, url_for
from coop.web.forms import accepted, before_asking
from coop.web.guard import actor, allow, public
from coop.web.limits import laying_out, posting
from coop.web.pages import download, page, see_other, tell
from coop.web.pdf import makes_pdf, pdf_of
from coop.web.qr import qr_svg
from coop.web.session import db, now
from coop.web.words import _

# So many stand on a poster; the edition has them all.
POSTER_ITEMS = 5


@bp.get("/agenda/edities")
@public
def editions() -> ResponseReturnValue:
    """All editions, newest first."""
    found = queries.editions_of(db(), district().id)
    return page("agenda/editions.html", editions=found, hindrance=edition_hindrance(found))


def edition_hindrance(editions: list[queries.EditionRow]) -> str | None:
    """Why the reader cannot publish an edition now, None when they can or when it is not up to them."""
    if not actor().may(Permission.PUBLISH_EDITION):
        return None
    newest_on = local_day(editions[0].published_at) if editions else None
    items = queries.agenda_counts(db(), district().id).by_state[ItemState.ON_AGENDA]
    return policy.edition_hindrance(newest_on, local_day(now()), items)


@bp.get("/agenda/edities/<int:edition_id>")
@public
def edition(edition_id: int) -> ResponseReturnValue:
    """One edition, as it came out."""
    return page("agenda/edition.html", **_told(edition_id))


@bp.get("/agenda/edities/<int:edition_id>.pdf")
@public
@laying_out
def edition_pdf(edition_id: int) -> ResponseReturnValue:
    """The same on A4, for a site with WeasyPrint."""
    html = render_template("agenda/edition.html", **_told(edition_id))
    return download(pdf_of(html), f"{district().slug}-{edition_id}.pdf", "application/pdf")


def _told(edition_id: int) -> dict[str, Any]:
    found = queries.edition_of(db(), district().id, edition_id)
    address = url_for("agenda.edition", edition_id=edition_id, _external=True)
    return {
        "edition": found,
        "items": queries.edition_items(db(), district().id, edition_id),
        "domains": Domain,
        "address": address,
        "picture": _picture(address),
        "answer": answer_on(db(), district().id, Source.EDITION, edition_id, local_day(now())),
        "makes_pdf": makes_pdf(),
    }


@bp.get("/agenda/edities/<int:edition_id>/vergeleken")
@public
def compared(edition_id: int) -> ResponseReturnValue:
    """An edition beside the one before it: what is new, changed, gone and why, and what was done."""
    found = queries.edition_of(db(), district().id, edition_id)
    before = queries.edition_before(db(), found, district().id)
    return page(
        "agenda/compared.html",
        edition=found,
        since=queries.since(db(), district().id, before, found) if before else None,
        names=FIELD_WORDS,
    )


@bp.get("/agenda/edities/<int:edition_id>/poster")
@public
def edition_poster(edition_id: int) -> ResponseReturnValue:
    """A poster that leads to an edition."""
    found = queries.edition_of(db(), district().id, edition_id)
    items = queries.edition_items(db(), district().id, edition_id)
    most = sorted(items, key=lambda item: item.supporters, reverse=True)[:POSTER_ITEMS]
    address = url_for("agenda.edition", edition_id=edition_id, _external=True)
    return page("agenda/edition_poster.html", edition=found, most=most, address=address, picture=_picture(address))


def _picture(address: str) -> Markup:
    return qr_svg(address, _("Picture to scan: this edition on the site"))


@bp.route("/agenda/edities/nieuw", methods=["GET", "POST"])
@allow(Permission.PUBLISH_EDITION)
@posting
def publish_edition() -> ResponseReturnValue:
    """Publish the agenda of today as an edition."""
    editions, items = queries.editions_of(db(), district().id), queries.full_agenda(db(), district().id)
    newest_on = local_day(editions[0].published_at) if editions else None
    form = EditionForm()
    before_asking(form, lambda: policy.require_edition(newest_on, local_day(now()), len(items)))
    done = accepted(form, lambda: actions.publish_edition(db(), actor(), district().id, form.foreword.data, at=now()))
    if done:
        tell(
            _(
                "The edition is published. It stays as it is now, whatever happens with the items. "
                "Everybody finds it under “Earlier editions”. From tomorrow on you can publish the next one."
            )
        )
        return see_other("agenda.edition", edition_id=done.value.id)
    return page("agenda/publish_edition.html", form=form, items=items)
