"""Pages for volunteers and panel members."""

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from coop.districts.queries import clusters_of
from coop.kernel.access import Permission, Role
from coop.kernel.errors import ConflictError, NotAllowedError, NotFoundError
from coop.kernel.words import mark
from coop.panels import actions, queries
from coop.panels.forms import LookBackForm, VolunteerForm, declare_form
from coop.panels.policy import EXTRA, FINISHED, ON_SHORTLIST, USUAL, Answer, Draw, SeatState, State
from coop.panels.policy.deadlines import EVALUATION_TIME
from coop.panels.views.base import act_page, bp, load, panel_names, require_state, shown
from coop.panels.views.calendar import interview_file
from coop.web.address import district, url_for
from coop.web.forms import EmptyForm, accepted
from coop.web.guard import actor, allow
from coop.web.limits import posting
from coop.web.pages import page, see_other, tell
from coop.web.session import db, now
from coop.web.telltale import telling_words
from coop.web.words import _

BRIEFINGS = ("1", "2", "3", "4", "5")


@bp.route("/vacatures/<int:procedure_id>/panel", methods=["GET", "POST"])
@allow(Permission.VOLUNTEER_FOR_PANEL)
@posting
def volunteer(procedure_id: int) -> ResponseReturnValue:
    """Join the pool for the draw."""
    found = load(procedure_id)
    if request.method == "GET" and not queries.is_pool_open(found):
        raise ConflictError(mark("The list of volunteers for this panel is not open (any more)."))
    mine = queries.my_volunteer(db(), found.id, actor().account_id)
    form: Any = VolunteerForm(obj=mine)
    form.offer([one.name for one in clusters_of(db(), district().id)], found.features or ())
    asked = [field.name for field in form if field.name in (*USUAL, *EXTRA)]
    done = accepted(
        form,
        lambda: actions.volunteer(
            db(),
            actor(),
            district().id,
            found.id,
            **{feature: form[feature].data or "" for feature in asked},
            at=now(),
        ),
    )
    if done:
        tell(_("You are on the list for the draw. You get a message when you are drawn. Until then nothing is asked."))
        return see_other("panels.procedure", procedure_id=found.id)
    return page("panels/volunteer.html", form=form, asked=asked, mine=mine, empty_form=EmptyForm(), **shown(found))


@bp.post("/vacatures/<int:procedure_id>/panel/niet-meer")
@allow(Permission.VOLUNTEER_FOR_PANEL)
@posting
def stop_volunteering(procedure_id: int) -> ResponseReturnValue:
    """Leave the pool."""
    actions.withdraw_volunteer(db(), actor(), district().id, procedure_id)
    tell(_("You are no longer on the list. What you told us for the draw is removed."))
    return see_other("panels.procedure", procedure_id=procedure_id)


@bp.post("/vacatures/<int:procedure_id>/panel/antwoord/<answer>")
@allow(Permission.VOLUNTEER_FOR_PANEL)
@posting
def answer_seat(procedure_id: int, answer: str) -> ResponseReturnValue:
    """Say yes (`ja`) or no (`nee`) to a seat."""
    found = load(procedure_id)
    if answer not in ("ja", "nee"):
        raise NotFoundError(mark("There is no such step."))
    accepts = answer == "ja"
    actions.answer_seat(db(), actor(), district().id, found.id, accepts=accepts, at=now())
    if not accepts:
        tell(_("You said no. Somebody else is asked. Thank you for telling us."))
        return see_other("panels.procedure", procedure_id=found.id)
    tell(_("You are on the panel. Read the five short pages first. You get a message when the answers can be read."))
    return see_other("panels.member", procedure_id=found.id)


def own_seat(found: Any) -> Any:
    """The seat of who is signed in; only for who said yes."""
    seat = queries.my_seat(db(), found.id, actor().account_id)
    if seat is None or seat.answer is not SeatState.ACCEPTED:
        raise NotAllowedError(mark("Only the members of this panel can do this."))
    return seat


def listed_names(found: Any) -> list[tuple[int, str]]:
    """Candidates on the shortlist as members see them: number and name."""
    return [
        (one.id, _("Candidate %(number)s: %(name)s", number=one.number, name=one.name))
        for one in queries.applications_of(db(), found.id)
        if one.state in ON_SHORTLIST
    ]


