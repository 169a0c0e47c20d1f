"""Pages about residents' initiatives: help and visits of one, the list of visits, and the forms of each step."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from coop.agenda.policy import OPEN_STATES
from coop.events.forms import CancelForm
from coop.initiatives import actions, policy, queries
from coop.initiatives.forms import AnswerHelpForm, AnswerVisitForm, AskTeamForm, ContactForm, TellVisitForm, as_said
from coop.initiatives.policy import VisitState
from coop.kernel.access import Permission
from coop.kernel.errors import NotFoundError
from coop.kernel.words import mark
from coop.web.address import district
from coop.web.filters import day
from coop.web.forms import EmptyForm, accepted, before_asking
from coop.web.guard import actor, allow, public
from coop.web.limits import posting
from coop.web.pages import page, see_other, tell
from coop.web.session import db, now
from coop.web.telltale import warn_of_marks
from coop.web.words import _

bp = Blueprint("initiatives", __name__, url_prefix="/<district>/initiatieven")


@bp.get("")
@public
def initiatives() -> ResponseReturnValue:
    """What residents began, what the team is asked to come to, and what came of that."""
    rows = queries.visits_of(db(), district().id, now())
    return page(
        "initiatives/initiatives.html",
        late=[one for one in queries.visits_waiting(db(), district().id, now()) if one.late_days],
        coming=[one for one in rows[::-1] if not one.late_days and not one.has_begun],
        past=[one for one in rows if not one.late_days and one.has_begun],
        going_on=queries.initiatives_of(db(), district().id),
    )


@bp.get("/<int:item_id>")
@public
def initiative(item_id: int) -> ResponseReturnValue:
    """Help and visits of one initiative."""
    return _page(item_id, None)


def _page(item_id: int, form: ContactForm | None) -> ResponseReturnValue:
    me = actor().account_id
    item = queries.initiative_of(db(), district().id, item_id)
    offers = queries.help_of(db(), item, now(), account_id=me)
    mine = next((one for one in offers if one.account_id == me), None)
    return page(
        "initiatives/initiative.html",
        item=item,
        is_open=item.state in OPEN_STATES,
        offers=offers,
        mine=mine,
        contact_form=form or ContactForm(formdata=None, data={"contact": mine.contact if mine else ""}),
        visits=queries.visits_of(db(), district().id, now(), item_id=item_id, account_id=me),
        # Residents are named to people of this neighbourhood only, as on the agenda.
        names=bool(actor().roles),
        may_ask=actor().may(Permission.ASK_TEAM) and queries.takes_part(db(), item, me),
        form=EmptyForm(formdata=None),
    )


@bp.route("/<int:item_id>/bezoek-vragen", methods=["GET", "POST"])
@allow(Permission.ASK_TEAM)
@posting
def ask_team(item_id: int) -> ResponseReturnValue:
    """Ask the team to come."""
    item, form = queries.initiative_of(db(), district().id, item_id), AskTeamForm()

    def look() -> None:
        policy.require_initiative(item.kind, item.state)
        policy.require_part(queries.takes_part(db(), item, actor().account_id))

    before_asking(form, look)
    done = accepted(form, lambda: actions.ask_team(db(), actor(), district().id, item_id, form.invitation, at=now()))
    if done:
        tell(
            _(
                "The team got your question by mail, and answers at the latest on %(day)s. You get mail then. "
                "Everybody can see on this page whether it is there.",
                day=day(done.value.answer_due_on),
            )
        )
        warn_of_marks(f"{form.title.data}\n{form.text.data}")
        return see_other("initiatives.initiative", item_id=item_id)
    return page("initiatives/ask_team.html", form=form, item=item)


@bp.route("/bezoek/<int:visit_id>/antwoord", methods=["GET", "POST"])
@allow(Permission.ANSWER_VISIT)
@posting
def answer_visit(visit_id: int) -> ResponseReturnValue:
    """Say who of the team comes, or why nobody can."""
    found = queries.visit_of(db(), district().id, visit_id, now())
    form = AnswerVisitForm(data=as_said(found.times_said, found.state, VisitState.COMING, words=found.words))
    before_asking(form, lambda: policy.require_to_answer(found.state, found.starts_at, now()))
    done = accepted(
        form,
        lambda: actions.answer_visit(
            *(db(), actor(), district().id, visit_id),
            coming=form.is_yes,
            words=form.words.data,
            at=now(),
            seen=form.seen_times,
            erases_old=form.erases_old.data,
        ),
    )
    if done:
        if done.value.state is VisitState.COMING:
            tell(
                _(
                    "Who asked gets mail that you come. Tell here afterwards in a sentence how it was, "
                    "at the latest on %(day)s.",
                    day=day(found.tell_due_on),
                )
            )
        else:
            tell(_("Who asked gets mail with your reason. Everybody can read it on this page."))
        return see_other("initiatives.initiative", item_id=found.item_id)
    # What the page now shows has been seen, when it is sent once more.
    form.seen.data = str(found.times_said)
    return page("initiatives/answer_visit.html", form=form, one=found)


@bp.route("/bezoek/<int:visit_id>/verslag", methods=["GET", "POST"])
@allow(Permission.ANSWER_VISIT)
@posting
def tell_visit(visit_id: int) -> ResponseReturnValue:
    """Tell in a sentence how a visit was."""
    found = queries.visit_of(db(), district().id, visit_id, now())
    form = TellVisitForm(data=as_said(found.times_said, found.state, VisitState.CAME, told=found.told))
    before_asking(form, lambda: policy.require_told(found.state, found.starts_at, now()))
    done = accepted(
        form,
        lambda: actions.tell_visit(
            *(db(), actor(), district().id, visit_id),
            came=form.is_yes,
            told=form.told.data,
            at=now(),
            seen=form.seen_times,
            erases_old=form.erases_old.data,
        ),
    )
    if done:
        tell(_("Thank you. Everybody can read it here. It also stands in the next report of the team."))
        warn_of_marks(form.told.data)
        return see_other("initiatives.initiative", item_id=found.item_id)
    form.seen.data = str(found.times_said)
    return page("initiatives/tell_visit.html", form=form, one=found)


@bp.post("/bezoek/<int:visit_id>/intrekken")
@allow(Permission.SEE_MY_PAGE)
@posting
def withdraw_visit(visit_id: int) -> ResponseReturnValue:
    """Take back the question to the team."""
    found, form = queries.visit_of(db(), district().id, visit_id, now()), EmptyForm()
    if accepted(form, lambda: actions.withdraw_visit(db(), actor(), district().id, visit_id)):
        tell(_("You took your question back. The team need not answer it. You can ask again."))
        return see_other("initiatives.initiative", item_id=found.item_id)
    return _page(found.item_id, None)


@bp.route("/bezoek/<int:visit_id>/gaat-niet-door", methods=["GET", "POST"])
@allow(Permission.SEE_MY_PAGE)
@posting
def call_off(visit_id: int) -> ResponseReturnValue:
    """Say that it does not take place after all."""
    found = queries.visit_of(db(), district().id, visit_id, now(), account_id=actor().account_id)
    if not found.is_mine:
        raise NotFoundError(mark("You did not ask this. Only who asked can take it back."))
    form = CancelForm()
    before_asking(form, lambda: policy.require_to_call_off(found.state, found.starts_at, now()))
    if accepted(
        form, lambda: actions.call_off(db(), actor(), district().id, visit_id, form.reason.data or "", at=now())
    ):
        tell(_("It is off. The team gets mail now, and need not come. Everybody can read your reason here."))
        return see_other("initiatives.initiative", item_id=found.item_id)
    return page("initiatives/call_off.html", form=form, one=found)


@bp.route("/<int:item_id>/hulp/<int:help_id>", methods=["GET", "POST"])
@allow(Permission.BRING_IN_ITEM)
@posting
def answer_help(item_id: int, help_id: int) -> ResponseReturnValue:
    """Answer an offer of help with what one brought in."""
    item = queries.initiative_of(db(), district().id, item_id)
    offer = queries.offer_to_answer(db(), item, help_id, actor().account_id, now())
    form = AnswerHelpForm()
    before_asking(form, lambda: policy.require_unanswered(answered=offer.is_yes is not None))
    done = accepted(
        form,
        lambda: actions.answer_help(
            db(), actor(), district().id, item_id, help_id, is_yes=form.is_yes, text=form.text.data, at=now()
        ),
    )
    if done:
        if done.value.is_yes:
            tell(
                _("Your answer is sent by mail. When they share how you can reach them, you get mail and see it here.")
            )
        else:
            tell(_("Your answer is sent by mail. You need do nothing more."))
        return see_other("initiatives.initiative", item_id=item_id)
    return page("initiatives/answer_help.html", form=form, item=item, offer=offer)


@bp.post("/<int:item_id>/bereikbaar")
@allow(Permission.OFFER_HELP)
@posting
def share_contact(item_id: int) -> ResponseReturnValue:
    """Let who said yes know how to reach one."""
    form = ContactForm()
    done = accepted(
        form,
        lambda: actions.share_contact(db(), actor(), district().id, item_id, form.contact.data or "", at=now()),
    )
    if done is None:
        return _page(item_id, form)
    if done.value.contact:
        tell(_("Kept. Only who brought this in sees it, and gets mail. Empty the field to take it back."))
    else:
        tell(_("Nobody sees any more how to reach you."))
    return see_other("initiatives.initiative", item_id=item_id)
