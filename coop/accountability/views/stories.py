"""Where the team tells the stories of a report."""

from datetime import date

from flask.typing import ResponseReturnValue

from coop.accountability import actions, policy, queries
from coop.accountability.forms import NoFailureForm, StoryForm
from coop.accountability.policy import StoryKind, ToldStory
from coop.accountability.queries import writable_draft_of
from coop.accountability.views.blueprint import bp
from coop.accountability.views.checking import Review, accepted_checked, require_checked, review_of, review_of_fields
from coop.accountability.views.writing import WRITE, saved
from coop.web.address import district
from coop.web.forms import accepted, before_asking
from coop.web.guard import actor, allow
from coop.web.limits import posting
from coop.web.pages import page, see_other, tell
from coop.web.session import db, now
from coop.web.words import _


@bp.route("/verslagen/<int:report_id>/invullen/verhalen", methods=["GET", "POST"])
@allow(WRITE)
@posting
def write_stories(report_id: int) -> ResponseReturnValue:
    """The stories, and why none did not go well."""
    report = writable_draft_of(db(), district().id, report_id)
    form = NoFailureForm(data={"reason": report.no_failure_reason})
    review = review_of_fields(form, {"reason": policy.SENTENCE_LENGTH})
    done = accepted_checked(
        form,
        review,
        lambda: actions.explain_no_failure(db(), actor(), district().id, report_id, reason=form.reason.data, at=now()),
    )
    if done:
        return saved(report_id)
    stories = queries.stories_of(db(), report)
    return page(
        "accountability/write_stories.html",
        report=report,
        form=form,
        review=review,
        stories=stories,
        words=policy.STORY_WORDS,
        is_read=queries.is_read,
        offers=queries.offers_for(db(), report),
        has_room=len(stories) < policy.MOST_STORIES,
        has_failure=any(story.kind is StoryKind.DID_NOT_GO_WELL for story in stories),
    )


@bp.route("/verslagen/<int:report_id>/invullen/verhalen/nieuw", methods=["GET", "POST"])
@allow(WRITE)
@posting
def write_story(report_id: int) -> ResponseReturnValue:
    """A new story."""
    report = writable_draft_of(db(), district().id, report_id)
    form = StoryForm()
    before_asking(form, lambda: policy.require_room(len(queries.stories_of(db(), report))))
    review = review_of(form) if form.is_submitted() else None
    done = accepted(
        form, lambda: actions.add_story(db(), actor(), district().id, report_id, told=_story(form, review), at=now())
    )
    if done:
        return _story_saved(report_id, done.value.consent_on)
    return page("accountability/write_story.html", report=report, form=form, story=None, review=review)


@bp.route("/verslagen/<int:report_id>/invullen/verhalen/<int:story_id>", methods=["GET", "POST"])
@allow(WRITE)
@posting
def change_story(report_id: int, story_id: int) -> ResponseReturnValue:
    """Change a story."""
    report = writable_draft_of(db(), district().id, report_id)
    story = queries.story_of(db(), district().id, report_id, story_id)
    form = StoryForm(
        data={
            "kind": story.kind.value,
            "title": story.title,
            "text": story.text,
            **{f"household_{aspect}": code for aspect, code in story.household.items()},
            "fitting": story.matches,
            "consent": story.consent_on is not None,
            "consent_on": story.consent_on,
        }
    )
    review = review_of(form) if form.is_submitted() else None
    done = accepted(
        form,
        lambda: actions.change_story(
            db(), actor(), district().id, report_id, story_id, told=_story(form, review), at=now()
        ),
    )
    if done:
        return _story_saved(report_id, done.value.consent_on)
    return page("accountability/write_story.html", report=report, form=form, story=story, review=review)


@bp.post("/verslagen/<int:report_id>/invullen/verhalen/<int:story_id>/weghalen")
@allow(WRITE)
@posting
def remove_story(report_id: int, story_id: int) -> ResponseReturnValue:
    """Take a story out."""
    actions.remove_story(db(), actor(), district().id, report_id, story_id, at=now())
    tell(_("The story was taken out. Nothing of it is kept. A report tells three to five stories."))
    return see_other("accountability.write_stories", report_id=report_id)


def _story_saved(report_id: int, consent_on: date | None) -> ResponseReturnValue:
    if consent_on is None:
        told = _("The story was saved. Ask consent of the person it is about before the report can be handed in.")
    else:
        told = _("The story was saved. Everybody can read it when the board has released the report.")
    tell(told)
    return see_other("accountability.write_stories", report_id=report_id)


def _story(form: StoryForm, review: Review | None) -> ToldStory:
    require_checked(review)
    return ToldStory(
        kind=StoryKind(form.kind.data),
        title=form.title.data,
        text=form.text.data,
        consent=form.consent.data,
        consent_on=form.consent_on.data,
        about=form.about(),
        matches=form.fitting.data,
    )
