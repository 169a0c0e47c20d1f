"""Screens of the sheets of social costs and benefits."""

import json

from flask.typing import ResponseReturnValue

from coop.kernel.access import Permission
from coop.kernel.errors import ConflictError
from coop.kernel.spreadsheets import csv_text
from coop.kernel.words import mark
from coop.learning import actions, policy, queries
from coop.learning.actions import Assumption
from coop.learning.forms import LineForm, SheetForm
from coop.learning.models import MkbaSheet
from coop.learning.policy import LINE_WORDS, LineKind
from coop.learning.views.base import WORKS, bp
from coop.web.address import district
from coop.web.forms import EmptyForm, accepted
from coop.web.guard import actor, allow, public
from coop.web.limits import posting
from coop.web.pages import download, page, see_other, tell
from coop.web.session import db, now
from coop.web.words import _


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
        older=queries.replaced_sheet(db(), found),
        newer=_newer(found),
    )


def _newer(found: MkbaSheet) -> MkbaSheet | None:
    """What stands in its place; a draft is seen by who works on it."""
    newer = queries.newer_sheet(db(), found) if found.published_at else None
    return newer if newer is not None and (newer.published_at or actor().may(WORKS)) else None


def _sheet(sheet_id: int) -> MkbaSheet:
    return queries.mkba_sheet(db(), district().id, sheet_id, drafts=actor().may(WORKS))


@bp.route("/kosten-en-baten/<int:sheet_id>/titel", methods=["GET", "POST"])
@allow(WORKS)
@posting
def change_sheet(sheet_id: int) -> ResponseReturnValue:
    """Change what a draft is called and compares."""
    found = _draft(sheet_id)
    form = SheetForm(data={"title": found.title, "about": found.about})
    done = accepted(
        form,
        lambda: actions.change_sheet(
            db(), actor(), district().id, sheet_id, title=form.title.data, about=form.about.data
        ),
    )
    if done:
        tell(_("The sheet is changed. It is not public yet."))
        return see_other("learning.sheet", sheet_id=sheet_id)
    return page("learning/change_sheet.html", form=form, sheet=found)


def _draft(sheet_id: int) -> MkbaSheet:
    found = _sheet(sheet_id)
    if found.published_at is not None:
        raise ConflictError(mark("This sheet is public. Make a new one when an assumption changes."))
    return found


@bp.route("/kosten-en-baten/<int:sheet_id>/weggooien", methods=["GET", "POST"])
@allow(WORKS)
@posting
def throw_away_sheet(sheet_id: int) -> ResponseReturnValue:
    """Throw a draft away, after a question."""
    found, form = _draft(sheet_id), EmptyForm()
    if accepted(form, lambda: actions.throw_away_sheet(db(), actor(), district().id, sheet_id)):
        tell(_("The sheet and its lines are gone. Nobody else had seen them."))
        return see_other("learning.fence")
    return page("learning/throw_away_sheet.html", form=form, sheet=found)


@bp.post("/kosten-en-baten/<int:sheet_id>/nieuwe")
@allow(WORKS)
@posting
def renew_sheet(sheet_id: int) -> ResponseReturnValue:
    """A draft with the lines of a public sheet."""
    made = actions.renew_sheet(db(), actor(), district().id, sheet_id, at=now())
    tell(_("This is a new sheet with the same lines. Change what changed. Once it is public the old one leads to it."))
    return see_other("learning.sheet", sheet_id=made.id)


@bp.route("/kosten-en-baten/<int:sheet_id>/regel", methods=["GET", "POST"])
@allow(WORKS)
@posting
def add_line(sheet_id: int) -> ResponseReturnValue:
    """Add an assumption."""
    found, form = _draft(sheet_id), LineForm()
    if accepted(form, lambda: actions.add_line(db(), actor(), district().id, sheet_id, line=_typed(form))):
        tell(_("The line stands on the sheet. The sums were made again."))
        return see_other("learning.sheet", sheet_id=sheet_id)
    return page("learning/add_line.html", form=form, sheet=found)


@bp.route("/kosten-en-baten/<int:sheet_id>/regel/<int:line_id>", methods=["GET", "POST"])
@allow(WORKS)
@posting
def change_line(sheet_id: int, line_id: int) -> ResponseReturnValue:
    """Change an assumption."""
    found = _draft(sheet_id)
    row = queries.line_of(db(), found, line_id)
    known = {name: getattr(row, name) for name in ("title", "payer", "source")}
    known |= {name: getattr(row, f"{name}_cents") // 100 for name in ("low", "middle", "high")}
    form = LineForm(data={**known, "kind": row.kind.value})
    done = accepted(
        form, lambda: actions.change_line(db(), actor(), district().id, sheet_id, line_id, line=_typed(form))
    )
    if done:
        tell(_("The line is changed. The sums were made again."))
        return see_other("learning.sheet", sheet_id=sheet_id)
    return page("learning/add_line.html", form=form, sheet=found, line=row)


def _typed(form: LineForm) -> Assumption:
    words = (form.title.data, form.payer.data, form.source.data)
    return Assumption(LineKind(form.kind.data), *words, form.low.data, form.middle.data, form.high.data)


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
