"""Pages about house rules: reporting, deciding, objecting, the public log, and whose turn it is."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from coop.agenda.policy import NAMED_TO_ALL
from coop.kernel.access import Permission
from coop.kernel.clock import local_day
from coop.moderation import actions, policy, queries
from coop.moderation.forms import DecideForm, DiceForm, DrawForm, ObjectionForm, ReportForm, RulesForm
from coop.moderation.policy import HouseRule, Verdict
from coop.web.address import district
from coop.web.filters import day
from coop.web.forms import EmptyForm, accepted, before_asking
from coop.web.guard import actor, allow, public
from coop.web.limits import posting
from coop.web.pages import page, see_other, tell
from coop.web.session import db, now
from coop.web.telltale import warn_of_marks
from coop.web.words import _, ngettext

bp = Blueprint("moderation", __name__, url_prefix="/<district>/huisregels")


@bp.get("")
@public
def house_rules() -> ResponseReturnValue:
    """The house rules, who looks after the conversations, and what was decided."""
    today = local_day(now())
    turns = queries.turns_of(db(), district().id, today)
    hide_after, term_days = queries.rules_of(db(), district().id)
    return page(
        "moderation/house_rules.html",
        rules=HouseRule,
        hide_after=hide_after,
        term_days=term_days,
        on_duty=[one for one in turns if policy.is_on_duty(one.begins_on, one.ends_on, today)],
        mine=next((one for one in turns if one.account_id == actor().account_id), None),
        resident=actor().may(Permission.SUPPORT_ITEM) and not actor().roles & set(NAMED_TO_ALL),
        counts=queries.decision_counts(db(), district().id),
        decisions=queries.newest_decisions(db(), district().id),
        verdicts=Verdict,
        objection_days=policy.OBJECTION_DAYS.days,
        decide_days=policy.DECIDE_DAYS,
        waiting=queries.waiting_counts(db(), district().id, today),
        form=EmptyForm(),
    )


@bp.route("/melden/<int:comment_id>", methods=["GET", "POST"])
@allow(Permission.COMMENT)
@posting
def report(comment_id: int) -> ResponseReturnValue:
    """Say that a comment goes against a house rule."""
    form = ReportForm()
    shown = queries.comment_to_report(db(), district().id, comment_id)
    done = accepted(
        form, lambda: actions.report(db(), actor(), district().id, comment_id, HouseRule(form.rule.data), at=now())
    )
    if done:
        tell(_told_of_report(comment_id, is_hidden=done.value))
        return see_other("agenda.item", item_id=shown.item_id)
    return page("moderation/report.html", form=form, shown=shown, hide_after=queries.rules_of(db(), district().id)[0])


def _told_of_report(comment_id: int, *, is_hidden: bool) -> str:
    due = policy.decide_due_on(queries.waiting_since(db(), district().id, comment_id))
    if due < local_day(now()):
        # Somebody reported it before, and those who decide are late.
        return _(
            "Thank you. Neighbours with a turn should have decided by %(day)s and are late. You get mail.", day=day(due)
        )
    if is_hidden:
        return _(
            "Thank you. The comment is hidden now. Neighbours with a turn decide by %(day)s at the latest, "
            "and you get mail about it.",
            day=day(due),
        )
    return _(
        "Thank you. Neighbours with a turn decide by %(day)s at the latest, and you get mail about it. "
        "Until then it can still be read.",
        day=day(due),
    )


@bp.route("/wachtrij", methods=["GET", "POST"])
@allow(Permission.COMMENT)
@posting
def queue() -> ResponseReturnValue:
    """What waits for somebody with a turn."""
    account_id = actor().account_id
    assert account_id is not None
    has_turn = account_id in queries.on_duty(db(), district().id, local_day(now()))
    rows = queries.waiting_cases(db(), district().id, account_id) if has_turn else []
    form = DecideForm()
    form.comments.choices = [(one.comment_id, one.item_title) for one in rows if one.hindrance is None]
    done = accepted(
        form,
        lambda: actions.decide(
            db(),
            actor(),
            district().id,
            form.comments.data,
            verdict=Verdict(form.verdict.data),
            rule=HouseRule(form.rule.data),
            reason=form.reason.data,
            at=now(),
        ),
    )
    if done:
        tell(
            ngettext(
                "Thank you. You decided about %(num)s comment. Who wrote it and who reported it get mail. "
                "Your reason stands in the log, without your name.",
                "Thank you. You decided about %(num)s comments. Who wrote them and who reported them get mail. "
                "Your reason stands in the log, without your name.",
                done.value,
            )
        )
        warn_of_marks(form.reason.data)
        return see_other("moderation.queue")
    return page("moderation/queue.html", form=form, rows=rows, has_turn=has_turn, today=local_day(now()))


@bp.route("/bezwaar/<int:comment_id>", methods=["GET", "POST"])
@allow(Permission.COMMENT)
@posting
def object_to(comment_id: int) -> ResponseReturnValue:
    """Object to what was decided about a comment."""
    form, shown = ObjectionForm(), queries.comment_to_report(db(), district().id, comment_id)
    last = None

    def look() -> None:
        nonlocal last
        last = actions.objectionable(db(), actor(), district().id, comment_id, at=now())[2]

    before_asking(form, look)
    done = accepted(
        form, lambda: actions.object_to(db(), actor(), district().id, comment_id, form.reason.data, at=now())
    )
    if done:
        tell(_("Your objection is in. Somebody else with a turn decides, and you get mail. That is the end of it."))
        return see_other("moderation.house_rules")
    return page("moderation/object_to.html", form=form, last=last, shown=shown)


@bp.route("/terugnemen/<int:comment_id>", methods=["GET", "POST"])
@allow(Permission.SEE_MY_PAGE)
@posting
def take_back(comment_id: int) -> ResponseReturnValue:
    """Who wrote a comment takes it away, after a question."""
    form, mine = EmptyForm(), queries.own_comment(db(), district().id, comment_id, actor().account_id)
    if accepted(form, lambda: actions.take_back(db(), actor(), district().id, comment_id, at=now())):
        tell(_("Your comment is gone, and so is how it was worded before. Answers to it stay."))
        return see_other("agenda.item", item_id=mine.item_id)
    return page("moderation/take_back.html", form=form, mine=mine)


@bp.post("/meedoen")
@allow(Permission.SUPPORT_ITEM)
@posting
def offer_turn() -> ResponseReturnValue:
    """Be willing to take a turn."""
    form = EmptyForm()
    if accepted(form, lambda: actions.offer_turn(db(), actor(), district().id, at=now())):
        tell(_("Thank you. When the board draws the next turn, you may be drawn. You get mail then."))
        return see_other("moderation.house_rules")
    return house_rules()


@bp.post("/niet-meedoen")
@allow(Permission.SUPPORT_ITEM)
@posting
def stop_turn() -> ResponseReturnValue:
    """Be willing no longer, or end my turn."""
    actions.stop_turn(db(), actor(), district().id, at=now())
    tell(_("You do not take part any more. You get no more mail about reported comments."))
    return see_other("moderation.house_rules")


@bp.route("/rooster", methods=["GET", "POST"])
@allow(Permission.CURATE_AGENDA)
@posting
def rota() -> ResponseReturnValue:
    """Whose turn it is, drawing the next, and how many reports hide a comment."""
    hide_after, term_days = queries.rules_of(db(), district().id)
    form = RulesForm(data={"hide_after": hide_after, "term_days": term_days})
    done = accepted(
        form,
        lambda: actions.set_rules(
            db(), actor(), district().id, hide_after=form.hide_after.data, term_days=form.term_days.data
        ),
    )
    if done:
        tell(_("Kept. It counts from now on: for reports that still come, and for turns that begin."))
        return see_other("moderation.rota")
    return _rota_page(form, DrawForm(formdata=None))


@bp.get("/lotingen")
@public
def draws() -> ResponseReturnValue:
    """How turns were drawn, so that everybody can do it anew."""
    return page("moderation/draws.html", draws=queries.draws_of(db(), district().id), word=policy.LOT_WORD)


@bp.post("/loten")
@allow(Permission.CURATE_AGENDA)
@posting
def close_list() -> ResponseReturnValue:
    """Close the list of who take part in the next draw."""
    form = DrawForm()
    if accepted(form, lambda: actions.close_list(db(), actor(), district().id, form.number.data, at=now())):
        tell(
            _(
                "The list is closed, and everybody can read it. Now throw the dice, with others looking on. "
                "Then write down here what they show: the turns begin at once."
            )
        )
        return see_other("moderation.rota")
    return _rota_page(_rules_form(), form)


@bp.post("/loten/<int:draw_id>")
@allow(Permission.CURATE_AGENDA)
@posting
def draw(draw_id: int) -> ResponseReturnValue:
    """Write down the dice, and begin the turns that they name."""
    queries.require_draw(db(), district().id, draw_id)
    form = DiceForm()
    done = accepted(form, lambda: actions.draw_turns(db(), actor(), district().id, draw_id, form.lot.data, at=now()))
    if done:
        tell(
            ngettext(
                "%(num)s neighbour was drawn, and gets mail now.",
                "%(num)s neighbours were drawn, and get mail now.",
                len(done.value.drawn),
            )
        )
        return see_other("moderation.rota")
    return _rota_page(_rules_form(), DrawForm(formdata=None), form)


@bp.post("/vragen/<int:turn_id>")
@allow(Permission.CURATE_AGENDA)
@posting
def appoint(turn_id: int) -> ResponseReturnValue:
    """Give a turn to somebody who is willing."""
    form = EmptyForm()
    if accepted(form, lambda: actions.appoint(db(), actor(), district().id, turn_id, at=now())):
        tell(_("This neighbour has a turn from today, and gets mail now."))
        return see_other("moderation.rota")
    return _rota_page(_rules_form(), DrawForm(formdata=None))


def _rules_form() -> RulesForm:
    """The settings as they are, for a page on which another form was sent."""
    hide_after, term_days = queries.rules_of(db(), district().id)
    return RulesForm(formdata=None, data={"hide_after": hide_after, "term_days": term_days})


def _rota_page(form: RulesForm, draw_form: DrawForm, dice_form: DiceForm | None = None) -> ResponseReturnValue:
    today = local_day(now())
    turns = queries.turns_of(db(), district().id, today)
    return page(
        "moderation/rota.html",
        form=form,
        draw_form=draw_form,
        dice_form=dice_form or DiceForm(formdata=None),
        waiting=queries.waiting_draw(db(), district().id),
        turns=[one for one in turns if one.begins_on],
        willing=[one for one in turns if not one.begins_on],
    )
