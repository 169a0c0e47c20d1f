"""Statements to answer one at a time, and where the neighbourhood agrees and differs."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from coop.kernel.access import Permission
from coop.kernel.clock import local_day
from coop.opinions import actions, queries
from coop.opinions.forms import AnswerForm, DecideForm, ReasonForm, RoundForm, SuggestForm
from coop.opinions.policy import require_not_withdrawn, require_open, require_waiting, takes_suggestions
from coop.rules.opinions import Leaning, Standing
from coop.web.address import district
from coop.web.forms import EmptyForm, accepted, before_asking
from coop.web.guard import actor, allow, public
from coop.web.limits import posting
from coop.web.pages import page, see_other, tell
from coop.web.session import db, now
from coop.web.words import _

bp = Blueprint("opinions", __name__, url_prefix="/<district>/eens-en-oneens")


@bp.get("")
@public
def rounds() -> ResponseReturnValue:
    """The themes, newest first."""
    return page("opinions/rounds.html", rounds=queries.rounds_of(db(), district().id), today=local_day(now()))


@bp.get("/<int:round_id>")
@public
def one_round(round_id: int) -> ResponseReturnValue:
    """While open: how far I am; afterwards: where we agree and differ."""
    found = queries.round_of(db(), district().id, round_id)
    statements = queries.statements_of(db(), round_id)
    mine = queries.answers_of(db(), round_id, actor().account_id)
    return page(
        "opinions/round.html",
        round=found,
        statements=statements,
        by={kind: [one for one in statements if one.standing is kind] for kind in Standing},
        there=[one for one in statements if one.withdrawn_at is None],
        withdrawn=[one for one in statements if one.withdrawn_at is not None],
        done=len(mine),
        following=queries.next_to_answer(queries.places_of(statements), mine),
        today=local_day(now()),
        sizes=[size for size in found.sizes.split(",") if size],
        leaning=Leaning,
        mine=queries.suggestions_of(db(), round_id, actor().account_id),
        waiting=queries.suggestions_waiting(db(), round_id) if actor().may(Permission.KEEP_OPINIONS) else (),
        takes=takes_suggestions(found.closes_on, local_day(now()), is_counted=found.counted_at is not None),
    )


@bp.route("/<int:round_id>/<int:position>", methods=["GET", "POST"])
@allow(Permission.SAY_OPINION)
@posting
def answer(round_id: int, position: int) -> ResponseReturnValue:
    """One statement."""
    here = district().id
    found = queries.round_of(db(), here, round_id)
    statement = queries.statement_at(db(), here, round_id, position)
    form = AnswerForm()
    today, is_counted = local_day(now()), found.counted_at is not None
    places = queries.places_of(queries.statements_of(db(), round_id))
    before_asking(
        form, lambda: require_open(found.closes_on, today, is_counted=is_counted, is_ended=bool(found.ended_because))
    )
    before_asking(form, lambda: require_not_withdrawn(position not in places))
    if accepted(
        form,
        lambda: actions.answer_statement(db(), actor(), here, round_id, position=position, answer=form.given, at=now()),
    ):
        mine = queries.answers_of(db(), round_id, actor().account_id)
        following = queries.next_to_answer(places, mine, position)
        if following is None:
            tell(_("You answered every statement. Until the last day you can change your answers."))
            return see_other("opinions.one_round", round_id=round_id)
        return see_other("opinions.answer", round_id=round_id, position=following)
    return page(
        "opinions/statement.html",
        form=form,
        round=found,
        statement=statement,
        places=places,
        mine=queries.answers_of(db(), round_id, actor().account_id),
    )


@bp.route("/nieuw", methods=["GET", "POST"])
@allow(Permission.KEEP_OPINIONS)
@posting
def open_round() -> ResponseReturnValue:
    """Ask the neighbourhood."""
    form = RoundForm()
    done = accepted(form, lambda: actions.open_round(db(), actor(), district().id, form.plan, at=now()))
    if done:
        tell(_("The statements are open. From now on everybody of the neighbourhood can answer them."))
        return see_other("opinions.one_round", round_id=done.value.id)
    return page("opinions/open.html", form=form)


@bp.post("/stelling/<int:statement_id>/op-de-agenda")
@allow(Permission.BRING_IN_FOR_OTHERS)
@posting
def offer(statement_id: int) -> ResponseReturnValue:
    """Bring a statement that nearly everybody shares to the agenda."""
    here = district().id
    statement = queries.statement_of(db(), here, statement_id)
    asked = queries.round_of(db(), here, statement.round_id)
    in_short = _(
        "About %(tenths)s in 10 people who answered the statements “%(title)s” agree with this.",
        tenths=statement.agree,
        title=asked.title,
    )
    item = actions.offer_statement(db(), actor(), here, statement_id, in_short, at=now())
    tell(_("It is brought in for the agenda. The board answers within fourteen days, like every item."))
    return see_other("agenda.item", item_id=item.id)


@bp.route("/stelling/<int:statement_id>/weghalen", methods=["GET", "POST"])
@allow(Permission.KEEP_OPINIONS)
@posting
def withdraw_statement(statement_id: int) -> ResponseReturnValue:
    """Take a statement away."""
    found, form = queries.statement_of(db(), district().id, statement_id), ReasonForm()
    before_asking(form, lambda: require_not_withdrawn(found.withdrawn_at is not None))
    reason = form.reason
    if accepted(
        form,
        lambda: actions.withdraw_statement(db(), actor(), district().id, statement_id, reason.data or "", at=now()),
    ):
        tell(_("Taken away. What it said and what people answered is erased. Your reason stands here for everybody."))
        return see_other("opinions.one_round", round_id=found.round_id)
    asked = queries.round_of(db(), district().id, found.round_id)
    return page("opinions/withdraw_statement.html", form=form, one=found, round=asked)


@bp.route("/<int:round_id>/stoppen", methods=["GET", "POST"])
@allow(Permission.KEEP_OPINIONS)
@posting
def end_round(round_id: int) -> ResponseReturnValue:
    """End a round before its last day."""
    found, form = queries.round_of(db(), district().id, round_id), ReasonForm()
    today, is_counted = local_day(now()), found.counted_at is not None
    before_asking(
        form, lambda: require_open(found.closes_on, today, is_counted=is_counted, is_ended=bool(found.ended_because))
    )
    if accepted(
        form, lambda: actions.end_round(db(), actor(), district().id, round_id, form.reason.data or "", at=now())
    ):
        tell(_("Ended. All answers are erased. Your reason stands here for everybody."))
        return see_other("opinions.one_round", round_id=round_id)
    return page("opinions/end_round.html", form=form, round=found)


@bp.post("/eigen-stelling/<int:suggestion_id>/terugnemen")
@allow(Permission.SEE_MY_PAGE)
@posting
def take_suggestion_back(suggestion_id: int) -> ResponseReturnValue:
    """Who brought in a statement takes it back."""
    found, form = queries.suggestion_of(db(), district().id, suggestion_id), EmptyForm()
    round_id = found.round_id
    if found.account_id == actor().account_id:
        before_asking(form, lambda: require_waiting(found.state))
    if accepted(form, lambda: actions.take_suggestion_back(db(), actor(), district().id, suggestion_id)):
        tell(_("You took your statement back. Nobody reads it any more."))
    return see_other("opinions.one_round", round_id=round_id)


@bp.route("/<int:round_id>/eigen-stelling", methods=["GET", "POST"])
@allow(Permission.SAY_OPINION)
@posting
def suggest(round_id: int) -> ResponseReturnValue:
    """Bring in a statement of one's own."""
    here = district().id
    found = queries.round_of(db(), here, round_id)
    form = SuggestForm()
    if accepted(form, lambda: actions.suggest(db(), actor(), here, round_id, form.text.data, at=now())):
        tell(_("Thank you. The board or the team reads it first. You get mail when they decided."))
        return see_other("opinions.one_round", round_id=round_id)
    return page("opinions/suggest.html", form=form, round=found)


@bp.route("/eigen-stelling/<int:suggestion_id>", methods=["GET", "POST"])
@allow(Permission.KEEP_OPINIONS)
@posting
def decide(suggestion_id: int) -> ResponseReturnValue:
    """Add a statement of a resident, or refuse it."""
    here = district().id
    found = queries.suggestion_of(db(), here, suggestion_id)
    form = DecideForm()
    done = accepted(
        form,
        lambda: actions.decide(
            *(db(), actor(), here, suggestion_id),
            admits=form.decision.data == "admit",
            reason=form.reason.data or "",
            at=now(),
        ),
    )
    if done:
        tell(_("Decided. Who brought it in gets mail today."))
        return see_other("opinions.one_round", round_id=found.round_id)
    asked = queries.round_of(db(), here, found.round_id)
    is_over = asked.counted_at is not None or local_day(now()) > asked.closes_on
    return page("opinions/decide.html", form=form, one=found, round=asked, is_over=is_over)