@bp.get("/vacatures/<int:procedure_id>/panellid")
@allow(Permission.SCORE_CANDIDATES)
def member(procedure_id: int) -> ResponseReturnValue:
    """What do I do now? One page for a panel member."""
    found = load(procedure_id)
    seat = queries.my_seat(db(), found.id, actor().account_id)
    if seat is None:
        raise NotAllowedError(mark("Only the members of this panel can do this."))
    on_panel = seat.answer is SeatState.ACCEPTED
    listed = dict(listed_names(found)) if on_panel and found.state in _SEES_NAMES else {}
    planned = queries.interviews_of(db(), found.id) if on_panel else {}
    return page(
        "panels/member.html",
        **shown(found),
        seat=seat,
        on_panel=on_panel,
        panel=panel_names(found) if on_panel or seat.answer is SeatState.RESERVE else [],
        declared=queries.my_declarations(db(), seat.id),
        listed=listed,
        interviews=[(listed[key], key, one) for key, one in planned.items() if key in listed],
        is_over=found.state in FINISHED,
        is_ready=on_panel and _is_ready(found, seat),
        may_look_back=may_look_back(found, seat),
        can_leave=on_panel and found.state not in FINISHED,
        drawn=found.draw is Draw.DRAWN,
        form=EmptyForm(),
    )


def heard_by(found: Any, seat: Any) -> list[Any]:
    """The candidates whose whole interview this member was at."""
    judges = queries.judges_of(db(), found)
    return [one for one in queries.applications_of(db(), found.id) if seat.id in judges.get(one.id, set())]


def _is_ready(found: Any, seat: Any) -> bool:
    """Whether this member has handed in all that can be scored now; of the others it says nothing."""
    if found.state is State.SCREENING:
        mine = queries.read_by(db(), found, seat.id)
    elif found.state in (State.INTERVIEWING, State.SCORING):
        mine = heard_by(found, seat)
    else:
        return False
    sheets = queries.my_sheets(db(), found.id, seat.id, actions.phase_of(found))
    return bool(mine) and all(one.id in sheets and sheets[one.id].complete for one in mine)


_SEES_NAMES = (
    *(State.CONFLICT_CHECK, State.INTERVIEWING, State.SCORING, State.DELIBERATION, State.PANEL_DECIDED),
    *(State.RATIFICATION, State.EMPLOYER_CONFIRMATION),
)


@bp.route("/vacatures/<int:procedure_id>/panellid/stoppen", methods=["GET", "POST"])
@allow(Permission.SCORE_CANDIDATES)
@posting
def leave_panel(procedure_id: int) -> ResponseReturnValue:
    """Stop being on the panel."""
    found = load(procedure_id)
    own_seat(found)
    form = EmptyForm()
    if accepted(form, lambda: actions.leave_panel(db(), actor(), district().id, found.id, at=now())):
        tell(
            _("You are no longer on the panel. Thank you for your time. A reserve is asked if that is still possible.")
        )
        return see_other("panels.procedure", procedure_id=found.id)
    return act_page(
        *(found, form, _("Stop as a panel member")),
        _("Nobody asks why. Before the interviews a reserve takes your place. This cannot be undone."),
        button=_("Stop as a panel member"),
        back=(url_for("panels.member", procedure_id=found.id), found.title),
    )


@bp.route("/vacatures/<int:procedure_id>/wegwijzer/<number>", methods=["GET", "POST"])
@allow(Permission.SCORE_CANDIDATES)
@posting
def briefing(procedure_id: int, number: str) -> ResponseReturnValue:
    """How a panel works, in five short pages."""
    found = load(procedure_id)
    if number not in BRIEFINGS:
        raise NotFoundError(mark("This page is not here."))
    own_seat(found)
    form = EmptyForm()
    if accepted(form, lambda: actions.note_briefed(db(), actor(), district().id, found.id, at=now())):
        tell(_("You have read how a panel works. You can read it again whenever you like."))
        return see_other("panels.member", procedure_id=found.id)
    return page("panels/briefing.html", number=int(number), last=len(BRIEFINGS), form=form, **shown(found))


