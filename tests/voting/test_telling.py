"""Everybody on the roll hears by mail that a vote opens and that its result is there, once each."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from coop.kernel.errors import ConflictError
from coop.members.actions import admit_member
from coop.notifications.models import OutboxMessage
from coop.voting import actions
from coop.voting.policy import PollState
from coop.web.words import in_language
from tests.support import make
from tests.support.make import NOON
from tests.support.site import Site
from tests.voting.conftest import AFTER, CLOSING, Town


def _mail(db: Session, word: str) -> list[OutboxMessage]:
    return [one for one in db.scalars(select(OutboxMessage).order_by(OutboxMessage.id)) if word in one.subject]


def test_who_stands_on_the_roll_is_invited_once(db: Session, town: Town) -> None:
    admit_member(db, town.place.id, name="On paper", on=make.LONG_AGO)
    make.member(db, town.place, "Too late", since=AFTER.date())
    poll = town.open("What first?")
    mail = _mail(db, "You can vote")
    assert [one.to_account_id for one in mail] == [member.account.id for member in town.members]
    assert {one.topic for one in mail} == {"vote"}
    assert mail[0].params == {
        "title": "What first?",
        "closes_at": CLOSING.isoformat(),
        "path": f"/noorderkwartier/stemmen/{poll.id}",
    }
    with pytest.raises(ConflictError):
        actions.open_poll(db, town.board.actor, town.place.id, poll.id, at=NOON)
    assert len(_mail(db, "You can vote")) == len(town.members)


def test_they_hear_that_the_result_is_there_once(db: Session, town: Town) -> None:
    poll = town.to(town.open(), PollState.COUNTED)
    assert _mail(db, "The result") == []
    actions.publish_poll(db, town.secretary.actor, town.place.id, poll.id, at=AFTER)
    with pytest.raises(ConflictError):
        actions.publish_poll(db, town.secretary.actor, town.place.id, poll.id, at=AFTER)
    mail = _mail(db, "The result")
    assert [one.to_account_id for one in mail] == [member.account.id for member in town.members]
    assert mail[0].params["path"] == f"/noorderkwartier/stemmen/{poll.id}/uitslag"


def test_no_mail_for_an_opening_that_is_rolled_back(db: Session, town: Town) -> None:
    poll = town.draft()
    db.flush()
    with db.begin_nested() as savepoint:
        actions.open_poll(db, town.board.actor, town.place.id, poll.id, at=NOON)
        savepoint.rollback()
    assert _mail(db, "You can vote") == []


def test_the_links_lead_to_the_pages_and_the_words_are_dutch(db: Session, town: Town, site: Site) -> None:
    poll = town.to(town.open(), PollState.PUBLISHED)
    with site.app.app_context():
        for one in (*_mail(db, "You can vote")[:1], *_mail(db, "The result")[:1]):
            params = {**one.params, "site": "https://buurt.example.org"}
            text = in_language("nl", one.body, **params)
            assert text != one.body % params
            assert params["path"] in text
            site.visitor().open(str(one.params["path"]))
    assert poll.state is PollState.PUBLISHED
