"""Stories: the description against the register, the second reader, a resident's own story, consent taken back."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from coop.accountability import actions, queries
from coop.accountability.models import Profile, Report, Story
from coop.accountability.policy import StoryKind, ToldStory
from coop.accountability.policy.stories import ASPECTS, READER_QUESTIONS, Household, fitting, hash_of
from coop.districts.models import District
from coop.kernel.errors import ConflictError, InvalidError, NotAllowedError, NotFoundError
from tests.accountability import making
from tests.support import make
from tests.support.make import NOON, Person
from tests.support.site import Site

BASE = "/noorderkwartier/verslagen"
NO = dict.fromkeys(READER_QUESTIONS, "no")
HOUSEHOLD = st.fixed_dictionaries({aspect: st.sampled_from(["", *codes]) for aspect, codes in ASPECTS.items()})


def about(**told: str) -> ToldStory:
    plain = making.told(title="The wheelchair")
    return ToldStory(plain.kind, plain.title, plain.text, plain.consent, plain.consent_on, Household(**told))


@given(HOUSEHOLD, st.lists(st.tuples(HOUSEHOLD, st.integers(1, 9)), max_size=8), st.sampled_from(sorted(ASPECTS)))
def test_telling_less_never_makes_fewer_households_fit(
    told: dict[str, str], profiles: list[tuple[dict[str, str], int]], left_out: str
) -> None:
    plain = {aspect: code for aspect, code in told.items() if code}
    less = {aspect: code for aspect, code in plain.items() if aspect != left_out}
    assert fitting(less, profiles) >= fitting(plain, profiles)
    assert fitting({}, profiles) == sum(count for _household, count in profiles)


def test_fewer_than_five_households_must_be_made_vaguer(db: Session, place: District, writer: Person) -> None:
    report = making.draft(db, place, writer)
    for household, count in (({"type": "family", "domain": "care"}, 4), ({"type": "family", "domain": "money"}, 8)):
        db.add(Profile(district_id=place.id, report_id=report.id, household=household, count=count))
    db.flush()
    with pytest.raises(InvalidError, match="Fewer than five"):
        actions.add_story(db, writer.actor, place.id, report.id, told=about(type="family", domain="care"), at=NOON)
    kept = actions.add_story(db, writer.actor, place.id, report.id, told=about(type="family"), at=NOON)
    assert kept.household == {"type": "family"}


@pytest.mark.parametrize("counted, fits", [(None, False), (4, False), (5, True)])
def test_without_a_file_the_writer_counts(
    db: Session, place: District, writer: Person, counted: int | None, fits: bool
) -> None:
    report = making.draft(db, place, writer)
    plain = about(event="arrival")
    told = ToldStory(plain.kind, plain.title, plain.text, plain.consent, plain.consent_on, plain.about, counted)
    if fits:
        actions.add_story(db, writer.actor, place.id, report.id, told=told, at=NOON)
    else:
        with pytest.raises(InvalidError) as refusal:
            actions.add_story(db, writer.actor, place.id, report.id, told=told, at=NOON)
        assert refusal.value.field == "fitting"


def _read(db: Session, place: District, report: Report, reader: Person, **more: Any) -> Story:
    story = queries.stories_of(db, report)[0]
    given_: dict[str, Any] = {"seen": hash_of(story.title, story.text), "answers": NO, "remark": "", "at": NOON} | more
    return actions.read_story(db, reader.actor, place.id, report.id, story.id, **given_)


def test_a_changed_word_must_be_read_again_and_a_writer_does_not_read(
    db: Session, place: District, writer: Person
) -> None:
    report = making.draft(db, place, writer)
    reader = make.team(db, place)
    story = queries.stories_of(db, report)[0]
    assert queries.is_read(story)
    told = ToldStory(
        StoryKind.WENT_WELL, story.title, story.text + " Truly.", consent=True, consent_on=story.consent_on
    )
    actions.change_story(db, writer.actor, place.id, report.id, story.id, told=told, at=NOON)
    assert not queries.is_read(story)
    with pytest.raises(ConflictError, match="read each story"):
        actions.check_facts(db, reader.actor, place.id, report.id, at=NOON)
    with pytest.raises(NotAllowedError):
        _read(db, place, report, writer)
    with pytest.raises(ConflictError, match="changed after"):
        _read(db, place, report, reader, seen="another text")
    with pytest.raises(InvalidError):
        _read(db, place, report, reader, answers={})
    assert not queries.is_read(_read(db, place, report, reader, answers=NO | {"role": "yes"}, remark="The vicar."))
    assert queries.is_read(_read(db, place, report, reader))
    with pytest.raises(NotAllowedError):
        _read(db, place, report, make.member(db, place))


def test_consent_taken_back_leaves_a_gap_in_every_version(
    site: Site, db: Session, place: District, writer: Person, chair: Person
) -> None:
    old = making.released(db, place, writer, chair)
    fresh = actions.begin_version(db, writer.actor, place.id, old.id, reason="A typing mistake.", at=NOON)
    actions.check_facts(db, writer.actor, place.id, fresh.id, at=NOON)
    making.release(db, place, fresh, chair)
    before = {key: value for key, value in (old.public or {}).items() if key != "stories"}
    team = site.visitor(language="en").sign_in(writer)
    page = team.open(f"{BASE}/{fresh.id}").follow("Consent taken back: The letter box")
    page = page.submit("Take this story out")
    for report in (old, fresh):
        page = site.visitor(language="en").open(f"{BASE}/{report.id}")
        assert page.has("The person told about took back the consent on")
        assert page.lacks("The letter box")
        assert page.has("Soup on the stairs")
        db.refresh(report)
        assert "letter box" not in str(report.public)
    assert {key: value for key, value in (old.public or {}).items() if key != "stories"} == before
    assert not [one for one in db.query(Story) if one.title == "The letter box"]
    assert all("letter box" not in one.title for one in queries.proud_of(db, place.id))


@pytest.mark.parametrize(("title", "text"), [("The box for letters", None), (None, "It went well. Truly.")])
def test_consent_taken_back_reaches_a_version_in_which_the_story_was_mended(
    db: Session, place: District, writer: Person, chair: Person, title: str | None, text: str | None
) -> None:
    old = making.released(db, place, writer, chair)
    first = next(one for one in queries.stories_of(db, old) if one.title == "The letter box")
    fresh = actions.begin_version(db, writer.actor, place.id, old.id, reason="A typing mistake.", at=NOON)
    copy = next(one for one in queries.stories_of(db, fresh) if one.title == "The letter box")
    told = ToldStory(copy.kind, title or copy.title, text or copy.text, consent=True, consent_on=copy.consent_on)
    actions.change_story(db, writer.actor, place.id, fresh.id, copy.id, told=told, at=NOON)
    making.read_all(db, place, fresh)
    actions.check_facts(db, writer.actor, place.id, fresh.id, at=NOON)
    making.release(db, place, fresh, chair)
    changed = [word for word in (title, text) if word]
    actions.withdraw_consent(db, writer.actor, place.id, old.id, first.id, at=NOON)
    for report in (old, fresh):
        db.refresh(report)
        gaps = [one for one in (report.public or {})["stories"] if one.get("withdrawn_on")]
        assert len(gaps) == 1, report.version
        assert not any(words in str(report.public) for words in ("The letter box", *changed)), report.version
    assert (copy.title, copy.text, copy.consent_on) == ("", "", None)
    assert len([one for one in (fresh.public or {})["stories"] if one["text"]]) >= 2


def test_a_resident_tells_her_own_story_agrees_and_takes_it_back(
    site: Site, db: Session, place: District, writer: Person, chair: Person
) -> None:
    teller = make.member(db, place)
    report = making.draft(db, place, writer)
    mine = site.visitor(language="en").sign_in(teller)
    page = mine.open(f"{BASE}/mijn-verhaal")
    page = page.submit("Offer this story", text="I was helped after two years of waiting.", changes="Not two years.")
    assert page.has("The team is looking at it")
    team = site.visitor(language="en").sign_in(writer)
    page = team.open(f"{BASE}/{report.id}/invullen/verhalen").follow("A story of 15 March 2027")
    assert page.has("Not two years.")
    page = page.submit("Take it into the report", title="After waiting")
    page = page.submit("Save the story", text="I was helped after a long wait.", consent="y", consent_on="2027-03-01")
    story = db.query(Story).filter(Story.offer_id.is_not(None)).one()
    assert story.consent_on is None  # only she can agree
    page = mine.open(f"{BASE}/mijn-verhaal")
    assert page.has("I was helped after a long wait.")
    page.submit("I agree with this text")
    db.expire_all()
    assert story.consent_on is not None
    making.read_all(db, place, report)
    actions.check_facts(db, writer.actor, place.id, report.id, at=NOON)
    making.release(db, place, report, chair)
    assert site.visitor(language="en").open(f"{BASE}/{report.id}").has("After waiting")
    mine.open(f"{BASE}/mijn-verhaal").submit("Take my story back")
    page = site.visitor(language="en").open(f"{BASE}/{report.id}")
    assert page.lacks("After waiting")
    assert page.has("took back the consent")


def test_what_somebody_agreed_with_is_not_changed_behind_her_back(db: Session, place: District, writer: Person) -> None:
    teller, other = make.member(db, place), make.member(db, place)
    report = making.draft(db, place, writer)
    offer = actions.offer_story(db, teller.actor, place.id, text="My story.", changes="", at=NOON)
    story = actions.take_offer(db, writer.actor, place.id, report.id, offer.id, title="Hers", at=NOON)
    seen = hash_of("Hers", "My story.")
    with pytest.raises(NotFoundError):
        actions.agree_with_story(db, other.actor, place.id, offer.id, story.id, seen=seen, at=NOON)
    actions.agree_with_story(db, teller.actor, place.id, offer.id, story.id, seen=seen, at=NOON)
    assert story.consent_on is not None
    told = ToldStory(StoryKind.WENT_WELL, "Hers", "My story, but nicer.", consent=True, consent_on=story.consent_on)
    actions.change_story(db, writer.actor, place.id, report.id, story.id, told=told, at=NOON)
    assert story.consent_on is None
    with pytest.raises(ConflictError):
        actions.agree_with_story(db, teller.actor, place.id, offer.id, story.id, seen=seen, at=NOON)
    actions.withdraw_offer(db, teller.actor, place.id, offer.id, at=NOON)
    assert offer.text == ""
    assert "Hers" not in [one.title for one in queries.stories_of(db, report)]
