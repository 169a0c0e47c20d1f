"""The second reader of a story, a resident's own story, and consent taken back."""

from flask.typing import ResponseReturnValue

from coop.accountability import actions, policy, queries
from coop.accountability.forms import OfferForm, ReadingForm, TakeForm
from coop.accountability.policy.stories import ASPECTS, hash_of
from coop.accountability.queries import writable_draft_of
from coop.accountability.views.blueprint import bp
from coop.accountability.views.checking import accepted_checked, review_of_fields, review_of_resident
from coop.kernel.access import Permission
from coop.web.address import district
from coop.web.forms import EmptyForm, accepted
from coop.web.guard import actor, allow
from coop.web.limits import posting
from coop.web.pages import page, see_other, tell
from coop.web.session import db, now
from coop.web.words import _


@bp.get("/verslagen/<int:report_id>/lezen")
@allow(Permission.READ_STORY)
def stories_to_read(report_id: int) -> ResponseReturnValue:
    """The stories of a draft, for who did not write on it."""
    report = writable_draft_of(db(), district().id, report_id)
    policy.require_other_reader(actor().account_id or 0, report.writer_ids)
    stories = [(one, queries.is_read(one)) for one in queries.stories_of(db(), report)]
    return page("accountability/stories_to_read.html", report=report, stories=stories)


@bp.route("/verslagen/<int:report_id>/lezen/<int:story_id>", methods=["GET", "POST"])
@allow(Permission.READ_STORY)
@posting
def read_story(report_id: int, story_id: int) -> ResponseReturnValue:
    """The fixed questions about one story."""
    report = writable_draft_of(db(), district().id, report_id)
    policy.require_other_reader(actor().account_id or 0, report.writer_ids)
    story = queries.story_of(db(), district().id, report_id, story_id)
    form = ReadingForm(data={"seen": hash_of(story.title, story.text)})
    done = accepted(
        form,
        lambda: actions.read_story(
            db(),
            actor(),
            district().id,
            report_id,
            story_id,
            seen=form.seen.data or "",
            answers=form.answers(),
            remark=form.remark.data or "",
            at=now(),
        ),
    )
    if done:
        if done.value.read_hash:
            tell(_("Thank you. This very text counts as read. If the team changes a word, it must be read again."))
        else:
            tell(_("Thank you. The writer reads your remark and makes the story vaguer. Then it waits for you again."))
        return see_other("accountability.stories_to_read", report_id=report_id)
    form.seen.data = hash_of(story.title, story.text)
    told = [(aspect, ASPECTS[aspect][code]) for aspect, code in story.household.items()]
    return page(
        "accountability/read_story.html", report=report, story=story, form=form, told=told, questions=form.asked()
    )


@bp.route("/verslagen/<int:report_id>/verhaal/<int:story_id>/intrekken", methods=["GET", "POST"])
@allow(Permission.WRITE_REPORT)
@posting
def withdraw_story(report_id: int, story_id: int) -> ResponseReturnValue:
    """Take a story out for the person told about."""
    report = queries.report_of(db(), district().id, report_id)
    story = queries.story_of(db(), district().id, report_id, story_id)
    form = EmptyForm()
    done = accepted(form, lambda: actions.withdraw_consent(db(), actor(), district().id, report_id, story_id, at=now()))
    if done:
        tell(_("The story is gone, in every version. In its place stands that the consent was taken back, and when."))
        return see_other("accountability.report", report_id=report_id)
    return page("accountability/withdraw_story.html", report=report, story=story, form=form)


@bp.route("/verslagen/mijn-verhaal", methods=["GET", "POST"])
@allow(Permission.ASK_ABOUT_REPORT)
@posting
def own_stories() -> ResponseReturnValue:
    """Offer a story of one's own, and see what became of it."""
    form = OfferForm()
    review = review_of_resident(form, {"text": policy.TEXT_LENGTH})
    done = accepted_checked(
        form,
        review,
        lambda: actions.offer_story(
            db(), actor(), district().id, text=form.text.data, changes=form.changes.data or "", at=now()
        ),
    )
    if done:
        tell(_("Thank you. The team reads your story. Nothing becomes public before you agree with the final text."))
        return see_other("accountability.own_stories")
    rows = queries.offers_by(db(), district().id, actor().account_id)
    return page("accountability/own_stories.html", form=form, review=review, rows=rows, hash_of=hash_of)


@bp.post("/verslagen/mijn-verhaal/<int:offer_id>/akkoord/<int:story_id>/<seen>")
@allow(Permission.ASK_ABOUT_REPORT)
@posting
def agree(offer_id: int, story_id: int, seen: str) -> ResponseReturnValue:
    """Agree with the final text of one's own story."""
    actions.agree_with_story(db(), actor(), district().id, offer_id, story_id, seen=seen, at=now())
    tell(_("You agree with this text. You can take your story back at any time, also after the report is released."))
    return see_other("accountability.own_stories")


@bp.post("/verslagen/mijn-verhaal/<int:offer_id>/terugtrekken")
@allow(Permission.ASK_ABOUT_REPORT)
@posting
def withdraw_offer(offer_id: int) -> ResponseReturnValue:
    """Take one's own story back."""
    actions.withdraw_offer(db(), actor(), district().id, offer_id, at=now())
    tell(_("Your story is gone. Where it stood in a report, it now says that the consent was taken back."))
    return see_other("accountability.own_stories")


@bp.route("/verslagen/<int:report_id>/invullen/verhalen/aangeboden/<int:offer_id>", methods=["GET", "POST"])
@allow(Permission.WRITE_REPORT)
@posting
def take_offer(report_id: int, offer_id: int) -> ResponseReturnValue:
    """Take an offered story into the draft."""
    report = writable_draft_of(db(), district().id, report_id)
    offer = queries.offer_of(db(), district().id, offer_id)
    form = TakeForm()
    review = review_of_fields(form, {"title": policy.TITLE_LENGTH})
    done = accepted_checked(
        form,
        review,
        lambda: actions.take_offer(
            db(), actor(), district().id, report_id, offer_id, title=form.title.data or "", at=now()
        ),
    )
    if done:
        tell(_("The story stands in the draft. Change what the resident asked. Then the resident agrees with it."))
        return see_other("accountability.change_story", report_id=report_id, story_id=done.value.id)
    return page("accountability/take_offer.html", report=report, offer=offer, form=form, review=review)
