"""Looking over the neighbours' shoulder: what other co-operatives have, and taking something over."""

from typing import Any

from flask import request
from flask import url_for as flask_url_for
from flask.typing import ResponseReturnValue

from coop.agenda.forms import BringInForm
from coop.agenda.policy import Domain, Kind
from coop.agenda.policy.answering import ANSWER_DAYS
from coop.agenda.queries import likely_the_same
from coop.districts.queries import district_of
from coop.kernel.access import Permission
from coop.kernel.errors import NotFoundError
from coop.kernel.text import clean_line
from coop.kernel.words import mark
from coop.opendata import actions, queries
from coop.opendata.forms import ListForm
from coop.opendata.policy.reading import READABLE
from coop.opendata.views.blueprint import bp
from coop.web.address import district
from coop.web.forms import EmptyForm, accepted
from coop.web.guard import actor, allow
from coop.web.limits import posting
from coop.web.pages import page, see_other, tell
from coop.web.session import db, now
from coop.web.words import _

LONGEST_SEARCH = 100


@bp.get("/buren")
@allow(Permission.BRING_IN_ITEM)
def neighbours() -> ResponseReturnValue:
    """Neighbourhoods on this site, and lists that were read in."""
    here = district().id
    return page(
        "opendata/neighbours.html", others=queries.other_districts(db(), here), lists=queries.lists_of(db(), here)
    )


@bp.get("/buren/wijk/<slug>")
@allow(Permission.BRING_IN_ITEM)
def neighbourhood(slug: str) -> ResponseReturnValue:
    """What another neighbourhood on this site has."""
    other, text = _other(slug), _search()
    rows = queries.rows_of_district(db(), other.id, other.cooperative, text)
    address = {one: _address("take_over_here", slug=slug, collection=one.collection, number=one.id) for one in rows}
    return _shown(other.cooperative, rows, address, text)


@bp.get("/buren/lijst/<int:list_id>")
@allow(Permission.BRING_IN_ITEM)
def neighbour_list(list_id: int) -> ResponseReturnValue:
    """What stands in a list that was read in."""
    text = _search()
    rows = queries.matching(queries.rows_of_list(db(), district().id, list_id), text)
    name = next(one.cooperative for one in queries.lists_of(db(), district().id) if one.id == list_id)
    address = {one: _address("take_over_listed", list_id=list_id, number=one.id) for one in rows}
    return _shown(name, rows, address, text)


@bp.post("/buren/lijst/<int:list_id>/weg")
@allow(Permission.BRING_IN_FOR_OTHERS)
@posting
def throw_away_list(list_id: int) -> ResponseReturnValue:
    """Throw away a list that was read in."""
    if accepted(EmptyForm(), lambda: actions.throw_away_list(db(), actor(), district().id, list_id)):
        tell(_("The list is thrown away. What was taken over from it stays on our agenda, with its source."))
    return see_other("opendata.neighbours")


@bp.route("/buren/wijk/<slug>/<collection>/<int:number>", methods=["GET", "POST"])
@allow(Permission.BRING_IN_ITEM)
@posting
def take_over_here(slug: str, collection: str, number: int) -> ResponseReturnValue:
    """Take over something of another neighbourhood on this site."""
    other = _other(slug)
    if collection not in READABLE:
        raise NotFoundError(mark("There is no such list in the open data."))
    return _taking_over(queries.row_of_district(db(), other.id, other.cooperative, collection, number), slug)


@bp.route("/buren/lijst/<int:list_id>/<int:number>", methods=["GET", "POST"])
@allow(Permission.BRING_IN_ITEM)
@posting
def take_over_listed(list_id: int, number: int) -> ResponseReturnValue:
    """Take over something out of a list that was read in."""
    found = [one for one in queries.rows_of_list(db(), district().id, list_id) if one.id == number]
    if not found:
        raise NotFoundError(mark("There is no such item in this list."))
    return _taking_over(found[0])


@bp.route("/buren/lezen", methods=["GET", "POST"])
@allow(Permission.BRING_IN_FOR_OTHERS)
@posting
def read_list() -> ResponseReturnValue:
    """Read in a list of another co-operative."""
    form = ListForm()
    done = accepted(form, lambda: actions.read_list(db(), actor(), district().id, form.file.data.read(), at=now()))
    if done:
        tell(_("The list is read in. Choose what you want to take over; nothing stands on our agenda yet."))
        return see_other("opendata.neighbour_list", list_id=done.value.id)
    return page("opendata/read_list.html", form=form)


def _other(slug: str) -> Any:
    found = district_of(db(), slug)
    if found.id == district().id:
        raise NotFoundError(mark("We do not know this neighbourhood."))
    return found


def _search() -> str:
    return clean_line(request.args.get("zoek"))[:LONGEST_SEARCH]


def _address(endpoint: str, **values: Any) -> str:
    return flask_url_for(f"opendata.{endpoint}", **values)


def _shown(
    cooperative: str, rows: list[queries.NeighbourRow], address: dict[queries.NeighbourRow, str], text: str
) -> ResponseReturnValue:
    return page(
        "opendata/neighbour.html",
        cooperative=cooperative,
        rows=rows[: queries.MOST_SHOWN],
        count=len(rows),
        address=address,
        text=text,
    )


def _taking_over(source: queries.NeighbourRow, slug: str | None = None) -> ResponseReturnValue:
    """The form of an item with the words of the neighbours in it. `slug`: of the neighbourhood on this site."""
    url = source.url
    if slug:
        endpoint, name = {"agenda": ("item", "item_id"), "commitments": ("commitment", "commitment_id")}[
            source.collection
        ]
        there: dict[str, Any] = {name: source.id}
        url = flask_url_for(f"agenda.{endpoint}", district=slug, **there, _external=True)
    form = BringInForm(
        data={
            "kind": source.kind.value if source.kind else Kind.WISH.value,
            "domain": source.domain.value if source.domain else "",
            "title": source.title[:100],
            "in_short": source.text,
            "details": source.details,
        }
    )
    done = accepted(
        form,
        lambda: actions.take_over(
            db(),
            actor(),
            district().id,
            source,
            url,
            kind=Kind(form.kind.data),
            domain=Domain(form.domain.data),
            title=form.title.data,
            in_short=form.in_short.data,
            details=form.details.data,
            place=form.place.data,
            at=now(),
        ),
    )
    if done:
        tell(
            _(
                "Thank you. It is brought in, with the name of the other co-operative beside it. The board answers "
                "within %(days)s days whether it comes on our agenda.",
                days=ANSWER_DAYS,
            )
        )
        return see_other("agenda.item", item_id=done.value.id)
    return page(
        "opendata/take_over.html",
        form=form,
        source=source,
        url=url,
        alike=likely_the_same(db(), district().id, f"{form.title.data or ''} {form.in_short.data or ''}"),
        known=queries.taken_over(db(), district().id, source),
        days=ANSWER_DAYS,
    )
