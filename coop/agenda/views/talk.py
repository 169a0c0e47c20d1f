"""Screens of the conversation about an item."""

from dataclasses import replace
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from coop.agenda import actions, queries
from coop.agenda.forms import AnswerForm, CommentForm, EmptyForm
from coop.agenda.policy import talk
from coop.agenda.policy.talk import CommentKind
from coop.agenda.views.blueprint import bp
from coop.agenda.views.conversation import land_at, readable, readable_text
from coop.agenda.views.items import in_office, item_page, seen_item
from coop.kernel.access import ROLE_WORDS, Permission
from coop.web.address import district
from coop.web.forms import accepted, before_asking
from coop.web.guard import actor, allow
from coop.web.limits import posting
from coop.web.pages import page
from coop.web.session import db, now
from coop.web.telltale import warn_of_marks
from coop.web.words import _


@bp.route("/agenda/<int:item_id>/reageren", methods=["GET", "POST"])
@allow(Permission.COMMENT)
@posting
def comment(item_id: int) -> ResponseReturnValue:
    """Say something about an item, below the item itself."""
    found, form = seen_item(item_id), CommentForm()
    done = accepted(
        form,
        lambda: actions.comment(
            db(), actor(), district().id, item_id, form.comment.data, kind=CommentKind(form.kind.data), at=now()
        ),
    )
    if done:
        return land_at(item_id, done.value.id, "reactie", at_top=warn_of_marks(form.comment.data))
    return item_page(found, form)


@bp.route("/agenda/<int:item_id>/reacties/<int:comment_id>/antwoord", methods=["GET", "POST"])
@allow(Permission.COMMENT)
@posting
def answer(item_id: int, comment_id: int) -> ResponseReturnValue:
    """Answer a comment."""
    found = queries.item_of(db(), district().id, item_id)
    voice = queries.comment_of(db(), district().id, item_id, comment_id)
    form = AnswerForm()
    before_asking(form, lambda: talk.require_shown(voice.shown))
    before_asking(form, lambda: talk.require_talk(found.state, found.talk))
    before_asking(form, lambda: talk.require_answerable(voice.parent_id))
    done = accepted(
        form,
        lambda: actions.answer(db(), actor(), district().id, item_id, comment_id, text=form.comment.data, at=now()),
    )
    if done:
        return land_at(item_id, done.value.id, "antwoord", at_top=warn_of_marks(form.comment.data))
    return _page("agenda/answer.html", found, voice, form)


@bp.route("/agenda/<int:item_id>/reacties/<int:comment_id>/wijzigen", methods=["GET", "POST"])
@allow(Permission.COMMENT)
@posting
def change_comment(item_id: int, comment_id: int) -> ResponseReturnValue:
    """Change one's own words."""
    found = queries.item_of(db(), district().id, item_id)
    voice = queries.comment_of(db(), district().id, item_id, comment_id)
    talk.require_own(voice.account_id, actor().account_id)
    talk.require_shown(voice.shown)
    form = AnswerForm(data={"comment": readable_text(voice.text)})
    before_asking(form, lambda: talk.require_talk(found.state, found.talk))
    done = accepted(
        form,
        lambda: actions.change_comment(
            db(), actor(), district().id, item_id, comment_id, text=form.comment.data, at=now()
        ),
    )
    trace = talk.leaves_trace(voice.at, now(), is_watched=voice.is_watched)
    if done:
        told = "andere-woorden" if trace else "woorden"
        return land_at(item_id, comment_id, told, at_top=warn_of_marks(form.comment.data))
    return _page("agenda/change_comment.html", found, voice, form, trace=trace)


@bp.get("/agenda/<int:item_id>/reacties/<int:comment_id>/eerder")
@allow(Permission.COMMENT)
def wordings(item_id: int, comment_id: int) -> ResponseReturnValue:
    """How a comment was worded before."""
    found = queries.item_of(db(), district().id, item_id)
    voice = queries.comment_of(db(), district().id, item_id, comment_id)
    talk.require_shown(voice.shown)
    before = [
        replace(one, text=readable_text(one.text)) for one in queries.wordings_of(db(), district().id, comment_id)
    ]
    return _page("agenda/wordings.html", found, voice, EmptyForm(), before=before)


@bp.post("/agenda/<int:item_id>/nuttig")
@allow(Permission.SUPPORT_ITEM)
@posting
def mark_helpful(item_id: int) -> ResponseReturnValue:
    """Say that a comment helps, or take that back. The button carries which comment."""
    undo = request.form.get("undo", default=0, type=int)
    asked = undo or request.form.get("helps", default=0, type=int)
    form = EmptyForm()
    if undo:
        actions.unmark_helpful(db(), actor(), district().id, item_id, asked)
        return land_at(item_id, asked, "niet-nuttig")
    done = accepted(form, lambda: actions.mark_helpful(db(), actor(), district().id, item_id, asked, at=now()))
    if done is None:
        return item_page(seen_item(item_id), CommentForm(formdata=None))
    return land_at(item_id, asked, "nuttig")


def _page(
    template: str, found: queries.ItemDetails, voice: queries.Voice, form: AnswerForm | EmptyForm, **more: Any
) -> ResponseReturnValue:
    roles = tuple((role, _(words)) for role, words in ROLE_WORDS.items())
    [voice] = readable([voice], names=True)
    return page(template, item=found, one=voice, form=form, roles=roles, office=in_office(), **more)
