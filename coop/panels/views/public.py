"""What everybody can read: vacancies, the steps, the make-up of the panel, the draw."""

import json

from flask.typing import ResponseReturnValue

from coop.kernel.errors import ConflictError
from coop.kernel.words import mark
from coop.panels import queries
from coop.panels.forms import AGE_BANDS
from coop.panels.policy import FINISHED, STATE_WORDS, State, board_deadline
from coop.panels.views.base import bp, is_closed_by_clock, load, sees_drafts, shown, words_of
from coop.web.address import district
from coop.web.forms import EmptyForm
from coop.web.guard import actor, public
from coop.web.pages import download, page
from coop.web.session import db, now
from coop.web.words import _

_AFTER_CLOSING = frozenset(
    {State.SCORING, State.DELIBERATION, State.RATIFICATION, State.EMPLOYER_CONFIRMATION, State.PLACED, State.UNFILLED}
)


@bp.get("/vacatures")
@public
def vacancies() -> ResponseReturnValue:
    """All procedures, running and finished."""
    rows = queries.procedures_of(db(), district().id, drafts=sees_drafts())
    return page(
        "panels/vacancies.html",
        running=[row for row in rows if row.state not in FINISHED],
        finished=[row for row in rows if row.state in FINISHED],
        words=words_of,
    )


@bp.get("/vacatures/<int:procedure_id>")
@public
def procedure(procedure_id: int) -> ResponseReturnValue:
    """One procedure: what the job is, who decides, where it stands. Never persons."""
    found = load(procedure_id)
    account_id = actor().account_id
    closed = found.state in _AFTER_CLOSING or is_closed_by_clock(found)
    return page(
        "panels/procedure.html",
        **shown(found),
        is_open=found.state is State.PUBLISHED and now() < found.closes_at,
        pool_open=found.state is State.POOL_OPEN,
        candidates=queries.candidate_count(db(), found.id) if closed else None,
        ages=dict(AGE_BANDS),
        make_up=queries.panel_make_up(db(), found.id) if found.dice else None,
        seat=queries.my_seat(db(), found.id, account_id) if account_id else None,
        mine=queries.my_volunteer(db(), found.id, account_id) if account_id else None,
        can_answer=found.state in (State.DRAWN, State.PUBLISHED),
        board_until=board_deadline(found.decided_at) if found.decided_at else None,
        history=[
            (change.at, _(STATE_WORDS[change.after]) + (f": {change.reason}" if change.reason else ""))
            for change in queries.history_of(db(), district().id, found.id)
        ],
        form=EmptyForm(),
    )


@bp.get("/vacatures/<int:procedure_id>/loting")
@public
def lottery(procedure_id: int) -> ResponseReturnValue:
    """The published draw, and how anybody can check it."""
    found = load(procedure_id)
    account_id = actor().account_id
    panels = queries.lottery_of(db(), district().id, found.id)
    mine = queries.my_volunteer(db(), found.id, account_id) if account_id else None
    drawn = panels[int(found.dice)] if panels and found.dice else None
    return page(
        "panels/lottery.html",
        **shown(found),
        published=bool(panels),
        sample=list(enumerate(panels[:5])),
        drawn=drawn,
        mine=mine,
    )


@bp.get("/vacatures/<int:procedure_id>/loting.json")
@public
def lottery_file(procedure_id: int) -> ResponseReturnValue:
    """The list as a file, for the checking script."""
    found = load(procedure_id)
    panels = queries.lottery_of(db(), district().id, found.id)
    if not panels:
        raise ConflictError(mark("The list for this draw is not published yet."))
    content = {"algorithm": found.algorithm, "panels": panels, "sha256": found.lottery_sha256}
    return download(json.dumps(content), f"loting-{found.id}.json", "application/json")
