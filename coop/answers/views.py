"""Pages about answers that are owed: the list for everybody, one answer, and the forms of who must answer."""

from typing import Any

from flask import Blueprint
from flask.typing import ResponseReturnValue

from coop.answers import actions, queries
from coop.answers.forms import KeyForm, ObjectForm, QuestionForm, points_form
from coop.answers.policy import EDITION_TITLE, EVENT_WORDS, GROUND_WORDS, NOT_NOW, VERDICT_WORDS, Source
from coop.answers.queries import AnswerRow
from coop.districts.policy import Decider
from coop.kernel.access import Permission
from coop.kernel.clock import local_day
from coop.kernel.errors import ConflictError
from coop.rules.answering import DAYS_TO_TALK, Event, Phase, Power, Said
from coop.ties.policy import Matter
from coop.ties.queries import ties_on
from coop.ties.views import tie_page, told_ended
from coop.web.address import district, url_for
from coop.web.filters import day
from coop.web.forms import accepted, before_asking
from coop.web.guard import actor, allow, public
from coop.web.limits import posting
from coop.web.pages import page, see_other, tell
from coop.web.session import db, now
from coop.web.words import _

bp = Blueprint("answers", __name__, url_prefix="/<district>")

# Where what was asked can be read: the rooms above, by the name of their number. A question stands on its own page.
_WHERE: dict[Source, tuple[str, str]] = {
    Source.VOTE: ("voting.result", "poll_id"),
    Source.EDITION: ("agenda.edition", "edition_id"),
    Source.ADVICE: ("advice.advice", "advice_id"),
}


@bp.app_template_filter("asked_about")
def asked_about(one: AnswerRow) -> str:
    """What the answer is about, in the language of the reader."""
    return _(EDITION_TITLE, number=one.title) if one.source is Source.EDITION else one.title


def source_url(one: AnswerRow) -> str:
    """The page of what the answer is owed on; empty for what has none."""
    found = _WHERE.get(one.source)
    return url_for(found[0], **{found[1]: one.source_id}) if found else ""


def _answer(answer_id: int) -> AnswerRow:
    return queries.answer_of(db(), district().id, answer_id, local_day(now()))


def _words() -> dict[str, Any]:
    return {
        "source_url": source_url,
        "event_text": lambda one, step: _(EVENT_WORDS[one.power, step.event]),
        "verdict_text": lambda point: _(VERDICT_WORDS[point.verdict]),
        "ground_text": lambda step: _(GROUND_WORDS[step.ground]),
    }


@bp.get("/antwoorden")
@public
def answers() -> ResponseReturnValue:
    """Every answer that residents wait for, what is late first; and what was answered."""
    running = queries.running_answers(db(), [district().id], local_day(now()))
    return page(
        "answers/answers.html",
        late=[one for one in running if one.is_late],
        waiting=[one for one in running if one.waits and not one.is_late],
        soon=[one for one in running if not one.waits],
        settled=queries.settled_answers(db(), district().id, local_day(now())),
    )


@bp.get("/antwoorden/<int:answer_id>")
@public
def answer(answer_id: int) -> ResponseReturnValue:
    """What was asked, who must answer by when, and every step since."""
    found = _answer(answer_id)
    return page(
        "answers/answer.html",
        one=found,
        steps=queries.steps_of(db(), district().id, answer_id),
        ties=(ties := ties_on(db(), district().id, Matter.ANSWER, answer_id)),
        takes_part=actor().account_id not in {one.account_id for one in ties if one.runs},
        **_words(),
    )


@bp.route("/antwoorden/<int:answer_id>/antwoord", methods=["GET", "POST"])
@allow(Permission.ANSWER_OUTCOME)
@posting
def give_answer(answer_id: int) -> ResponseReturnValue:
    """Answer advice point by point, or turn the second key or not."""
    found = _answer(answer_id)
    form: Any = (
        KeyForm()
        if found.power is Power.SECOND_KEY
        else points_form(found.points, municipality=found.decider is Decider.MUNICIPALITY)
    )
    if found.decider is not Decider.MUNICIPALITY and "signed_by" in form:
        del form["signed_by"]
    before_asking(form, lambda: _require_waits(found))
    done = accepted(form, lambda: _give(form, found))
    if done:
        tell(_said_after(done.value.phase))
        return see_other("answers.answer", answer_id=answer_id)
    return page("answers/give_answer.html", form=form, one=found, days_to_talk=DAYS_TO_TALK)


