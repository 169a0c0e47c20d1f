"""Screens of the published result, its downloads, and the commitments that follow."""

import json

from flask.typing import ResponseReturnValue

from coop.answers.queries import not_adopted
from coop.ballotbox.policy import objections_until
from coop.kernel.access import Permission
from coop.kernel.spreadsheets import csv_text
from coop.voting import actions, queries
from coop.voting.actions import Promise
from coop.voting.forms import PromisesForm, promises_form
from coop.voting.policy import ballot_file, public_record
from coop.voting.policy.roll import told_turnout
from coop.voting.queries import ElectionResult, MotionResult, OrderResult, ProposalRow, ScoreResult
from coop.voting.views.blueprint import bp
from coop.voting.views.tables import table_of
from coop.voting.views.voice import answer_to
from coop.web.address import district
from coop.web.forms import accepted
from coop.web.guard import actor, allow, public
from coop.web.limits import posting
from coop.web.pages import download, page, see_other, tell
from coop.web.session import db, now
from coop.web.words import ngettext

STORIES: dict[type, str] = {
    MotionResult: "voting/told_motion.html",
    ElectionResult: "voting/told_election.html",
    OrderResult: "voting/told_order.html",
    ScoreResult: "voting/told_score.html",
}


@bp.get("/stemmen/<int:poll_id>/uitslag")
@public
def result(poll_id: int) -> ResponseReturnValue:
    """What was chosen and why."""
    found = queries.told_result(db(), district().id, poll_id)
    turnout = queries.turnout_of(db(), found.poll)
    story = STORIES.get(type(found), "voting/told.html")
    return page(
        "voting/result.html",
        result=found,
        story=story,
        until=objections_until(found.poll.published_at),
        turnout=told_turnout(turnout),
        spoilt=max(sum(turnout.values()) - found.voters, 0),
        answer=answer_to(found.poll),
    )


@bp.get("/stemmen/<int:poll_id>/uitslag.json")
@public
def result_json(poll_id: int) -> ResponseReturnValue:
    """The record of the count, for who wants to check it."""
    poll = queries.published_poll(db(), district().id, poll_id)
    told = public_record(poll.record or {}, queries.ballot_count(db(), district().id, poll_id))
    text = json.dumps(told, ensure_ascii=False, indent=1)
    return download(text, f"uitslag-{poll_id}.json", "application/json")


@bp.get("/stemmen/<int:poll_id>/uitslag.csv")
@public
def result_csv(poll_id: int) -> ResponseReturnValue:
    """The result as a table. Amounts in minutes a week or in cents."""
    text = csv_text(table_of(queries.told_result(db(), district().id, poll_id)))
    return download(text, f"uitslag-{poll_id}.csv", "text/csv; charset=utf-8")


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
    poll, chosen = queries.chosen_of(db(), district().id, poll_id)
    answer = answer_to(queries.published_poll(db(), district().id, poll_id))
    left_out = not_adopted(db(), district().id, answer.id) if answer else frozenset()
    waiting = [one for one in chosen if one.commitment_id is None and one.key not in left_out]
    if not poll.ballot_kind.becomes_commitment:
        waiting = []
    form = promises_form([(one.key, one.title) for one in waiting])
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
    return page("voting/commit.html", form=form, poll=poll, waiting=waiting, answer=answer)


def _promises(form: PromisesForm, waiting: list[ProposalRow]) -> dict[str, Promise]:
    keys = [one.key for one in waiting]
    return {key: Promise(form[f"who_{key}"].data or "", form[f"due_{key}"].data) for key in keys}