@bp.route("/vacatures/<int:procedure_id>/panellid/terugkijken", methods=["GET", "POST"])
@allow(Permission.SCORE_CANDIDATES)
@posting
def look_back(procedure_id: int) -> ResponseReturnValue:
    """Three questions for who was on the panel."""
    found = load(procedure_id)
    seat = own_seat(found)
    if request.method == "GET" and not may_look_back(found, seat):
        raise ConflictError(mark("These questions are asked once, in the four weeks after the panel is finished."))
    form = LookBackForm()
    if accepted(
        form,
        lambda: actions.look_back(
            *(db(), actor(), district().id, found.id),
            clear=Answer(form.clear.data),
            free=Answer(form.free.data),
            better=form.better.data or "",
            at=now(),
        ),
    ):
        tell(_("Thank you. The secretary and the board read it when at least 3 members have answered."))
        if words := telling_words(form.better.data):
            tell(
                _(
                    "Look once more: %(words)s may tell who somebody is. Is that not meant so? Then ask the secretary "
                    "to take your text out.",
                    words=words,
                )
            )
        return see_other("panels.member", procedure_id=found.id)
    return act_page(
        *(found, form, _("How was it to be on the panel?")),
        _("Your answers are kept without your name. You answer once, and they cannot change after that."),
        button=_("Send my answers"),
        back=(url_for("panels.member", procedure_id=found.id), found.title),
    )


@bp.post("/vacatures/<int:procedure_id>/terugblik/<int:evaluation_id>/weg")
@allow(Permission.MANAGE_PROCEDURE)
@posting
def take_out_wish(procedure_id: int, evaluation_id: int) -> ResponseReturnValue:
    """The secretary takes out what a member wrote about next time."""
    found = load(procedure_id)
    actions.take_out_wish(db(), actor(), district().id, found.id, evaluation_id=evaluation_id)
    tell(_("The text is gone for good. What this member chose at the other questions still counts."))
    return see_other("panels.manage", procedure_id=found.id)


def may_look_back(found: Any, seat: Any) -> bool:
    """Whether this member can still answer the three questions."""
    asked = found.concluded_at is not None and now() < found.concluded_at + EVALUATION_TIME
    return asked and seat.answer is SeatState.ACCEPTED and not seat.looked_back


@bp.route("/vacatures/<int:procedure_id>/belangen", methods=["GET", "POST"])
@allow(Permission.SCORE_CANDIDATES)
@posting
def declare(procedure_id: int) -> ResponseReturnValue:
    """Say for each candidate on the shortlist whether to step back."""
    found = load(procedure_id)
    seat = own_seat(found)
    require_state(found, State.CONFLICT_CHECK)
    mine = queries.my_declarations(db(), seat.id)
    form: Any = declare_form(listed_names(found), [str(key) for key, back in mine.items() if back])
    if accepted(
        form,
        lambda: actions.declare(
            *(db(), actor(), district().id, found.id),
            steps_back=[int(one) for one in form.steps_back.data or []],
            at=now(),
        ),
    ):
        tell(_("Noted. You can change it until the interviews are planned. You get a message with the days."))
        return see_other("panels.member", procedure_id=found.id)
    return act_page(
        *(found, form, _("Do you know a candidate too well?")),
        _("Family, friend, colleague, a quarrel, money, or help that you or your family get: then step back."),
        _("You do not say why, and we do not keep why. You then do not judge this candidate and you do not vote."),
        button=_("Save what I said"),
        back=(url_for("panels.member", procedure_id=found.id), found.title),
    )


@bp.get("/vacatures/<int:procedure_id>/gesprek/<int:application_id>.ics")
@allow(Permission.SEE_MY_PAGE)
def interview_calendar(procedure_id: int, application_id: int) -> ResponseReturnValue:
    """An interview for the calendar of a member or the secretary; without the name of the candidate."""
    found = load(procedure_id)
    one = queries.application_of(db(), district().id, found.id, application_id)
    if not actor().has(Role.SECRETARY):
        own_seat(found)
    title = _("Interview with candidate %(number)s", number=one.number)
    return interview_file(found, queries.interviews_of(db(), found.id).get(one.id), title)
