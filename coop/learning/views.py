"""Screens of learning over the fence."""

import json

from flask import Blueprint
from flask.typing import ResponseReturnValue

from coop.accountability.policy.catalogue import CATALOGUE
from coop.districts.queries import all_districts
from coop.kernel.access import Permission
from coop.kernel.clock import local_day
from coop.kernel.errors import NotFoundError
from coop.kernel.spreadsheets import csv_text
from coop.kernel.words import mark
from coop.learning import actions, policy, queries
from coop.learning.actions import Assumption, Plan
from coop.learning.forms import AnswerForm, FindingForm, LineForm, PilotForm, SheetForm
from coop.learning.models import MkbaSheet
from coop.learning.policy import LINE_WORDS, LineKind
from coop.web.address import district
from coop.web.forms import accepted, options
from coop.web.guard import actor, allow, public
from coop.web.limits import posting
from coop.web.pages import download, page, see_other, tell
from coop.web.session import db, now
from coop.web.words import _

bp = Blueprint("learning", __name__, url_prefix="/<district>/over-de-schutting")
WORKS = Permission.ANSWER_RESIDENTS


@bp.get("")
@public
def fence() -> ResponseReturnValue:
    """Other neighbourhoods, costs and benefits, pilots."""
    return page(
        "learning/fence.html",
        others=queries.others_with_reports(db(), district().id),
        has_report=queries.side_of(db(), district().id) is not None,
        sheets=queries.sheets_of(db(), district().id, drafts=actor().may(WORKS)),
        pilots=queries.pilots_of(db(), district().id),
    )


@bp.get("/buurt/<other>")
@public
def beside(other: str) -> ResponseReturnValue:
    """Two neighbourhoods side by side."""
    there = queries.other_of(db(), district().id, other)
    mine, theirs = queries.side_of(db(), district().id), queries.side_of(db(), there.id)
    pairs = policy.side_by_side(mine[1], theirs[1]) if mine and theirs else []
    return page(
        "learning/beside.html",
        other=there,
        reports=(mine[0], theirs[0]) if mine and theirs else None,
        pairs=pairs,
        left_out=policy.left_out(mine[1], theirs[1]) if mine and theirs else [],
        answers=queries.answers_between(db(), district().id, there.id),
        catalogue=CATALOGUE,
        per_thousand=policy.is_per_thousand,
    )


@bp.route("/buurt/<other>/antwoord/<code>", methods=["GET", "POST"])
@allow(WORKS)
@posting
def answer(other: str, code: str) -> ResponseReturnValue:
    """Why a figure differs here from there."""
    there = queries.other_of(db(), district().id, other)
    if code not in CATALOGUE:
        raise NotFoundError(mark("We do not know this figure."))
    form = AnswerForm()
    done = accepted(
        form,
        lambda: actions.answer_difference(
            db(), actor(), district().id, there.id, code=code, text=form.text.data, at=now()
        ),
    )
    if done:
        tell(_("Your answer stands beside the figure. Everybody can read it, in both neighbourhoods."))
        return see_other("learning.beside", other=other)
    return page("learning/answer.html", form=form, other=there, indicator=CATALOGUE[code])


@bp.route("/kosten-en-baten/nieuw", methods=["GET", "POST"])
@allow(WORKS)
@posting
def begin_sheet() -> ResponseReturnValue:
    """Begin an estimate of costs and benefits."""
    form = SheetForm()
    done = accepted(
        form,
        lambda: actions.begin_sheet(
            db(), actor(), district().id, title=form.title.data, about=form.about.data, at=now()
        ),
    )
    if done:
        tell(_("The sheet has begun. Add each cost and benefit with its source."))
        return see_other("learning.sheet", sheet_id=done.value.id)
    return page("learning/begin_sheet.html", form=form)


@bp.get("/kosten-en-baten/<int:sheet_id>")
@public
def sheet(sheet_id: int) -> ResponseReturnValue:
    """Costs and benefits, low, middle and high."""
    found = _sheet(sheet_id)
    rows = queries.lines_of(db(), found)
    plain = queries.plain_lines(rows)
    return page(
        "learning/sheet.html",
        sheet=found,
        rows=rows,
        outcomes=policy.outcomes(plain),
        payers=policy.per_payer(plain),
        line_words=LINE_WORDS,
        changes=actor().may(WORKS) and found.published_at is None,
    )


def _sheet(sheet_id: int) -> MkbaSheet:
    return queries.mkba_sheet(db(), district().id, sheet_id, drafts=actor().may(WORKS))


@bp.route("/kosten-en-baten/<int:sheet_id>/regel", methods=["GET", "POST"])
@allow(WORKS)
@posting
def add_line(sheet_id: int) -> ResponseReturnValue:
    """Add an assumption."""
    found = _sheet(sheet_id)
    form = LineForm()
    done = accepted(
        form,
        lambda: actions.add_line(
            db(),
            actor(),
            district().id,
            sheet_id,
            line=Assumption(
                LineKind(form.kind.data),
                form.title.data,
                form.payer.data,
                form.source.data,
                form.low.data,
                form.middle.data,
                form.high.data,
            ),
        ),
    )
    if done:
        tell(_("The line stands on the sheet. The sums were made again."))
        return see_other("learning.sheet", sheet_id=sheet_id)
    return page("learning/add_line.html", form=form, sheet=found)


