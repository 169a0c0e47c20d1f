"""What everybody can read: vacancies, the steps, the make-up of the panel, the draw."""

from flask.typing import ResponseReturnValue

from coop.kernel.access import Permission
from coop.panels import actions, queries
from coop.panels.forms import TextForm
from coop.panels.policy import AFTER_CLOSING, AFTER_DECISION, FAULT_WORDS, FINISHED, Draw, SeatState, State, value_words
from coop.panels.views.base import (
    REMARKS_SHOWN,
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
from coop.ties.policy import Matter
from coop.ties.queries import ties_on
from coop.web.address import district, url_for
from coop.web.forms import EmptyForm, accepted
from coop.web.guard import actor, allow, public
from coop.web.limits import posting
from coop.web.pages import page, see_other, tell
from coop.web.session import db, now
from coop.web.telltale import warn_of_marks
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
        counts=queries.counts_by_year(db(), district().id),
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
    fully_drawn, chosen_members = queries.how_seated(db(), found.id)
    return page(
        "panels/procedure.html",
        **shown(found),
        is_open=found.state is State.PUBLISHED and now() < found.closes_at,
        pool_open=queries.is_pool_open(found),
        in_review=found.state is State.PROFILE_REVIEW,
        remarks=queries.remarks_of(db(), found.id) if found.state in REMARKS_SHOWN else (),
        candidates=queries.candidate_count(db(), found.id) if closed else None,
        make_up=[
            (_(value_words(feature, value)), count)
            for feature, rows in (make_up or {}).items()
            for value, count in rows
        ],
        fully_drawn=fully_drawn,
        chosen_members=chosen_members,
        seat=seat,
        on_panel=seat is not None and seat.answer is SeatState.ACCEPTED,
        mine=queries.my_volunteer(db(), found.id, account_id) if account_id else None,
        can_answer=found.state not in FINISHED and found.state is not State.SUSPENDED,
        decided=decided,
        opinions=queries.opinions_of(db(), found.id) if decided else (),
        history=history_lines(found),
        faults=[one for one in queries.faults_in(db(), found.id) if one.stands is not False],
        fault_words=FAULT_WORDS,
        ties=ties_on(db(), district().id, Matter.PROCEDURE, found.id),
        form=EmptyForm(),
    )


@bp.get("/vacatures/<int:procedure_id>/poster")
@public
def poster(procedure_id: int) -> ResponseReturnValue:
    """The vacancy on one sheet, to print and hang up."""
    found = load(procedure_id)
    require_state(found, State.PUBLISHED)
    return page("panels/poster.html", address=url_for("panels.procedure", procedure_id=found.id), **shown(found))


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
        warn_of_marks(form.text.data)
        return see_other("panels.procedure", procedure_id=found.id)
    return act_page(
        *(found, form, _("Say something about this profile")),
        _("Everybody can read your remark, without your name. The board approves only when it is answered."),
        button=_("Place my remark"),
        back=(url_for("panels.procedure", procedure_id=found.id), found.title),
    )
