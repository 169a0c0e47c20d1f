"""Screens of reach, for the board: who takes part, beside who lives here."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from coop.kernel.access import Permission
from coop.kernel.clock import local_day
from coop.kernel.errors import InvalidError
from coop.kernel.words import mark
from coop.members.queries import rules_on
from coop.reach import actions, policy, queries
from coop.reach.forms import FiguresForm
from coop.reach.policy import BANDS, FEATURE_WORDS, Feature
from coop.web.address import district
from coop.web.files import text_of
from coop.web.forms import accepted
from coop.web.guard import actor, allow
from coop.web.limits import posting
from coop.web.pages import page, see_other, tell
from coop.web.session import db, now
from coop.web.words import _, lazy, ngettext

bp = Blueprint("reach", __name__, url_prefix="/<district>")

_TAKING_PART = (
    (lazy("Members"), "members"),
    (lazy("Voted in the last year"), "voters"),
    (lazy("Wrote on the agenda in the last year"), "writers"),
)


@bp.get("/bereik")
@allow(Permission.SEE_REACH)
def reach() -> ResponseReturnValue:
    """Bars of each group: its share of who lives here and of who takes part."""
    figures = queries.figures_of(db(), district().id)
    charts = [
        (_(FEATURE_WORDS[feature]), str(words), rows, policy.unheard(rows))
        for feature in Feature
        if (people := _people(figures, feature))
        for words, who in _TAKING_PART
        for rows in [policy.reach_of(people, _taking_part(who, feature))]
    ]
    return page("reach/reach.html", charts=charts, year=figures[0].year if figures else None)


def _people(figures: queries.Figures, feature: Feature) -> dict[str, int]:
    """Who lives here, by group; without those who are too young to be a member."""
    least = rules_on(db(), district().id, local_day(now())).minimum_age
    found = {one.group: one.people for one in figures if one.feature is feature}
    if feature is Feature.AGE:
        found = {band: found[band] for band in BANDS if band in found and BANDS[band][1] >= least}
    return found


def _taking_part(who: str, feature: Feature) -> dict[str, int]:
    if who == "members":
        return queries.members_by(db(), district().id, feature, local_day(now()))
    asked = queries.voters_by if who == "voters" else queries.writers_by
    return asked(db(), district().id, feature, now())


@bp.route("/bereik/cijfers", methods=["GET", "POST"])
@allow(Permission.SEE_REACH)
@posting
def enter_figures() -> ResponseReturnValue:
    """Enter a file of the statistics office: all rows or none."""
    form = FiguresForm(year=local_day(now()).year - 1)
    refused: list[policy.RefusedRow] = []
    done = accepted(form, lambda: _enter(form, refused))
    if done:
        tell(
            ngettext(
                "%(num)s group is entered. The page below counts with it from now on.",
                "%(num)s groups are entered. The page below counts with them from now on.",
                done.value,
            )
        )
        return see_other("reach.reach")
    return page(
        "reach/enter_figures.html",
        form=form,
        clusters=queries.clusters_of(db(), district().id),
        bands=list(BANDS),
        refused=[(one.line, _(one.reason)) for one in refused[:100]],
    )


def _enter(form: FiguresForm, refused: list[policy.RefusedRow]) -> int:
    rows, wrong = policy.read_figures(text_of(form.file), queries.clusters_of(db(), district().id))
    refused.extend(wrong)
    if wrong:
        raise InvalidError(mark("Refused rows: %(count)s. Nothing was entered."), field="file", count=len(wrong))
    return actions.enter_figures(db(), actor(), district().id, rows, year=form.year.data or 0, at=now())
