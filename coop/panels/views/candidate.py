"""Applying without an account, and the private page of a candidate."""

import secrets
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from coop.kernel.errors import InvalidError, NotFoundError, TooLateError
from coop.kernel.words import mark
from coop.panels import actions, queries
from coop.panels.forms import OfferForm, TextForm, apply_form, change_form
from coop.panels.policy import APP_WORDS, NEXT_WORDS, AppState, State, item_of
from coop.panels.views.base import act_page, bp, load, panel_names, shown
from coop.panels.views.calendar import interview_file
from coop.web.address import district, url_for
from coop.web.forms import EmptyForm, accepted, put_on_form
from coop.web.guard import actor, public
from coop.web.limits import posting
from coop.web.locale import language_of_reader
from coop.web.pages import page, see_other, tell
from coop.web.session import db, now
from coop.web.words import _

# Of any field of a saved application.
MOST_TYPED = 10_000


@bp.route("/vacatures/<int:procedure_id>/solliciteren", methods=["GET", "POST"])
@public
@posting
def apply(procedure_id: int) -> ResponseReturnValue:
    """The form with one question per item; what was typed stays when it is refused, also when it is too late."""
    return _apply(load(procedure_id), "", {})


@bp.route("/vacatures/<int:procedure_id>/solliciteren/verder/<token>", methods=["GET", "POST"])
@public
@posting
def go_on_applying(procedure_id: int, token: str) -> ResponseReturnValue:
    """Go on with what was saved."""
    found = load(procedure_id)
    draft = queries.draft_by_token(db(), district().id, found.id, token)
    if draft is None:
        raise NotFoundError(mark("This saved application is not here (any more)."))
    return _apply(found, token, dict(draft.values))


def _apply(found: Any, draft_token: str, values: dict[str, Any]) -> ResponseReturnValue:
    form: Any = apply_form(found.items, found.knock_outs or [], values)
    if request.method == "GET" and (found.state is not State.PUBLISHED or now() >= found.closes_at):
        raise TooLateError(mark("This vacancy is not open for applications (any more)."))
    mine = queries.my_application(db(), found.id, actor().account_id)
    if mine is not None and request.method == "GET" and mine.state is not AppState.WITHDRAWN:
        return see_other("panels.application", procedure_id=found.id, token=mine.token)
    token = secrets.token_urlsafe(24)
    if request.method == "POST" and "save" in request.form:
        return _save(found, form, draft_token or token)
    done = accepted(
        form,
        lambda: actions.apply(
            db(),
            actor(),
            district().id,
            found.id,
            name=form.name.data,
            contact=form.contact.data,
            answers={code: form[f"answer_{code}"].data for code in found.items},
            cv=form.cv.data or "",
            knock_outs=form.knock_outs.data or [] if "knock_outs" in form else [],
            token=token,
            draft_token=draft_token,
            language=language_of_reader(),
            at=now(),
        ),
    )
    if done:
        return see_other("panels.application", procedure_id=found.id, token=done.value.token)
    return page("panels/apply.html", form=form, saved=bool(draft_token), **shown(found))


def _save(found: Any, form: Any, token: str) -> ResponseReturnValue:
    names = ["name", "contact", "cv", *(f"answer_{code}" for code in found.items)]
    values = {name: form[name].data or "" for name in names}
    too_long = next((name for name, value in values.items() if len(value) > MOST_TYPED), None)
    if too_long:
        words = mark("Use at most %(most)s characters.")
        put_on_form(form, InvalidError(words, field=too_long, most=MOST_TYPED))
        return page("panels/apply.html", form=form, saved=False, **shown(found))
    values["language"] = language_of_reader()
    account_id = actor().account_id
    actions.save_draft(db(), district().id, found.id, values=values, token=token, account_id=account_id, at=now())
    tell(
        _("Saved, not sent. Keep the address of this page: with it you go on later. Send it before the closing moment.")
    )
    return see_other("panels.go_on_applying", procedure_id=found.id, token=token)


