"""What kind of team a neighbourhood has: written, published in versions, compared; and the page of a town."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from coop.districts.actions import publish_charter, write_charter
from coop.districts.models import District
from coop.districts.policy import CharterQuestion, IdealType, Level, slug_of
from coop.districts.queries import charter_draft, charter_of, charter_versions
from coop.kernel.access import Role
from coop.kernel.errors import ConflictError, InvalidError, NotAllowedError, NotFoundError
from coop.members.actions import follow, stop_following
from coop.members.queries import followed_by
from tests.support import make
from tests.support.make import NOON
from tests.support.site import Site

DAY = NOON.date()
ANSWERS = {one.value: f"About {one.value}, in words." for one in CharterQuestion}


def published(db: Session, place: District, who: make.Person, why: str = "It fits.", **more: str) -> None:
    answers = ANSWERS | more
    write_charter(db, who.actor, place.id, ideal=IdealType.ALONGSIDE, why=why, answers=answers)
    publish_charter(db, who.actor, place.id, on=DAY)


def test_a_draft_is_seen_by_nobody_and_a_version_never_changes(db: Session, site: Site) -> None:
    place = make.district(db)
    board = make.board(db, place)
    write_charter(db, board.actor, place.id, ideal=IdealType.EARLY, why="Still thinking", answers=ANSWERS)
    assert not charter_versions(db, place.id)
    assert not site.visitor(language="en").open("/noorderkwartier/handvest").has("Still thinking")
    assert publish_charter(db, board.actor, place.id, on=DAY).version == 1
    published(db, place, board, breadth="Only the elderly.")
    assert [one.version for one in charter_versions(db, place.id)] == [2, 1]
    assert charter_of(db, place.id, 1).answers["breadth"] == ANSWERS["breadth"]
    assert charter_of(db, place.id).answers["breadth"] == "Only the elderly."
    assert charter_draft(db, place.id) is None
    with pytest.raises(ConflictError):
        publish_charter(db, board.actor, place.id, on=DAY)
    with pytest.raises(NotFoundError):
        charter_of(db, place.id, 3)


@pytest.mark.parametrize("field", [*(one.value for one in CharterQuestion), "why"])
@pytest.mark.parametrize("text", ["", "  ", "x" * 2001])
def test_every_question_wants_an_answer(db: Session, field: str, text: str) -> None:
    place = make.district(db)
    board, typed = make.board(db, place), {**ANSWERS, "why": "It fits.", field: text}
    with pytest.raises(InvalidError) as refused:
        write_charter(db, board.actor, place.id, ideal=IdealType.EARLY, why=typed.pop("why"), answers=typed)
    assert refused.value.field == field


def test_only_the_board_writes_it(db: Session) -> None:
    place = make.district(db)
    for person in (make.member(db, place), make.team(db, place), make.administrator(db, place)):
        with pytest.raises(NotAllowedError):
            write_charter(db, person.actor, place.id, ideal=IdealType.EARLY, why="It fits.", answers=ANSWERS)
        with pytest.raises(NotAllowedError):
            publish_charter(db, person.actor, place.id, on=DAY)


def test_written_published_and_compared_through_the_pages(db: Session, site: Site) -> None:
    place, other = make.district(db), make.district(db, "de-vaart")
    published(db, other, make.board(db, other), breadth="Small questions first.")
    board = site.visitor(language="en").sign_in(make.board(db, place))
    filled: dict[str, Any] = {"ideal": "early", "why": "We are new.", **ANSWERS}
    page = board.open("/noorderkwartier/handvest").follow("Write the next version")
    assert page.submit("Keep this text", expect=422).has("Choose one of the options.")
    page = page.submit("Keep this text", **filled)
    assert page.submit("Publish this version").has("Version 1 is published.")
    reader = site.visitor(language="en")
    beside = reader.open("/noorderkwartier/handvest").follow("Noorderkwartier beside De Vaart")
    for words in (ANSWERS["breadth"], "Small questions first.", "The same."):
        assert beside.has(words)
    page = board.open("/noorderkwartier/handvest/schrijven")
    assert page.has("We are new."), "the next version begins with the last one"
    page.submit("Keep this text", breadth="For everybody.").submit("Publish this version")
    two = reader.open("/noorderkwartier/handvest").follow("beside version 2")
    assert two.has("For everybody.")
    assert two.has(ANSWERS["breadth"])
    assert reader.open("/noorderkwartier/handvest/vergelijken").has("Version 2 beside Version 1")
    for bad in ("?versie=9", "?versie=x", "/vergelijken?versie=1&met=7", "/vergelijken?wijk=nergens"):
        reader.open(f"/noorderkwartier/handvest{bad}", expect=404)


def test_the_page_of_a_town_shows_what_everybody_may_read(db: Session, site: Site) -> None:
    place, other = make.district(db), make.district(db, "de-vaart")
    make.mandates(db, place, Level.CO_DECISION)
    make.mandates(db, other, declined=True)
    published(db, place, make.board(db, place))
    page = site.visitor(language="en").open("/stad/waterstad")
    for words in ("De Vaart", "Deciding together", "Residents chose not to decide", "not published this yet"):
        assert page.has(words), words
    site.visitor(language="en").open("/stad/nergens", expect=404)


def test_following_another_neighbourhood(db: Session, site: Site) -> None:
    place, other = make.district(db), make.district(db, "de-vaart")
    resident = make.resident(db, place)
    visitor = site.visitor(language="en").sign_in(resident)
    for _again in range(2):
        follow(db, resident.actor, other.id, at=NOON + timedelta(days=1))
    assert [one.slug for one in followed_by(db, resident.account.id)] == ["de-vaart"]
    stop_following(db, resident.actor, other.id)
    assert not visitor.open("/noorderkwartier/mijn-pagina").has("Neighbourhoods that you follow")
    assert visitor.open("/de-vaart/").submit("Follow this neighbourhood").has("You follow De Vaart.")
    assert visitor.open("/noorderkwartier/mijn-pagina").has("Neighbourhoods that you follow")
    visitor.open("/de-vaart/").submit("Follow this neighbourhood no longer")
    assert not followed_by(db, resident.account.id)
    assert not site.visitor(language="en").open("/de-vaart/").has("Follow this neighbourhood")


def test_an_observer_reads_what_is_public_asks_and_nothing_more(db: Session, site: Site) -> None:
    place = make.district(db)
    observer = site.visitor(language="en").sign_in(make.with_role(db, place, Role.OBSERVER))
    for path in ("leden", "stemmen/nieuw", "zeggenschap/vaststellen", "handvest/schrijven"):
        observer.open(f"/noorderkwartier/{path}", expect=403)
    page = observer.open("/noorderkwartier/antwoorden").follow("Ask the board a question")
    assert page.submit("Put this question", expect=422).has("Write your question.")
    page.submit("Put this question", title="Waiting", question="How long do people wait?")
    assert site.visitor(language="en").open("/noorderkwartier/antwoorden").has("Waiting")


@pytest.mark.parametrize(
    "name,slug",
    [("Waterstad", "waterstad"), ("'s-Hertogenbosch", "s-hertogenbosch"), ("Súdwest-Fryslân", "sudwest-fryslan")],
)
def test_a_town_has_an_address(name: str, slug: str) -> None:
    assert slug_of(name) == slug
