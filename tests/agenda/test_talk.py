"""The conversation: kinds in turn, answers one level deep, changing one's words, helpful marks, a thousand comments."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from coop.agenda import actions, queries
from coop.agenda.actions.folding import fold_supports
from coop.agenda.models import Comment, CommentWording, HelpfulMark, Item
from coop.agenda.policy.talk import CommentKind
from coop.kernel.access import Actor, Role
from coop.kernel.errors import ConflictError, InvalidError, NotAllowedError, NotFoundError
from coop.notifications.models import OutboxMessage
from tests.agenda.conftest import Town
from tests.agenda.test_actions import rows
from tests.agenda.test_screens import AGENDA, english
from tests.support import make
from tests.support.make import NOON
from tests.support.site import CountStatements, Site


def say(town: Town, item: Item, text: str, kind: CommentKind = CommentKind.REMARK, by: Actor | None = None) -> Comment:
    return actions.comment(town.db, by or town.member.actor, town.place.id, item.id, text, kind=kind, at=NOON)


def texts(town: Town, item: Item, **more: int) -> list[str]:
    return [one.text for one in queries.comments_of(town.db, town.place.id, item.id, **more)]


def test_one_reason_against_stands_beside_many_reasons_for(town: Town) -> None:
    item = town.item()
    people = [make.member(town.db, town.place).actor for _ in range(4)]
    for number in range(6):
        voice = say(town, item, f"For {number}", CommentKind.FOR)
        for person in people[: number % 4]:
            actions.mark_helpful(town.db, person, town.place.id, item.id, voice.id, at=NOON)
    say(town, item, "Against", CommentKind.AGAINST)
    say(town, item, "Question", CommentKind.QUESTION)
    say(town, item, "Remark")
    order = texts(town, item)
    assert order == ["For 3", "Against", "Question", "Remark", "For 2", "For 1", "For 5", "For 0", "For 4"]
    assert [*texts(town, item, limit=4), *texts(town, item, offset=4)] == order
    counts = queries.comment_counts(town.db, town.place.id, item.id)
    assert [counts[kind] for kind in CommentKind] == [6, 1, 1, 1]


def test_an_answer_stands_below_its_comment_is_marked_and_mailed_once(town: Town) -> None:
    item, db, place = town.item(), town.db, town.place.id
    voice = say(town, item, "Who pays?", CommentKind.QUESTION)
    for _ in range(2):
        said = actions.answer(db, town.team.actor, place, item.id, voice.id, text="The team.", at=NOON)
    actions.answer(db, town.member.actor, place, item.id, voice.id, text="Thank you.", at=NOON)
    [top] = queries.comments_of(db, place, item.id)
    assert [(one.text, one.role) for one in top.answers] == [
        ("The team.", Role.TEAM_MEMBER),
        ("Thank you.", Role.MEMBER),
    ]
    [mail] = db.scalars(select(OutboxMessage)).all()
    assert (mail.to_account_id, mail.params["path"]) == (town.member.account.id, f"{AGENDA}/{item.id}")
    with pytest.raises(ConflictError):
        actions.answer(db, town.resident.actor, place, item.id, said.id, text="Deeper.", at=NOON)
    for text in ("", "x" * 1501):
        with pytest.raises(InvalidError):
            actions.answer(db, town.resident.actor, place, item.id, voice.id, text=text, at=NOON)


def test_own_words_change_quietly_at_first_and_leave_their_old_wording_later(town: Town) -> None:
    item, db, place, me = town.item(), town.db, town.place.id, town.member.actor
    voice = say(town, item, "Piet is loud.")
    change = actions.change_comment
    change(db, me, place, item.id, voice.id, text="Somebody is loud.", at=NOON + timedelta(minutes=15))
    assert (rows(db, CommentWording), voice.changed_at) == (0, None)
    change(db, me, place, item.id, voice.id, text="Somebody is loud.", at=NOON + timedelta(hours=1))
    assert rows(db, CommentWording) == 0
    later = NOON + timedelta(minutes=16)
    change(db, me, place, item.id, voice.id, text="It is loud at night.", at=later)
    [before] = queries.wordings_of(db, place, voice.id)
    assert (before.text, before.until_at, voice.changed_at) == ("Somebody is loud.", later, later)
    with pytest.raises(NotFoundError):
        change(db, town.resident.actor, place, item.id, voice.id, text="Not mine.", at=NOON)
    with pytest.raises(InvalidError):
        change(db, me, place, item.id, voice.id, text=" ", at=NOON)


def test_a_comment_helps_each_person_once_never_its_writer_and_can_be_taken_back(town: Town) -> None:
    item, db, place = town.item(), town.db, town.place.id
    voice = say(town, item, "Reason")
    assert actions.mark_helpful(db, town.resident.actor, place, item.id, voice.id, at=NOON)
    assert not actions.mark_helpful(db, town.resident.actor, place, item.id, voice.id, at=NOON)
    with pytest.raises(ConflictError):
        actions.mark_helpful(db, town.member.actor, place, item.id, voice.id, at=NOON)
    for office in (town.board, town.team, town.secretary):
        with pytest.raises(NotAllowedError):
            actions.mark_helpful(db, office.actor, place, item.id, voice.id, at=NOON)
    [seen] = queries.comments_of(db, place, item.id, account_id=town.resident.account.id)
    assert (seen.helpful, seen.marked) == (1, True)
    assert not queries.comments_of(db, place, item.id)[0].marked
    for _ in range(2):
        actions.unmark_helpful(db, town.resident.actor, place, item.id, voice.id)
    assert rows(db, HelpfulMark) == 0


def test_of_two_accounts_of_one_person_one_helpful_mark_remains(town: Town) -> None:
    item, db, place = town.item(), town.db, town.place.id
    both, only = say(town, item, "Both"), say(town, item, "Only the one that goes")
    gone, kept = make.member(db, town.place), make.member(db, town.place)
    for person, voice in ((gone, both), (kept, both), (gone, only)):
        actions.mark_helpful(db, person.actor, place, item.id, voice.id, at=NOON)
    fold_supports(db, place, gone=gone.account.id, kept=kept.account.id)
    marks = db.execute(select(HelpfulMark.comment_id, HelpfulMark.account_id).order_by(HelpfulMark.comment_id)).all()
    assert [list(one) for one in marks] == [[both.id, kept.account.id], [only.id, kept.account.id]]


def test_nothing_changes_below_an_item_that_is_closed_or_elsewhere(town: Town, other_town: Town) -> None:
    item, other, db, place = town.item(), town.item("Other"), town.db, town.place.id
    voice = say(town, item, "Reason")
    for wrong_place, wrong_item, who in (
        (place, other.id, town),
        (other_town.place.id, other_town.item("There").id, other_town),
    ):
        for act in (actions.answer, actions.change_comment):
            with pytest.raises(NotFoundError):
                act(db, who.member.actor, wrong_place, wrong_item, voice.id, text="Hello", at=NOON)
        with pytest.raises(NotFoundError):
            actions.mark_helpful(db, who.resident.actor, wrong_place, wrong_item, voice.id, at=NOON)
        with pytest.raises(NotFoundError):
            queries.comment_of(db, wrong_place, wrong_item, voice.id)
    actions.refuse(db, town.board.actor, place, item.id, "No.", at=NOON)
    for late in (actions.answer, actions.change_comment):
        with pytest.raises(ConflictError):
            late(db, town.member.actor, place, item.id, voice.id, text="Hello", at=NOON)
    with pytest.raises(ConflictError):
        actions.mark_helpful(db, town.resident.actor, place, item.id, voice.id, at=NOON)


def test_what_was_said_below_a_merged_item_is_read_and_answered_where_it_goes_on(town: Town) -> None:
    one, two, db, place = town.item("One"), town.item("Two"), town.db, town.place.id
    voice = say(town, two, "Said below two")
    actions.merge(db, town.board.actor, place, two.id, one.id, at=NOON)
    actions.answer(db, town.resident.actor, place, one.id, voice.id, text="Heard.", at=NOON)
    [shown] = queries.comments_of(db, place, one.id)
    assert (shown.item_title, [answer.text for answer in shown.answers]) == ("Two", ["Heard."])
    actions.reopen(db, town.board.actor, place, two.id, "Apart again.", at=NOON)
    assert texts(town, one) == []
    assert queries.comments_of(db, place, two.id)[0].answers[0].text == "Heard."


def test_the_conversation_on_pages(site: Site, town: Town) -> None:
    item = town.item()
    path = f"{AGENDA}/{item.id}"
    member = english(site, town.member)
    page = member.open(path)
    assert page.submit("Place comment", expect=422, kind="shouting", comment="x").has("Choose what your comment is.")
    page = page.submit("Place comment", kind="against", comment="It is *late*.")
    assert page.has("Against: 1.")
    page = page.follow("Change")
    assert page.has("The old words will be gone.")
    assert page.submit("Change my comment", expect=422, comment="").has("Write your comment first.")
    site.at(NOON + timedelta(hours=1))
    page = member.open(path).follow("Change").submit("Change my comment", comment="It is very late.")
    assert page.has("Everybody sees that they changed")
    assert "It is <em>late</em>." in page.follow("changed on 15 March 2027").html
    assert english(site, town.secretary).open(path).has("changed on 15 March 2027")
    english(site, town.secretary).open(f"{path}/reacties/1/eerder", expect=403)
    voice = town.db.scalars(select(Comment)).one()
    resident = english(site, town.resident)
    page = resident.post(f"{path}/nuttig", {"helps": str(voice.id)})
    assert page.has("Helps 1 person")
    assert page.has("It does not help me")
    assert resident.post(f"{path}/nuttig", {"undo": str(voice.id)}).lacks("Helps 1 person")
    member.post(f"{path}/nuttig", {"helps": str(voice.id)}, expect=409)
    for nonsense in ("x", "", "0", "99999"):
        resident.post(f"{path}/nuttig", {"helps": nonsense}, expect=404)
    answered = (
        english(site, town.team)
        .open(path)
        .follow("Give an answer")
        .submit("Place my answer", comment="<b>We</b> know.")
    )
    assert answered.has("Fenna (team member)")
    assert "<b>We</b>" not in answered.html
    visitor = english(site).open(path)
    assert visitor.has("changed on 15 March 2027")
    assert visitor.lacks("This helps me")
    before = f"{path}/reacties/{voice.id}/eerder"
    assert english(site).open(before).path == "/inloggen"
    resident.open(f"{path}/reacties/{voice.id}/wijzigen", expect=404)


def test_a_thousand_comments_come_in_pages_within_the_budget(site: Site, town: Town) -> None:
    item = town.item()
    kinds = list(CommentKind)
    values = {"district_id": town.place.id, "item_id": item.id, "account_id": town.member.account.id, "at": NOON}
    town.db.add_all(
        Comment(**values, role=Role.MEMBER, kind=kinds[number % 3], text=f"Reason {number}") for number in range(1000)
    )
    town.db.flush()
    first = town.db.scalar(select(func.min(Comment.id)))
    town.db.add_all(Comment(**values, role=Role.MEMBER, text=f"Answer {n}", parent_id=first) for n in range(5))
    visitor = english(site, town.resident)
    with CountStatements(town.db) as seen:
        page = visitor.open(f"{AGENDA}/{item.id}")
    assert seen.count <= 15
    assert page.has("Page 1 of 50")
    assert page.has("Answer 4")
    assert len(page.html) < 90_000
    assert page.follow("Next page").has("Page 2 of 50")
    assert visitor.open(f"{AGENDA}/{item.id}?pagina=999").has("Page 50 of 50")
