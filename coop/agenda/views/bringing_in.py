"""Bringing in an item: a look at what is there already, then a new item or a voice added to an old one."""

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from coop.agenda import actions, queries
from coop.agenda.forms import BringInForm, BringInForOthersForm
from coop.agenda.policy import Domain, Kind, Origin
from coop.agenda.policy.answering import ANSWER_DAYS
from coop.agenda.views.blueprint import bp
from coop.agenda.views.items import in_office
from coop.districts.queries import area_names
from coop.kernel.access import Permission
from coop.web.address import district
from coop.web.forms import accepted
from coop.web.guard import actor, allow
from coop.web.limits import posting
from coop.web.pages import page, see_other, tell
from coop.web.session import db, now
from coop.web.telltale import warn_of_marks
from coop.web.words import _

# Letters of what is being typed that are looked at.
_MOST_WORDS = 400


@bp.route("/agenda/nieuw", methods=["GET", "POST"])
@allow(Permission.BRING_IN_ITEM)
@posting
def bring_in() -> ResponseReturnValue:
    """Bring in an item. Who has not seen what is like it yet sees that first."""
    form = BringInForOthersForm() if actor().may(Permission.BRING_IN_FOR_OTHERS) else BringInForm()
    form.offer_areas(area_names(db(), district().id))
    if form.is_submitted() and not form.looked.data and form.validate():
        found = queries.likely_the_same(db(), district().id, f"{form.title.data} {form.in_short.data}")
        if found:
            return _page(form, found)
    same = form.same_id()
    done = accepted(form, lambda: _brought_in(form) if same is None else _added(form, same))
    if done:
        tell(_thanks_for_adding() if same else _thanks_for_item(own=done.value.origin is Origin.RESIDENT))
        warn_of_marks(form.title.data, form.in_short.data, form.details.data)
        wants_photo = same is None and "photo" in request.form
        return see_other("agenda.add_photo" if wants_photo else "agenda.item", item_id=done.value.id)
    return _page(form, [])


@bp.get("/agenda/nieuw/lijkt-op")
@allow(Permission.BRING_IN_ITEM)
def alike() -> ResponseReturnValue:
    """A piece of a page: what looks like the words typed so far. Without scripts the form itself shows it."""
    words = request.args.get("q", "")[:_MOST_WORDS]
    return page("agenda/alike.html", found=queries.likely_the_same(db(), district().id, words))


def _page(form: BringInForm, found: list[queries.ItemRow]) -> ResponseReturnValue:
    return page("agenda/bring_in.html", form=form, found=found, office=in_office(), days=ANSWER_DAYS)


def _brought_in(form: BringInForm) -> Any:
    return actions.bring_in(
        db(),
        actor(),
        district().id,
        kind=Kind(form.kind.data),
        domain=Domain(form.domain.data),
        title=form.title.data,
        in_short=form.in_short.data,
        details=form.details.data,
        place=form.place.data,
        area=form.area.data if form.area else "",
        origin=Origin(form.origin.data) if isinstance(form, BringInForOthersForm) else Origin.RESIDENT,
        at=now(),
    )


def _added(form: BringInForm, item_id: int) -> Any:
    texts = {"title": form.title.data, "in_short": form.in_short.data, "details": form.details.data}
    return actions.add_mine(db(), actor(), district().id, item_id, **texts, at=now())


def _thanks_for_adding() -> str:
    return _(
        "Thank you. Your words stand below this item as a comment, and it goes on with one more voice. "
        "There is no second item. What the board decides stands on this page."
    )


def _thanks_for_item(*, own: bool) -> str:
    if own:
        return _(
            "Thank you. Your item can be read by everybody from now on. "
            "The board decides whether it comes on the agenda. "
            "You get an answer within %(days)s days, by mail and on your page.",
            days=ANSWER_DAYS,
        )
    return _(
        "The item can be read by everybody from now on. The board decides whether it comes on the agenda. "
        "You get an answer by mail within %(days)s days: tell it to who brought it in.",
        days=ANSWER_DAYS,
    )
