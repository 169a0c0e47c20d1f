"""Where the team takes figures from a file."""

from typing import Any

from flask.typing import ResponseReturnValue

from coop.accountability import actions
from coop.accountability.forms import ImportForm
from coop.accountability.models import Report
from coop.accountability.policy.catalogue import CATALOGUE
from coop.accountability.policy.document import parts_of
from coop.accountability.policy.importing import Mistake, Period, Read, read_figures
from coop.accountability.policy.stories import ASPECTS
from coop.accountability.queries import writable_draft_of
from coop.accountability.views.blueprint import bp
from coop.kernel.access import Permission
from coop.kernel.sheets import cells_of
from coop.web.address import district
from coop.web.forms import accepted
from coop.web.guard import actor, allow
from coop.web.limits import posting
from coop.web.pages import page, see_other, tell
from coop.web.session import db, now
from coop.web.words import _, ngettext

_MOST_SHOWN = 200


@bp.route("/verslagen/<int:report_id>/invullen/cijfers/bestand", methods=["GET", "POST"])
@allow(Permission.WRITE_REPORT)
@posting
def import_figures(report_id: int) -> ResponseReturnValue:
    """Take the figures from a file: all of them, or none and every mistake by its cell."""
    report = writable_draft_of(db(), district().id, report_id)
    form = ImportForm()
    found: list[Read] = []
    done = accepted(form, lambda: _taken(form, report, found))
    if done:
        count = len(found[0].figures)
        tell(
            ngettext(
                "%(num)s figure was taken from the file. The file itself is gone. Look at the figures below.",
                "%(num)s figures were taken from the file. The file itself is gone. Look at the figures below.",
                count,
            )
        )
        return see_other("accountability.write_figures", report_id=report_id)
    mistakes = found[0].mistakes if found else []
    return page(
        "accountability/import_figures.html",
        report=report,
        form=form,
        mistakes=[(one.place, _said(one)) for one in mistakes[:_MOST_SHOWN]],
        more=max(len(mistakes) - _MOST_SHOWN, 0),
        indicators=[one for one in CATALOGUE.values() if parts_of(one.kind)],
        aspects=ASPECTS,
    )


def _taken(form: Any, report: Report, found: list[Read]) -> Report:
    read = read_figures(cells_of(form.file.data.read()), Period(report.starts_on, report.ends_on))
    found.append(read)
    return actions.take_figures(db(), actor(), district().id, report.id, read=read, at=now())


def _said(mistake: Mistake) -> str:
    params = {name: _(str(value)) if name == "unit" else value for name, value in mistake.params.items()}
    return _(mistake.message, **params)