def _require_waits(found: AnswerRow) -> None:
    if not found.waits:
        raise ConflictError(NOT_NOW)


def _give(form: Any, found: AnswerRow) -> Any:
    _require_waits(found)
    event, said = Event.ANSWER, None
    if found.power is Power.SECOND_KEY:
        event, said = Event(form.agrees.data), Said(form.reasons.data or "")
    signed_by = form.signed_by.data or "" if "signed_by" in form else ""
    return actions.take_step(
        db(), actor(), district().id, found.id, event=event, said=said or form.said, signed_by=signed_by, at=now()
    )


def _said_after(phase: Phase) -> str:
    if phase is Phase.TALKING:
        return _(
            "Your answer is public now. You did not agree, so residents and who decides talk once more. Answer again "
            "within %(days)s days. Without agreement it does not take effect.",
            days=DAYS_TO_TALK,
        )
    if phase is Phase.IN_EFFECT:
        return _("Your answer is public now. Both agree, so it takes effect from today.")
    if phase is Phase.STOPPED:
        return _("Your answer is public now. Without agreement it does not take effect. Everybody can read why.")
    return _("Your answer is public now. It stands beside what residents said, and cannot be changed any more.")


@bp.route("/antwoorden/<int:answer_id>/procedure", methods=["GET", "POST"])
@allow(Permission.ANSWER_OUTCOME)
@posting
def object_to(answer_id: int) -> ResponseReturnValue:
    """Stop a decision of residents, only because something was wrong with the procedure."""
    found = _answer(answer_id)
    form = ObjectForm()
    before_asking(form, lambda: _require_testable(found))
    done = accepted(
        form,
        lambda: actions.take_step(
            db(), actor(), district().id, answer_id, event=Event.OBJECT, said=form.said, at=now()
        ),
    )
    if done:
        tell(
            _(
                "The decision is stopped. Everybody can read what was wrong with the procedure. "
                "The question must be put to the members again."
            )
        )
        return see_other("answers.answer", answer_id=answer_id)
    return page("answers/object_to.html", form=form, one=found)


def _require_testable(found: AnswerRow) -> None:
    if found.power is not Power.DECISION or not found.is_running:
        raise ConflictError(NOT_NOW)


@bp.route("/antwoorden/<int:answer_id>/belang", methods=["GET", "POST"])
@allow(Permission.ANSWER_OUTCOME)
@posting
def answer_ties(answer_id: int) -> ResponseReturnValue:
    """Who of the board takes no part in an answer."""
    return tie_page(
        Matter.ANSWER,
        {"answer_id": answer_id},
        asked_about(_answer(answer_id)),
        room="answers.answer",
        declare=lambda who: actions.declare_tie(db(), actor(), district().id, answer_id, who, at=now()),
    )


@bp.post("/antwoorden/<int:answer_id>/belang/<int:tie_id>/einde")
@allow(Permission.ANSWER_OUTCOME)
@posting
def answer_tie_end(answer_id: int, tie_id: int) -> ResponseReturnValue:
    """Let a board member take part again."""
    actions.end_tie(db(), actor(), district().id, answer_id, tie_id, at=now())
    return told_ended("answers.answer", {"answer_id": answer_id})


@bp.route("/antwoorden/vraag", methods=["GET", "POST"])
@allow(Permission.ASK_BOARD)
@posting
def ask_board() -> ResponseReturnValue:
    """A question of the municipality to the board, in public."""
    form = QuestionForm()
    done = accepted(
        form,
        lambda: actions.ask_board(
            db(), actor(), district().id, title=form.title.data, question=form.question.data, at=now()
        ),
    )
    if done:
        tell(
            _(
                "Your question is public now. The board got a message and must answer at the latest on %(day)s.",
                day=day(done.value.due_on),
            )
        )
        return see_other("answers.answer", answer_id=done.value.id)
    return page("answers/ask_board.html", form=form)
