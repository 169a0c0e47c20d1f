"""What is counted and how, and one figure through the periods."""

from flask.typing import ResponseReturnValue

from coop.accountability import policy, queries
from coop.accountability.models import Report
from coop.accountability.policy.catalogue import CATALOGUE, EIGHTY_PER_CENT, GROUP_WORDS
from coop.accountability.policy.series import breaks_of, lines_of, points_of
from coop.accountability.views.blueprint import bp
from coop.kernel.errors import NotFoundError
from coop.kernel.words import mark
from coop.web.address import district
from coop.web.filters import day
from coop.web.guard import public
from coop.web.pages import page
from coop.web.session import db
from coop.web.words import _


@bp.get("/verslagen/cijfers")
@public
def indicators() -> ResponseReturnValue:
    """Every figure with its definition, what it does not say and who is not in it."""
    return page(
        "accountability/indicators.html",
        groups=[
            (word, [one for one in CATALOGUE.values() if one.group is group]) for group, word in GROUP_WORDS.items()
        ],
        eighty=[(CATALOGUE.get(code), text) for code, text in EIGHTY_PER_CENT],
    )


@bp.get("/verslagen/cijfers/<code>")
@public
def indicator(code: str) -> ResponseReturnValue:
    """One figure through the periods."""
    found = CATALOGUE.get(code)
    if found is None:
        raise NotFoundError(mark("We do not know this figure."))
    rows = queries.series_of(db(), district().id, code)
    points = points_of([(_period(report), figure) for report, figure in rows])
    return page(
        "accountability/indicator.html",
        indicator=found,
        rows=[(report, figure, point) for (report, figure), point in zip(rows, points, strict=True)],
        lines=lines_of(points),
        points=points,
        breaks=breaks_of(points),
        beside=[CATALOGUE[one] for one in found.beside],
        words=policy,
    )


def _period(report: Report) -> str:
    return _("From %(start)s to %(end)s", start=day(report.starts_on), end=day(report.ends_on))
