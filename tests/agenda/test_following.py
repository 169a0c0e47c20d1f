"""Following, naming somebody, landing at one's own comment, and closing a conversation with a summary."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from coop.agenda import actions, queries
from coop.agenda.models import Comment, Follow, Mention
from coop.agenda.policy import talk
from coop.agenda.policy.talk import CommentKind, TalkState
from coop.digests.actions import choose_pace, write_digests
from coop.digests.policy import Pace
from coop.identity.models import Account
from coop.kernel.errors import ConflictError, InvalidError, NotAllowedError, NotFoundError
from coop.newsletters import news_between
from coop.notifications.models import OutboxMessage
from coop.privacy.actions import forget_account
from tests.agenda.conftest import Town
from tests.agenda.test_actions import rows
from tests.agenda.test_screens import AGENDA, english
from tests.agenda.test_talk import say
from tests.support import make
from tests.support.make import NOON
from tests.support.site import CountStatements, Site

LATER = NOON + timedelta(days=1)


def test_a_name_becomes_a_number_only_of_who_takes_part_and_by_first_name_when_it_is_the_only_one() -> None:
    people = {1: "Joke Veenstra", 2: "Jan Smit", 3: "Jan Bakker", 4: "Wiersma"}
    kept = talk.with_numbers("@joke, @Jan Smit and @Jan; a@wiersma.nl; @Piet; @[2]; @WIERSMA!", people)
    assert kept == "@[1], @[2] and @Jan; a@wiersma.nl; @Piet; @ [2]; @[4]!"
    assert talk.numbers_in(kept) == {1, 2, 4}
    assert talk.in_words(kept, lambda number: people[number]).startswith("@Joke Veenstra, @Jan Smit and @Jan;")
    assert talk.with_numbers("@Joke", {}) == "@Joke"
    assert talk.with_numbers("@Jokester", people) == "@Jokester"


def test_only_who_takes_part_can_be_named_and_hears_it_once(town: Town) -> None:
    item, db = town.item(), town.db
    silent = make.member(db, town.place, "Silent Member")
    say(town, item, "Hello", by=town.team.actor)
    voice = say(town, item, "@Samira and @Fenna and @Silent Member and @Joke")
    named = set(db.scalars(select(Mention.account_id)))
    assert named == {town.resident.account.id, town.team.account.id}
    assert "@Silent Member" in voice.text
    assert silent.account.id not in named
    actions.change_comment(db, town.member.actor, town.place.id, item.id, voice.id, text="@Samira again", at=LATER)
    assert rows(db, Mention) == 2


def test_names_are_read_by_neighbours_and_not_by_strangers_nor_after_leaving(site: Site, town: Town) -> None:
    item = town.item()
    path = f"{AGENDA}/{item.id}"
    page = english(site, town.member).open(path).submit("Place comment", kind="remark", comment="@Samira knows.")
    assert page.has("@Samira knows.")
    assert english(site).open(path).has("@somebody in this conversation knows.")
    assert english(site).open(path).lacks("Samira")
    voice = town.db.scalars(select(Comment)).one()
    assert voice.text == f"@[{town.resident.account.id}] knows."
    assert "@Samira knows." in page.follow("Change").html
    forget_account(town.db, town.db.get_one(Account, town.resident.account.id), at=NOON)
    assert english(site, town.member).open(path).has("@somebody who left knows.")
    assert rows(town.db, Mention) == 0


def test_who_writes_lands_at_the_own_comment_on_its_page(site: Site, town: Town) -> None:
    item = town.item()
    for number in range(talk.PAGE_SIZE):
        say(town, item, f"Reason {number}", CommentKind.FOR, by=make.member(town.db, town.place).actor)
    member, path = english(site, town.member), f"{AGENDA}/{item.id}"
    page = member.open(path)
    answer = member.client.post(
        f"{path}/reageren",
        data={"csrf_token": page.soup.select_one("input[name=csrf_token]")["value"], "kind": "for", "comment": "Mine"},  # type: ignore[index]
    )
    mine = town.db.scalars(select(Comment).where(Comment.text == "Mine")).one()
    assert answer.headers["Location"].endswith(f"{path}?bij={mine.id}&gedaan=reactie&pagina=2#reactie-{mine.id}")
    landed = member.open(answer.headers["Location"].split("#")[0])
    card = landed.soup.find(id=f"reactie-{mine.id}")
    assert "Thank you. Everybody can read your comment" in card.get_text()  # type: ignore[union-attr]
    assert landed.text.count("Thank you.") == 1
    assert english(site).open(f"{path}?bij={mine.id}&gedaan=reactie&pagina=2").lacks("Thank you.")
    assert member.open(f"{path}?bij=x&gedaan=nonsense").lacks("Thank you.")


def test_what_one_follows_and_where_one_is_named_stands_in_the_own_news_once(town: Town) -> None:
    item, other, db, place = town.item(), town.item("Other"), town.db, town.place.id
    follower, nobody = make.member(db, town.place), make.member(db, town.place)
    for one in (follower, nobody, town.resident):
        choose_pace(db, place, one.account.id, Pace.AT_ONCE, rest=(0, 0), at=NOON)
    for _ in range(2):
        actions.follow(db, follower.actor, place, item.id, at=NOON)
    assert rows(db, Follow) == 1
    at = NOON + timedelta(minutes=5)
    actions.comment(db, follower.actor, place, other.id, "Not followed", at=at)
    actions.comment(db, follower.actor, place, item.id, "My own words", at=at)
    soon = NOON + timedelta(minutes=20)
    assert write_digests(db, news_between, queries.own_news, at=soon) == 0
    actions.comment(db, town.member.actor, place, item.id, "@Samira, look", at=soon)
    late = soon + timedelta(minutes=20)
    assert write_digests(db, news_between, queries.own_news, at=late) == 2
    assert write_digests(db, news_between, queries.own_news, at=late + timedelta(minutes=20)) == 0
    mail = {
        one.to_account_id: one.params for one in db.scalars(select(OutboxMessage).where(OutboxMessage.topic == "news"))
    }
    assert {one: params["own"][0][0] for one, params in mail.items()} == {
        follower.account.id: "followed",
        town.resident.account.id: "mention",
    }
    actions.stop_following(db, follower.actor, place, item.id)
    assert queries.followed_items(db, place, follower.account.id) == []


def test_a_closed_conversation_is_read_with_its_summary_and_nothing_is_added(site: Site, town: Town) -> None:
    item, db, place = town.item(), town.db, town.place.id
    voice = say(town, item, "Reason")
    for who in (town.member, town.resident, town.secretary):
        with pytest.raises(NotAllowedError):
            actions.sum_up(db, who.actor, place, item.id, "All said.", at=NOON)
    with pytest.raises(ConflictError):
        actions.reopen_talk(db, town.board.actor, place, item.id, "Why not.", at=NOON)
    board, path = english(site, town.board), f"{AGENDA}/{item.id}"
    page = board.open(path).follow("Close the conversation with a summary")
    assert page.submit("Close the conversation", expect=422, text="").has("Write the summary first.")
    page = board.open(page.path).submit("Close the conversation", text="Most are for, one is against.")
    for reader in (english(site), english(site, town.member)):
        seen = reader.open(path)
        assert seen.has("Most are for, one is against. Henk (board member)")
        assert seen.has("Reason")
        assert seen.lacks("Place comment")
        assert seen.lacks("This helps me")
    add = {"text": "Late", "at": LATER}
    with pytest.raises(ConflictError):
        actions.comment(db, town.member.actor, place, item.id, "Late", at=LATER)
    for act in (actions.answer, actions.change_comment):
        with pytest.raises(ConflictError):
            act(db, town.member.actor, place, item.id, voice.id, **add)  # type: ignore[arg-type]
    with pytest.raises(ConflictError):
        actions.mark_helpful(db, town.resident.actor, place, item.id, voice.id, at=LATER)
    board.open(f"{path}/gesprek-afsluiten", expect=409)
    page = board.open(path).follow("Open the conversation again")
    page = page.submit("Open the conversation", text="There is news.")
    assert [one.state for one in queries.talk_steps_of(db, place, item.id)] == [TalkState.REOPENED, TalkState.CLOSED]
    assert page.has("There is news.")
    assert page.has("Most are for, one is against.")
    actions.comment(db, town.member.actor, place, item.id, "In time", at=LATER)


def test_closing_asks_for_words_an_open_item_and_the_right_neighbourhood(town: Town, other_town: Town) -> None:
    item, db, place = town.item(), town.db, town.place.id
    for text in ("", "x" * 2001):
        with pytest.raises(InvalidError):
            actions.sum_up(db, town.board.actor, place, item.id, text, at=NOON)
    for act in (actions.sum_up, actions.reopen_talk):
        with pytest.raises(NotFoundError):
            act(db, other_town.board.actor, other_town.place.id, item.id, "All said.", at=NOON)
    with pytest.raises(NotFoundError):
        actions.follow(db, other_town.member.actor, other_town.place.id, item.id, at=NOON)
    actions.refuse(db, town.board.actor, place, item.id, "No.", at=NOON)
    with pytest.raises(ConflictError):
        actions.sum_up(db, town.board.actor, place, item.id, "All said.", at=NOON)


def test_following_on_the_pages(site: Site, town: Town) -> None:
    item = town.item()
    member = english(site, town.member)
    assert member.open(f"{AGENDA}/wat-ik-volg").has("You follow nothing yet.")
    page = member.open(f"{AGENDA}/{item.id}").submit("Follow this: hear it in my news")
    assert page.has("You follow this item.")
    assert page.follow("What I follow").has("Dark path")
    assert member.open("/noorderkwartier/mijn-pagina").follow("What I follow on the agenda").has("Dark path")
    page = member.open(f"{AGENDA}/wat-ik-volg").submit("Do not follow this any more")
    assert page.has("You do not follow this item any more.")
    assert english(site).open(f"{AGENDA}/{item.id}").lacks("Follow this")
    for reader in (None, town.member, town.board):
        with CountStatements(town.db) as seen:
            english(site, reader).open(f"{AGENDA}/{item.id}")
        assert seen.count <= 15
