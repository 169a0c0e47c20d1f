"""What follows from an outcome: advice is answered, two keys or nothing, a decision counts by itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from coop.agenda.models import Commitment
from coop.answers.actions import ask_board, open_answer, run_clocks, take_step
from coop.answers.models import AnswerStep, OwedAnswer
from coop.answers.policy import EDITION_TITLE, Point, Source, Terms
from coop.answers.queries import AnswerRow, answer_on, late_answers, steps_of
from coop.districts.actions import settle_mandate
from coop.districts.models import Mandate
from coop.districts.policy import Decider, Level, Subject
from coop.kernel.access import Role
from coop.kernel.clock import local_day
from coop.kernel.db import transaction
from coop.kernel.errors import ConflictError, CoopError, InvalidError, NotAllowedError, NotFoundError
from coop.notifications.models import OutboxMessage
from coop.rules.answering import Event, Ground, Phase, PointAnswer, Power, Said, Verdict
from coop.voting import actions as voting
from coop.voting.actions import Promise
from coop.voting.models import Poll
from coop.voting.policy import BallotKind, PollState, VoteKind
from tests.support import make
from tests.support.at_once import in_turns
from tests.support.site import Site
from tests.voting.conftest import AFTER, Town, found

DAY = timedelta(days=1)
WHY = "We weighed it and chose the other corner."
ADOPT, DEVIATE = PointAnswer(Verdict.ADOPT), PointAnswer(Verdict.DEVIATE, WHY)


@dataclass
class Case:
    """A town in which six members chose school ("1") and debt help ("2")."""

    db: Session
    town: Town
    poll: Poll

    def row(self, at: datetime = AFTER) -> AnswerRow:
        got = answer_on(self.db, self.town.place.id, Source.VOTE, self.poll.id, local_day(at))
        assert got is not None
        return got

    def step(self, event: Event, said: Said, at: datetime = AFTER, **more: str) -> OwedAnswer:
        by, place = self.town.board.actor, self.town.place.id
        return take_step(self.db, by, place, self.row().id, event=event, said=said, at=at, **more)

    def commit(self, *keys: str, at: datetime = AFTER) -> int:
        by, place = self.town.board.actor, self.town.place.id
        promises = {key: Promise("Fenna", local_day(at) + 30 * DAY) for key in keys}
        return voting.make_commitments(self.db, by, place, self.poll.id, promises, at=at)

    def commitments(self) -> int:
        return self.db.scalar(select(func.count()).select_from(Commitment)) or 0


def case(
    db: Session,
    level: Level,
    *,
    kind: VoteKind = VoteKind.REFERENDUM,
    declined: bool = False,
    decider: Decider = Decider.BOARD,
    slug: str = "noorderkwartier",
) -> Case:
    town = found(db, slug)
    for mandate in db.scalars(select(Mandate).where(Mandate.district_id == town.place.id)):
        mandate.level, mandate.declined, mandate.decider, mandate.answer_days = level, declined, decider, 20
    db.flush()
    poll = town.open(vote_kind=kind)
    for voter, keys in enumerate((("1", "2"), ("1",), ("1", "3"), ("2",), ("2", "3"), ("4",))):
        town.cast(poll, voter, *keys)
    return Case(db, town, town.to(poll, PollState.PUBLISHED))


def subjects(db: Session) -> list[str]:
    return list(db.scalars(select(OutboxMessage.subject).order_by(OutboxMessage.id)))


def test_advice_opens_a_clock_with_the_term_of_the_mandate(db: Session) -> None:
    one = case(db, Level.ADVISORY)
    row = one.row()
    assert (row.power, row.phase, row.decider) == (Power.ADVICE, Phase.OWED, Decider.BOARD)
    assert [point.title for point in row.points] == ["Walk-in at school", "Debt help"]
    assert row.due_on == local_day(AFTER) + 20 * DAY
    assert "Residents wait for an answer: %(title)s" in subjects(db)


def test_advice_is_answered_point_by_point_and_only_what_is_adopted_becomes_a_commitment(db: Session) -> None:
    one = case(db, Level.ADVISORY)
    with pytest.raises(ConflictError, match="First answer"):
        one.commit("1")
    with pytest.raises(InvalidError, match="every point"):
        one.step(Event.ANSWER, Said(points={"1": ADOPT}))
    for empty in ("", "   ", "\n"):
        with pytest.raises(InvalidError) as refused:
            one.step(Event.ANSWER, Said(points={"1": ADOPT, "2": PointAnswer(Verdict.PARTLY, empty)}))
        assert refused.value.field == "why_2"
    one.step(Event.ANSWER, Said("Thank you.", points={"1": ADOPT, "2": DEVIATE}))
    with pytest.raises(ConflictError):
        one.step(Event.ANSWER, Said(points={"1": ADOPT, "2": ADOPT}))
    with pytest.raises(ConflictError, match="Only what was adopted"):
        one.commit("2")
    assert one.commit("1") == 1


def test_a_late_answer_stays_owed_is_told_once_and_says_how_late_it_came(db: Session) -> None:
    one = case(db, Level.ADVISORY)
    place, due = one.town.place.id, one.row().due_on
    at = AFTER + 14 * DAY
    assert run_clocks(db, at=at) == 1, "a week before the end there is a reminder"
    assert run_clocks(db, at=at) == 0
    assert "The answer must be there soon: %(title)s" in subjects(db)
    assert late_answers(db, place, due) == 0
    assert late_answers(db, place, due + DAY) == 1
    late = AFTER + 25 * DAY
    assert run_clocks(db, at=late) == 1
    assert run_clocks(db, at=late + DAY) == 0
    assert one.row(late).is_late
    assert one.row(late).late_days == 5
    one.step(Event.ANSWER, Said(points={"1": ADOPT, "2": ADOPT}), at=late)
    assert one.row(late + 100 * DAY).late_days == 5
    assert late_answers(db, place, local_day(late)) == 0


def test_an_edition_is_named_in_the_language_of_the_reader(db: Session, site: Site) -> None:
    place = make.district(db)
    make.mandates(db, place, Level.ADVISORY)
    board, terms = make.board(db, place), Terms(Power.ADVICE, Decider.BOARD, 14)
    points = [Point("1", "Dark path")]
    made = open_answer(
        db, place.id, Source.EDITION, 1, title="7", points=points, terms=terms, mandate=None, at=make.NOON
    )
    address = f"/noorderkwartier/antwoorden/{made.id}"
    assert site.visitor(language="en").open(address).has("The agenda of the neighbourhood, edition 7")
    assert site.visitor(language="nl").open(address).has("De wijkagenda, editie 7")
    mail = db.scalars(select(OutboxMessage).where(OutboxMessage.to_account_id == board.account.id)).one()
    assert mail.params["title"] == [EDITION_TITLE, {"number": "7"}]


def test_two_keys_or_nothing(db: Session) -> None:
    one = case(db, Level.CO_DECISION)
    with pytest.raises(ConflictError, match="has not agreed yet"):
        one.commit("1")
    with pytest.raises(InvalidError):
        one.step(Event.AGREE, Said())
    one.step(Event.AGREE, Said("It fits the plan."))
    assert one.row().phase is Phase.IN_EFFECT
    assert one.commit("1") == 1
    assert one.commitments() == 1
    # What the board gave to nobody in two weeks is work of the team as a whole.
    assert voting.carry_out_votes(db, at=AFTER + 13 * DAY) == 0
    assert voting.carry_out_votes(db, at=AFTER + 14 * DAY) == 1
    assert voting.carry_out_votes(db, at=AFTER + 15 * DAY) == 0


def test_refusing_the_second_key_leads_to_one_talk_and_then_to_an_end(db: Session) -> None:
    one = case(db, Level.CO_DECISION)
    with pytest.raises(InvalidError):
        one.step(Event.REFUSE, Said("  "))
    one.step(Event.REFUSE, Said("There is no room."))
    talking = one.row()
    assert (talking.phase, talking.due_on) == (Phase.TALKING, local_day(AFTER) + 10 * DAY)
    one.step(Event.REFUSE, Said("We talked on Monday. There is still no room."), at=AFTER + 2 * DAY)
    assert one.row().phase is Phase.STOPPED
    with pytest.raises(ConflictError, match="does not take effect"):
        one.commit("1")
    with pytest.raises(ConflictError):
        one.step(Event.AGREE, Said("After all."), at=AFTER + 3 * DAY)
    assert voting.carry_out_votes(db, at=AFTER + 400 * DAY) == 0
    assert one.commitments() == 0


def test_a_second_key_that_nobody_turns_ends_in_the_open(db: Session) -> None:
    one = case(db, Level.CO_DECISION)
    assert run_clocks(db, at=AFTER + 21 * DAY) == 1
    assert one.row().phase is Phase.TALKING
    assert run_clocks(db, at=AFTER + 32 * DAY) == 1
    assert one.row().phase is Phase.STOPPED
    told = steps_of(db, one.town.place.id, one.row().id)
    assert [(step.event, step.name) for step in told] == [(Event.LAPSE, ""), (Event.LAPSE, "")]


def test_a_decision_takes_effect_by_itself_and_its_work_is_promised(db: Session) -> None:
    one = case(db, Level.DECISIVE)
    assert one.row().power is Power.DECISION
    assert "Residents wait for an answer: %(title)s" not in subjects(db)
    for event in (Event.REFUSE, Event.ANSWER, Event.AGREE):
        with pytest.raises(ConflictError):
            one.step(event, Said(WHY, points={"1": DEVIATE, "2": DEVIATE}))
    assert run_clocks(db, at=AFTER + 14 * DAY) == 0
    assert run_clocks(db, at=AFTER + 15 * DAY) == 1
    assert voting.carry_out_votes(db, at=AFTER + 15 * DAY) == 2
    assert {row.who for row in db.scalars(select(Commitment))} == {voting.settling.TEAM}


def test_the_board_may_say_who_does_it_but_not_whether(db: Session) -> None:
    one = case(db, Level.DECISIVE)
    assert one.commit("1") == 1
    assert one.row().phase is Phase.IN_EFFECT
    with pytest.raises(ConflictError):
        one.step(Event.OBJECT, Said(WHY, Ground.LAW))
    assert voting.carry_out_votes(db, at=AFTER + 14 * DAY) == 1


def test_a_decision_is_stopped_only_for_its_procedure_with_a_ground_and_reasons(db: Session) -> None:
    one = case(db, Level.DECISIVE)
    with pytest.raises(InvalidError) as refused:
        one.step(Event.OBJECT, Said(WHY))
    assert refused.value.field == "ground"
    with pytest.raises(InvalidError):
        one.step(Event.OBJECT, Said("", Ground.ROLL))
    one.step(Event.OBJECT, Said("Forty members were not on the list.", Ground.ROLL))
    with pytest.raises(ConflictError, match="does not take effect"):
        one.commit("1")
    assert run_clocks(db, at=AFTER + 60 * DAY) == 0
    assert voting.carry_out_votes(db, at=AFTER + 60 * DAY) == 0


def test_what_residents_declined_can_only_be_a_consultation(db: Session) -> None:
    with pytest.raises(ConflictError, match="only a consultation"):
        case(db, Level.DECISIVE, declined=True)
    one = case(db, Level.DECISIVE, declined=True, kind=VoteKind.CONSULTATION, slug="de-vaart")
    assert one.row().power is Power.ADVICE


def test_a_consultation_is_advice_whatever_the_mandate(db: Session) -> None:
    assert case(db, Level.DECISIVE, kind=VoteKind.CONSULTATION).row().power is Power.ADVICE


def test_a_mandate_that_changes_leaves_an_open_vote_alone(db: Session) -> None:
    one = case(db, Level.CO_DECISION)
    giver = make.administrator(db, one.town.place).actor
    settle_mandate(
        db,
        giver,
        one.town.place.id,
        subject=Subject.PRIORITIES,
        level=Level.ADVISORY,
        basis="New covenant",
        starts_on=local_day(AFTER) + DAY,
        decider=Decider.MUNICIPALITY,
        answer_days=3,
    )
    row = one.row(AFTER + 2 * DAY)
    assert (row.power, row.decider) == (Power.SECOND_KEY, Decider.BOARD)
    assert row.due_on == local_day(AFTER) + 20 * DAY


def test_what_the_municipality_decides_says_who_decided_it(db: Session) -> None:
    one = case(db, Level.ADVISORY, decider=Decider.MUNICIPALITY)
    said = Said(points={"1": ADOPT, "2": ADOPT})
    with pytest.raises(InvalidError) as refused:
        one.step(Event.ANSWER, said)
    assert refused.value.field == "signed_by"


def test_a_rejected_motion_is_advice_too_but_nothing_to_agree_with(db: Session) -> None:
    kinds: Sequence[tuple[Level, int]] = ((Level.ADVISORY, 1), (Level.CO_DECISION, 0), (Level.DECISIVE, 0))
    for number, (level, owed) in enumerate(kinds):
        town = found(db, f"place-{number}")
        for mandate in db.scalars(select(Mandate).where(Mandate.district_id == town.place.id)):
            mandate.level = level
        db.flush()
        poll = town.opened(town.of_kind(BallotKind.MOTION, "Close the library", subject=Subject.ACCOUNT.value))
        town.told(poll, [["against"]] * 6)
        got = answer_on(db, town.place.id, Source.VOTE, poll.id, local_day(AFTER))
        assert bool(got) == bool(owed)
        assert got is None or [point.key for point in got.points] == ["no"]


def test_only_the_board_answers_and_only_here(db: Session) -> None:
    one, other = case(db, Level.ADVISORY), found(db, "de-vaart")
    said, place = Said(points={"1": ADOPT, "2": ADOPT}), one.town.place.id
    for person in (one.town.team, one.town.members[0], one.town.secretary, make.administrator(db, one.town.place)):
        with pytest.raises(NotAllowedError):
            take_step(db, person.actor, place, one.row().id, event=Event.ANSWER, said=said, at=AFTER)
    by = other.board.actor
    with pytest.raises(NotFoundError):
        take_step(db, by, other.place.id, one.row().id, event=Event.ANSWER, said=said, at=AFTER)


def test_the_municipality_asks_and_the_board_answers_in_its_term(db: Session) -> None:
    town = found(db, "noorderkwartier")
    observer = make.with_role(db, town.place, Role.OBSERVER, "Wendela").actor
    asked = ask_board(db, observer, town.place.id, title="Waiting times", question="How long?", at=AFTER)
    second = ask_board(db, observer, town.place.id, title="Costs", question="How much?", at=AFTER)
    again = ask_board(db, observer, town.place.id, title="Costs", question="How much?", at=AFTER)
    assert again is second, "a second click is no second question"
    assert (asked.due_on, second.source_id) == (local_day(AFTER) + 14 * DAY, asked.source_id + 1)
    assert ask_board(db, observer, town.place.id, title="Costs", question="How much?", at=AFTER + 2 * DAY) is not second
    said = Said("Five weeks at most.", points={"1": ADOPT})
    with pytest.raises(NotAllowedError):
        take_step(db, observer, town.place.id, asked.id, event=Event.ANSWER, said=said, at=AFTER)
    take_step(db, town.board.actor, town.place.id, asked.id, event=Event.ANSWER, said=said, at=AFTER)
    assert asked.phase is Phase.ANSWERED
    with pytest.raises(NotAllowedError):
        ask_board(db, town.members[0].actor, town.place.id, title="X", question="Y", at=AFTER)


@pytest.mark.parametrize("real_engine", ["sqlite", "postgresql"], indirect=True)
def test_two_neighbourhoods_are_asked_at_the_same_moment(real_engine: Engine) -> None:
    with transaction(real_engine) as db:
        places = [make.district(db, slug) for slug in ("noorderkwartier", "zuiderkwartier")]
        observers = [make.with_role(db, place, Role.OBSERVER).actor for place in places]
    asks = [
        partial(ask_board, actor=one, district_id=one.district_id, title="Costs", question="How much?", at=AFTER)
        for one in observers
    ]
    assert in_turns(real_engine, *asks) == "done"


def test_steps_are_never_fewer_than_changes(db: Session) -> None:
    one = case(db, Level.CO_DECISION)
    for event, said in ((Event.LAPSE, Said()), (Event.REFUSE, Said(WHY)), (Event.OBJECT, Said(WHY, Ground.LAW))):
        try:
            one.step(event, said)
        except CoopError:
            assert one.row().phase is (Phase.OWED if event is Event.LAPSE else Phase.TALKING)
    phases = list(db.scalars(select(AnswerStep.phase).order_by(AnswerStep.id)))
    assert phases == [Phase.TALKING]
    assert one.row().phase is phases[-1]


def test_the_board_answers_through_the_pages(db: Session, site: Site) -> None:
    one = case(db, Level.ADVISORY)
    site.at(AFTER + 22 * DAY)
    reader = site.visitor(language="en")
    assert reader.open("/noorderkwartier/").has("1 answer to residents is too late.")
    assert reader.open(f"/noorderkwartier/stemmen/{one.poll.id}").has("The answer is 2 days late.")
    assert reader.open("/noorderkwartier/antwoorden").has("Too late")
    board = site.visitor(language="en").sign_in(one.town.board)
    owed = board.open("/noorderkwartier/mijn-pagina").follow("What first?")
    assert owed.has("Nothing yet. The term is over.")
    page = owed.follow("Answer")
    assert page.has("The last day was")
    refused = page.submit("Publish this answer", verdict_1="adopt", verdict_2="deviate", expect=422)
    assert refused.has("Give reasons. Everybody can read them.")
    assert page.submit("Publish this answer", verdict_1="adopt", expect=422).has("Choose one of the options.")
    done = refused.submit("Publish this answer", why_2=WHY)
    assert done.has("Your answer is public now.")
    told = reader.open(f"/noorderkwartier/antwoorden/{one.row().id}")
    for words in ("Not adopted", WHY, "2 days too late", "Henk"):
        assert told.has(words)
    board.open(f"/noorderkwartier/antwoorden/{one.row().id}/antwoord", expect=409)
    commit = board.open(f"/noorderkwartier/stemmen/{one.poll.id}/toezeggingen")
    assert commit.has("Walk-in at school")
    assert not commit.has("Debt help")
    assert reader.open("/noorderkwartier/").has("Answers that residents wait for")


def test_two_keys_through_the_pages(db: Session, site: Site) -> None:
    one = case(db, Level.CO_DECISION)
    site.at(AFTER)
    board = site.visitor(language="en").sign_in(one.town.board)
    address = f"/noorderkwartier/antwoorden/{one.row().id}"
    assert board.open(f"/noorderkwartier/stemmen/{one.poll.id}/toezeggingen").has("Waits for the second key")
    page = board.open(f"{address}/antwoord")
    assert page.submit("Publish this answer", agrees="refuse", expect=422).has("Give reasons.")
    done = page.submit("Publish this answer", agrees="refuse", reasons="There is no room.")
    assert done.has("talk once more within 10 days") or done.has("within 10 days")
    done = board.open(f"{address}/antwoord").submit("Publish this answer", agrees="agree", reasons="We found room.")
    assert done.has("Both agree")
    assert site.visitor(language="en").open(address).has("There is no room.")


def test_a_decision_is_stopped_through_the_page(db: Session, site: Site) -> None:
    one = case(db, Level.DECISIVE)
    site.at(AFTER)
    board = site.visitor(language="en").sign_in(one.town.board)
    address = f"/noorderkwartier/antwoorden/{one.row().id}"
    board.open(f"{address}/antwoord", expect=409)
    page = board.open(address).follow("Something was wrong with the procedure")
    assert page.submit("Stop this decision", reasons="Wrong", expect=422).has("Choose what went wrong")
    page.submit("Stop this decision", ground="roll", reasons="Forty members were missing.")
    assert site.visitor(language="en").open(address).has("Forty members were missing.")
    board.open(f"{address}/procedure", expect=409)


def test_a_day_to_look_back_that_has_passed_is_said(db: Session, site: Site) -> None:
    town = found(db, "noorderkwartier")
    mandate = db.scalars(select(Mandate).where(Mandate.subject == Subject.BUDGET)).one()
    mandate.review_on = date(2027, 3, 14)
    db.flush()
    said = "That has not been written down yet."
    site.at(AFTER)
    assert site.visitor(language="en").open("/noorderkwartier/zeggenschap").has(said)
    assert site.visitor(language="en").sign_in(town.board).open("/noorderkwartier/mijn-pagina").has("Look back on")
    mandate.review_on = local_day(AFTER)
    db.flush()
    assert not site.visitor(language="en").open("/noorderkwartier/zeggenschap").has(said)