@bp.get("/vacatures/<int:procedure_id>/sollicitatie/<token>")
@public
def application(procedure_id: int, token: str) -> ResponseReturnValue:
    """Where am I, who sees what, what happens next."""
    found = load(procedure_id)
    mine = queries.application_by_token(db(), district().id, found.id, token)
    letter = mine.letter or {}
    means = _own_means(found, mine) if mine.letter_at is not None else []
    return page(
        "panels/application.html",
        mine=mine,
        breaches=queries.breaches_about(db(), found.id, mine.number),
        words=_(APP_WORDS[mine.state]) if _may_know(found, mine) else _("takes part"),
        next_words=_next_for(found, mine),
        answers=[(item_of(code).question, mine.answers.get(code, "")) for code in found.items],
        interview=queries.interviews_of(db(), found.id).get(mine.id) if mine.state is AppState.INVITED else None,
        panel=panel_names(found) if mine.state is AppState.INVITED else [],
        letter=letter.get("text"),
        reasons=[(item_of(code).name, letter[code]) for code in found.items if code in letter],
        means=means,
        complaints=[one for one in queries.complaints_of(db(), found.id) if one.application_id == mine.id],
        can_change=_can_change(found, mine),
        can_withdraw=mine.state not in _GONE and found.published_at is not None and not _is_over(found),
        has_offer=mine.state is AppState.OFFERED and found.state is not State.SUSPENDED,
        can_consent=_is_over(found) and mine.state not in _GONE,
        form=EmptyForm(),
        **shown(found),
    )


_GONE = (AppState.WITHDRAWN, AppState.REPLACED, AppState.ACCEPTED, AppState.DECLINED)


def _is_over(found: Any) -> bool:
    over = (State.PLACED, State.UNFILLED, State.CANCELLED, State.REOPENED, State.CONCLUDED, State.RETENTION)
    return found.state in over


def _may_know(found: Any, mine: Any) -> bool:
    """What the panel decided reaches a candidate by letter or offer, not through a word on this page."""
    secret = (AppState.PREFERRED, AppState.REJECTED, AppState.NOT_SHORTLISTED, AppState.SHORTLISTED)
    return mine.state not in secret or mine.letter_at is not None or found.state is State.CONCLUDED


def _can_change(found: Any, mine: Any) -> bool:
    repairing = mine.state is AppState.INCOMPLETE and mine.repair_until_at and now() < mine.repair_until_at
    is_open = found.state is State.PUBLISHED and now() < found.closes_at and mine.state is AppState.RECEIVED
    return bool(repairing or is_open)


def _next_for(found: Any, mine: Any) -> str:
    if mine.state is AppState.INCOMPLETE:
        return _("Send what is missing before the moment below.")
    if mine.state is AppState.ACCEPTED:
        return _("You join the team. The employer arranges the rest with you.")
    if mine.letter_at is not None:
        return _("You find the answer and the reasons below. You can complain until 28 days after it.")
    if mine.state in _GONE:
        return _("You do not take part (any more). Your data are erased together with those of the others.")
    own = _own_words(found, mine) if found.state is not State.SUSPENDED and not _is_over(found) else ""
    return own or _(NEXT_WORDS[found.state])


def _own_words(found: Any, mine: Any) -> str:
    if mine.state is AppState.OFFERED:
        return _("The panel and the board chose you and the employer confirmed. Say yes or no below.")
    if mine.state is AppState.INVITED:
        return _("You are invited for an interview. You find the moment and the place below.")
    if mine.state is AppState.INTERVIEWED and found.state in (State.INTERVIEWING, State.SCORING):
        return _("You have had your interview. The panel gives its scores, and after that it deliberates.")
    if mine.state in (AppState.LATE, AppState.KNOCKED_OUT, AppState.NO_SHOW):
        return _("You get a personal letter with the reason. You need do nothing now.")
    return ""


def _own_means(found: Any, mine: Any) -> list[tuple[str, float]]:
    if found.erased_at is not None or found.votes is None:
        return []
    rows = [row.summary for row in queries.opened(db(), found) if row.summary.number == mine.number]
    return [(item_of(item.code).name, float(item.mean)) for row in rows for item in row.items if item.mean is not None]


def _back(found: Any, token: str) -> tuple[str, str]:
    return url_for("panels.application", procedure_id=found.id, token=token), _("Your application")


@bp.route("/vacatures/<int:procedure_id>/sollicitatie/<token>/aanpassen", methods=["GET", "POST"])
@public
@posting
def change_application(procedure_id: int, token: str) -> ResponseReturnValue:
    """Change one's own answers until closing, or mend what is missing."""
    found = load(procedure_id)
    mine = queries.application_by_token(db(), district().id, found.id, token)
    if request.method == "GET" and not _can_change(found, mine):
        raise TooLateError(mark("This application cannot change any more."))
    repairing = mine.state is AppState.INCOMPLETE
    parts = mine.missing or [] if repairing else [*found.items, "cv"]
    form: Any = change_form(parts, {**{f"answer_{code}": text for code, text in mine.answers.items()}, "cv": mine.cv})
    if accepted(
        form,
        lambda: actions.change_application(
            *(db(), district().id, found.id, token),
            answers={code: form[f"answer_{code}"].data for code in found.items if code in parts},
            cv=(form.cv.data or "") if "cv" in form else "",
            at=now(),
        ),
    ):
        tell(_("Your answers are changed. Nothing else is needed now."))
        return see_other("panels.application", procedure_id=found.id, token=token)
    return act_page(
        *(found, form, _("Change your answers")),
        _("You can send only what is missing. The rest stays as it was at the closing moment.")
        if repairing
        else _("The panel reads the last version that you send before the term ends."),
        button=_("Send my changed answers"),
        back=_back(found, token),
    )


