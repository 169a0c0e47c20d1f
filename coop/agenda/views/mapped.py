"""The agenda on a map, beside a list with the same numbers."""

from itertools import groupby

from flask import current_app, request
from flask.typing import ResponseReturnValue

from coop.agenda import queries
from coop.agenda.policy.mapped import labels_of
from coop.agenda.views.blueprint import bp
from coop.agenda.views.filters import args_of, filter_of
from coop.districts.queries import map_of
from coop.web.address import district
from coop.web.guard import public
from coop.web.pages import page
from coop.web.paging import paging_from_request
from coop.web.session import db


@bp.get("/agenda/kaart")
@public
def on_map() -> ResponseReturnValue:
    """Where in the neighbourhood the items are: a picture with numbers, and the list they refer to."""
    chosen, drawing = filter_of(request.args), map_of(db(), district().id)
    counts = queries.counts_by_area(db(), district().id, chosen)
    areas = [one.name for one in drawing.spots] if drawing else []
    paging = paging_from_request(sum(counts.get(one, 0) for one in areas))
    rows = queries.items_in_areas(db(), district().id, chosen, areas, offset=paging.offset, limit=paging.size)
    return page(
        "agenda/on_map.html",
        drawing=drawing,
        labels=labels_of(areas, counts),
        by_area=[(area, list(found)) for area, found in groupby(rows, lambda one: one.area)],
        elsewhere=sum(counts.values()) - paging.total,
        paging=paging,
        args=args_of(request.args),
        config=current_app.extensions["coop.config"],
    )