@bp.post("/kosten-en-baten/<int:sheet_id>/regel/<int:line_id>/weg")
@allow(WORKS)
@posting
def remove_line(sheet_id: int, line_id: int) -> ResponseReturnValue:
    """Take an assumption off."""
    actions.remove_line(db(), actor(), district().id, sheet_id, line_id)
    tell(_("The line was taken off. The sums were made again."))
    return see_other("learning.sheet", sheet_id=sheet_id)


@bp.post("/kosten-en-baten/<int:sheet_id>/openbaar")
@allow(Permission.RELEASE_REPORT)
@posting
def publish_sheet(sheet_id: int) -> ResponseReturnValue:
    """Make a sheet public."""
    actions.publish_sheet(db(), actor(), district().id, sheet_id, at=now())
    tell(_("The sheet is public now, marked as an estimate. It stands still."))
    return see_other("learning.sheet", sheet_id=sheet_id)


@bp.get("/kosten-en-baten/<int:sheet_id>/blad.csv")
@public
def sheet_csv(sheet_id: int) -> ResponseReturnValue:
    """The assumptions for a spreadsheet."""
    found = _sheet(sheet_id)
    lines: list[tuple[object, ...]] = [
        ("kind", "what", "who", "source", "low_euro", "middle_euro", "high_euro", "status")
    ]
    for row in queries.lines_of(db(), found):
        euros = [cents // 100 for cents in (row.low_cents, row.middle_cents, row.high_cents)]
        lines.append((row.kind.value, row.title, row.payer, row.source, *euros, "estimate"))
    return download("\ufeff" + csv_text(lines), f"kosten-en-baten-{district().slug}-{sheet_id}.csv", "text/csv")


@bp.get("/kosten-en-baten/<int:sheet_id>/blad.json")
@public
def sheet_json(sheet_id: int) -> ResponseReturnValue:
    """The assumptions for a program."""
    found = _sheet(sheet_id)
    rows = queries.lines_of(db(), found)
    names = ("careful", "middle", "hopeful")
    sums = zip(names, policy.outcomes(queries.plain_lines(rows)), strict=True)
    content = {
        "status": "estimate: reasoned assumptions, no measurement",
        "title": found.title,
        "about": found.about,
        "lines": [
            {
                "kind": row.kind.value,
                "what": row.title,
                "who": row.payer,
                "source": row.source,
                "euros": [row.low_cents // 100, row.middle_cents // 100, row.high_cents // 100],
            }
            for row in rows
        ],
        "outcomes": {name: {"balance": one.balance_cents // 100, "ratio": one.ratio} for name, one in sums},
    }
    text = json.dumps(content, ensure_ascii=False, indent=1)
    return download(text, f"kosten-en-baten-{district().slug}-{sheet_id}.json", "application/json")


@bp.route("/proef/nieuw", methods=["GET", "POST"])
@allow(Permission.RELEASE_REPORT)
@posting
def start_pilot() -> ResponseReturnValue:
    """Start a pilot with another neighbourhood."""
    others = {one.slug: one for one in all_districts(db()) if one.id != district().id}
    form = PilotForm()
    form.other.choices = options((slug, one.name) for slug, one in others.items())
    done = accepted(
        form,
        lambda: actions.start_pilot(
            db(),
            actor(),
            district().id,
            others[form.other.data].id,
            plan=Plan(form.title.data, form.question.data, form.unlike.data, form.starts_on.data),
            at=now(),
        ),
    )
    if done:
        tell(_("The pilot stands on the page of both neighbourhoods. After half a year both write what they found."))
        return see_other("learning.pilot", pilot_id=done.value.id)
    return page("learning/start_pilot.html", form=form)


@bp.get("/proef/<int:pilot_id>")
@public
def pilot(pilot_id: int) -> ResponseReturnValue:
    """A pilot, and what both neighbourhoods found."""
    found = queries.pilot_of(db(), district().id, pilot_id)
    twin = queries.twin_of(db(), found)
    today = local_day(now())
    return page(
        "learning/pilot.html",
        pilot=found,
        twin=twin,
        other=queries.name_of(db(), found.other_id),
        is_open=policy.findings_are_open(found.finding, twin.finding, found.review_on, today),
        is_time=today >= found.review_on,
    )


@bp.route("/proef/<int:pilot_id>/bevinding", methods=["GET", "POST"])
@allow(WORKS)
@posting
def finding(pilot_id: int) -> ResponseReturnValue:
    """What this neighbourhood found."""
    found = queries.pilot_of(db(), district().id, pilot_id)
    form = FindingForm(data={"finding": found.finding, "keeps": found.keeps})
    done = accepted(
        form,
        lambda: actions.write_finding(
            db(), actor(), district().id, pilot_id, finding=form.finding.data, keeps=form.keeps.data, at=now()
        ),
    )
    if done:
        tell(_("Your finding is kept. Everybody reads both findings as soon as the other neighbourhood wrote its own."))
        return see_other("learning.pilot", pilot_id=pilot_id)
    return page("learning/finding.html", form=form, pilot=found)
