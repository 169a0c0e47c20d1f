"""What everybody can read: vacancies, the steps, the make-up of the panel, the draw."""

import json

from flask.typing import ResponseReturnValue

from coop.kernel.access import Permission
from coop.kernel.errors import ConflictError
from coop.kernel.words import mark
from coop.panels import actions, queries
from coop.panels.forms import AGE_BANDS, TextForm
from coop.panels.policy import AFTER_CLOSING, AFTER_DECISION, FINISHED, Draw, SeatState, State
from coop.panels.views.base import (
    act_page,
    bp,
    history_lines,
    is_closed_by_clock,
    load,
    require_state,
    sees_drafts,
    shown,
    words_of,
)
from coop.web.address import district, url_for
from coop.web.forms import EmptyForm, accepted
from coop.web.guard import actor, allow, public
from coop.web.limits import posting
from coop.web.pages import download, page, see_other, tell
from coop.web.session import db, now
from coop.web.words import _


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
        now=now(),
    )


@bp.get("/vacatures/<int:procedure_id>")
@public
def procedure(procedure_id: int) -> ResponseReturnValue:
    """One procedure: what the job is, who decides, where it stands. Never persons."""
    found = load(procedure_id)
    account_id = actor().account_id
    closed = found.state in AFTER_CLOSING or is_closed_by_clock(found)
    decided = found.decided_at is not None and (found.state in AFTER_DECISION or found.state is State.UNFILLED)
    seat = queries.my_seat(db(), found.id, account_id) if account_id else None
    make_up = found.make_up or (queries.panel_make_up(db(), found.id) if found.draw is Draw.DRAWN else None)
    return page(
        "panels/procedure.html",
        **shown(found),
        is_open=found.state is State.PUBLISHED and now() < found.closes_at,
        pool_open=queries.is_pool_open(found),
        in_review=found.state is State.PROFILE_REVIEW,
        remarks=queries.remarks_of(db(), found.id) if found.state in (State.PROFILE_REVIEW, State.APPROVED) else (),
        candidates=queries.candidate_count(db(), found.id) if closed else None,
        ages=dict(AGE_BANDS),
        make_up=make_up,
        seat=seat,
        on_panel=seat is not None and seat.answer is SeatState.ACCEPTED,
        mine=queries.my_volunteer(db(), found.id, account_id) if account_id else None,
        can_answer=found.state not in FINISHED and found.state is not State.SUSPENDED,
        decided=decided,
        opinions=queries.opinions_of(db(), found.id) if decided else (),
        history=history_lines(found),
        form=EmptyForm(),
    )


@bp.route("/vacatures/<int:procedure_id>/opmerking", methods=["GET", "POST"])
@allow(Permission.VOLUNTEER_FOR_PANEL)
@posting
def remark(procedure_id: int) -> ResponseReturnValue:
    """Say something about the profile before the board approves it."""
    found = load(procedure_id)
    require_state(found, State.PROFILE_REVIEW)
    form = TextForm()
    if accepted(
        form,
        lambda: actions.remark_on_profile(db(), actor(), district().id, found.id, text=form.text.data, at=now()),
    ):
        tell(_("Your remark is on this page. The secretary answers it before the board decides."))
        return see_other("panels.procedure", procedure_id=found.id)
    return act_page(
        *(found, form, _("Say something about this profile")),
        _("Everybody can read your remark, without your name. The board approves only when it is answered."),
        button=_("Place my remark"),
        back=(url_for("panels.procedure", procedure_id=found.id), found.title),
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
        sample=_around(panels, int(found.dice) if drawn else None),
        drawn=drawn,
        total=len(panels),
        mine=mine,
    )


def _around(panels: list[list[str]], thrown: int | None) -> list[tuple[int, list[str]]]:
    """Lines of the list with their numbers: the thrown one first, then those beside it; before the throw the first."""
    first = 0 if thrown is None else max(0, min(thrown - 2, len(panels) - 5))
    lines = list(enumerate(panels))[first : first + 5]
    return sorted(lines, key=lambda line: line[0] != thrown)


@bp.get("/vacatures/<int:procedure_id>/loting.json")
@public
def lottery_file(procedure_id: int) -> ResponseReturnValue:
    """The list as a file, for the checking script and `coop draw verify`."""
    found = load(procedure_id)
    panels = queries.lottery_of(db(), district().id, found.id)
    if not panels:
        raise ConflictError(mark("The list for this draw is not published yet."))
    chances = {
        row.pseudonym: (row.chance or 0) / 1000 for row in queries.volunteers_of(db(), found.id) if row.pseudonym
    }
    content = {
        "panels": panels,
        "sha256": found.lottery_sha256,
        "chances": dict(sorted(chances.items())),
        "min_chance": min(chances.values(), default=0),
        "algorithm": found.algorithm,
    }
    return download(json.dumps(content), f"loting-{found.id}.json", "application/json")
