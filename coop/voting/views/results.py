"""Screens of the published result, its downloads, and the commitments that follow."""

import csv
import io
import json

from flask.typing import ResponseReturnValue

from coop.kernel.access import Permission
from coop.voting import actions, queries
from coop.voting.actions import Promise
from coop.voting.forms import PromisesForm, promises_form
from coop.voting.policy import ballot_file
from coop.voting.queries import ResultRow
from coop.voting.views.blueprint import bp
from coop.web.address import district
from coop.web.forms import accepted
from coop.web.guard import actor, allow, public
from coop.web.limits import posting
from coop.web.pages import download, page, see_other, tell
from coop.web.session import db, now
from coop.web.words import ngettext

HEAD = ("proposal", "amount", "unit", "votes", "chosen", "round", "price_per_supporter", "chosen_by_most_votes")


@bp.get("/stemmen/<int:poll_id>/uitslag")
@public
def result(poll_id: int) -> ResponseReturnValue:
    """What was chosen and why."""
    return page("voting/result.html", result=queries.result_of(db(), district().id, poll_id))


@bp.get("/stemmen/<int:poll_id>/uitslag.json")
@public
def result_json(poll_id: int) -> ResponseReturnValue:
    """The record of the count, for who wants to check it."""
    poll = queries.published_poll(db(), district().id, poll_id)
    text = json.dumps(poll.record, ensure_ascii=False, indent=1)
    return download(text, f"uitslag-{poll_id}.json", "application/json")


@bp.get("/stemmen/<int:poll_id>/uitslag.csv")
@public
def result_csv(poll_id: int) -> ResponseReturnValue:
    """The result as a table. Amounts in minutes a week or in cents."""
    found = queries.result_of(db(), district().id, poll_id)
    unit = "minutes a week" if found.poll.unit.value == "hours" else "euro cents"
    rows = io.StringIO()
    writer = csv.writer(rows)
    writer.writerow(HEAD)
    for row in found.rows:
        writer.writerow(
            (
                # A title that begins like a formula stays text in a spreadsheet.
                "'" * row.proposal.title.startswith(("=", "+", "-", "@")) + row.proposal.title,
                *(row.proposal.amount, unit, row.votes, int(row.chosen), row.turn or ""),
                *("" if row.price is None else f"{row.price:.2f}", int(row.by_greedy)),
            )
        )
    return download(rows.getvalue(), f"uitslag-{poll_id}.csv", "text/csv; charset=utf-8")


@bp.get("/stemmen/<int:poll_id>/stembriefjes.txt")
@allow(Permission.MANAGE_POLL)
def ballots(poll_id: int) -> ResponseReturnValue:
    """The ballots without names, whose fingerprint was published: to recount them."""
    found = queries.published_poll(db(), district().id, poll_id)
    text = ballot_file(queries.choices_of(db(), district().id, poll_id), found.fingerprint_key)
    return download(text, f"stembriefjes-{poll_id}.txt", "text/plain; charset=utf-8")


@bp.route("/stemmen/<int:poll_id>/toezeggingen", methods=["GET", "POST"])
@allow(Permission.SETTLE_POLL)
@posting
def commit(poll_id: int) -> ResponseReturnValue:
    """Turn what was chosen into commitments of the team."""
    found = queries.result_of(db(), district().id, poll_id)
    waiting = [row for row in found.chosen if row.proposal.commitment_id is None]
    form = promises_form([(row.proposal.key, row.proposal.title) for row in waiting])
    done = accepted(
        form,
        lambda: actions.make_commitments(db(), actor(), district().id, poll_id, _promises(form, waiting), at=now()),
    )
    if done:
        tell(
            ngettext(
                "%(num)s commitment of the team is made. The team must report on it.",
                "%(num)s commitments of the team are made. The team must report on them.",
                done.value,
            )
        )
        return see_other("voting.result", poll_id=poll_id)
    return page("voting/commit.html", form=form, result=found, waiting=waiting)


def _promises(form: PromisesForm, waiting: list[ResultRow]) -> dict[str, Promise]:
    keys = [row.proposal.key for row in waiting]
    return {key: Promise(form[f"who_{key}"].data or "", form[f"due_{key}"].data) for key in keys}
