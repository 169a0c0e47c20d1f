"""A colleague of the team compares everything with its source before the board sees it."""

from datetime import date

from flask.typing import ResponseReturnValue

from coop.accountability import actions, policy, queries
from coop.accountability.forms import FactsForm, part_label
from coop.accountability.policy.catalogue import CATALOGUE, Indicator
from coop.accountability.policy.document import parts_of
from coop.accountability.policy.protection import Numbers
from coop.accountability.queries import writable_draft_of
from coop.accountability.views.blueprint import bp
from coop.kernel.access import Permission
from coop.web.address import district
from coop.web.forms import accepted
from coop.web.guard import actor, allow
from coop.web.limits import posting
from coop.web.pages import page, see_other, tell
from coop.web.session import db, now
from coop.web.words import _


@bp.route("/verslagen/<int:report_id>/feiten", methods=["GET", "POST"])
@allow(Permission.WRITE_REPORT)
@posting
def facts(report_id: int) -> ResponseReturnValue:
    """Every number as it was typed, and what residents will read."""
    report = writable_draft_of(db(), district().id, report_id)
    form = FactsForm()
    done = accepted(form, lambda: actions.check_facts(db(), actor(), district().id, report_id, at=now()))
    if done:
        tell(
            _(
                "The facts were checked. A board member who did not write on it reads the report and releases it. "
                "Then everybody can read it here. If the board sends it back, it waits for you on My page."
            )
        )
        return see_other("accountability.reports")
    typed = queries.typed_figures_of(db(), report)
    return page(
        "accountability/facts.html",
        report=report,
        form=form,
        missing=queries.missing_of(db(), report, now()),
        others_check=queries.others_check_facts(db(), report, actor(), now()),
        typed=[(one, _typed(one, typed[one.code])) for one in CATALOGUE.values() if one.code in typed],
        document=queries.preview_of(db(), report, now()),
        catalogue=CATALOGUE,
        as_day=date.fromisoformat,
        words=policy,
    )


def _typed(indicator: Indicator, numbers: Numbers) -> list[tuple[str, int]]:
    """What was typed, with the label of its field."""
    return [(str(part_label(indicator, part)), getattr(numbers, part)) for part in parts_of(indicator.kind)]