@bp.route("/vacatures/<int:procedure_id>/sollicitatie/<token>/intrekken", methods=["GET", "POST"])
@public
@posting
def withdraw_application(procedure_id: int, token: str) -> ResponseReturnValue:
    """Stop taking part."""
    found = load(procedure_id)
    queries.application_by_token(db(), district().id, found.id, token)
    form = EmptyForm()
    if accepted(form, lambda: actions.withdraw_application(db(), district().id, found.id, token, at=now())):
        tell(_("You no longer take part. Your data are erased together with those of the other candidates."))
        return see_other("panels.application", procedure_id=found.id, token=token)
    return act_page(
        *(found, form, _("Withdraw your application")),
        _("Then you no longer take part in this procedure. This cannot be undone."),
        button=_("Withdraw my application"),
        back=_back(found, token),
    )


@bp.route("/vacatures/<int:procedure_id>/sollicitatie/<token>/aanbod", methods=["GET", "POST"])
@public
@posting
def answer_offer(procedure_id: int, token: str) -> ResponseReturnValue:
    """Say yes or no to the place."""
    found = load(procedure_id)
    mine = queries.application_by_token(db(), district().id, found.id, token)
    form = OfferForm()
    if request.method == "GET" and mine.state is not AppState.OFFERED:
        raise TooLateError(mark("There is no offer for you to answer now."))
    if accepted(
        form,
        lambda: actions.answer_offer(
            *(db(), district().id, found.id, token),
            accepts=form.accepts.data == "yes",
            public_name=form.public_name.data,
            at=now(),
        ),
    ):
        tell(_("Your answer is in. The secretary and the employer are told."))
        return see_other("panels.application", procedure_id=found.id, token=token)
    return act_page(
        *(found, form, _("There is a place in the team for you")),
        _(
            "Your contract stays with %(employer)s. Your name is published only if you say so.",
            employer=found.home_organisation,
        ),
        button=_("Send my answer"),
        back=_back(found, token),
    )


@bp.route("/vacatures/<int:procedure_id>/sollicitatie/<token>/klacht", methods=["GET", "POST"])
@public
@posting
def complain(procedure_id: int, token: str) -> ResponseReturnValue:
    """Complain to the committee."""
    found = load(procedure_id)
    queries.application_by_token(db(), district().id, found.id, token)
    form = TextForm()
    key = secrets.token_urlsafe(24)
    if accepted(
        form,
        lambda: actions.file_complaint(
            *(db(), district().id, found.id, token), text=form.text.data, committee_token=key, at=now()
        ),
    ):
        tell(_("Your complaint is with the committee. It rules within 28 days. Until then your data are kept."))
        return see_other("panels.application", procedure_id=found.id, token=token)
    return act_page(
        *(found, form, _("Complain about this procedure")),
        _("The complaints committee is independent of board and panel. It rules within 28 days."),
        button=_("Send my complaint"),
        back=_back(found, token),
    )


@bp.post("/vacatures/<int:procedure_id>/sollicitatie/<token>/bewaren/<answer>")
@public
@posting
def keep_data(procedure_id: int, token: str, answer: str) -> ResponseReturnValue:
    """May the application be kept for a year (`ja`), or no longer (`nee`)?"""
    found = load(procedure_id)
    if answer not in ("ja", "nee"):
        raise NotFoundError(mark("There is no such step."))
    actions.set_consent(db(), district().id, found.id, token, agrees=answer == "ja", at=now())
    tell(
        _("We keep your application for a year at most. You can take that back here at any time.")
        if answer == "ja"
        else _("We do not keep your application. It is erased with the others.")
    )
    return see_other("panels.application", procedure_id=found.id, token=token)


@bp.get("/vacatures/<int:procedure_id>/sollicitatie/<token>/gesprek.ics")
@public
def my_interview_file(procedure_id: int, token: str) -> ResponseReturnValue:
    """The interview for one's own calendar."""
    found = load(procedure_id)
    mine = queries.application_by_token(db(), district().id, found.id, token)
    return interview_file(found, queries.interviews_of(db(), found.id).get(mine.id), _("Your interview"))
