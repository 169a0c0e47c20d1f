"""Answers owed in the demo: waiting, late, given, talked about, agreed, ended, and decisions that count by themselves."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from coop.answers.actions import ask_board, declare_tie, run_clocks, take_step
from coop.answers.models import OwedAnswer
from coop.answers.policy import Source
from coop.answers.queries import answer_on
from coop.demo import answers_texts as texts
from coop.demo.cast import Cast
from coop.demo.voting import VOTERS
from coop.demo.voting_kinds import Votes
from coop.demo.voting_kinds_texts import PAST_BUDGET, ToldBallot
from coop.kernel.clock import local_day
from coop.rules.answering import Event, Ground, PointAnswer, Said, Verdict
from coop.voting.models import Poll
from coop.voting.policy import PollState
from coop.voting.queries import poll_list

# Days ago that each vote closed; it opened eight days before.
_CLOSED = (
    (texts.NOT_AGREED, 90),
    (texts.AGREED, 60),
    (texts.LATE, 50),
    (texts.STOPPED, 40),
    (texts.TALKING, 15),
    (texts.WAITING, 6),
    (texts.SOON, 5),
)
_CLOCK_DAYS = 180


def fill_answers(db: Session, cast: Cast, now: datetime) -> None:
    """Hold the votes on which an answer is owed, let the board answer some, and let the clock have run."""
    site = Votes(db, cast, VOTERS, now)
    votes: dict[str, Poll] = {}
    for told, days in _CLOSED:
        vote = site.make(told, opened=days + 8, closes=days, upto=PollState.PUBLISHED, voted=34, dice="2 6 3 1")
        votes[told.title] = vote
    _answer_votes(db, cast, votes, now)
    _tie(db, cast, votes[texts.WAITING.title], now)
    _answer_budget(db, cast, now)
    _questions(db, cast, now)
    for days in range(_CLOCK_DAYS, -1, -1):
        run_clocks(db, at=now - timedelta(days=days))


def _answer_votes(db: Session, cast: Cast, votes: dict[str, Poll], now: datetime) -> None:
    def step(told: ToldBallot, event: Event, said: Said, days_ago: int) -> None:
        at = now - timedelta(days=days_ago)
        _step(db, cast, votes[told.title].id, event, said, at=at)

    step(texts.AGREED, Event.AGREE, Said(texts.WHY_AGREED), 48)
    step(texts.TALKING, Event.REFUSE, Said(texts.WHY_NOT_YET), 5)
    step(texts.NOT_AGREED, Event.REFUSE, Said(texts.WHY_NO), 80)
    step(texts.NOT_AGREED, Event.REFUSE, Said(texts.STILL_NO), 72)
    step(texts.STOPPED, Event.OBJECT, Said(texts.WRONG_ROLL, Ground.ROLL), 35)


def _tie(db: Session, cast: Cast, poll: Poll, now: datetime) -> None:
    """One of the board takes no part in an answer that waits."""
    found = answer_on(db, cast.busy.id, Source.VOTE, poll.id, local_day(now))
    assert found is not None
    board2 = cast.actor("board2")
    declare_tie(db, board2, cast.busy.id, found.id, board2.account_id or 0, at=now - timedelta(days=4))


def _step(
    db: Session, cast: Cast, poll_id: int, event: Event, said: Said, *, at: datetime, signed_by: str = ""
) -> OwedAnswer:
    found = answer_on(db, cast.busy.id, Source.VOTE, poll_id, local_day(at))
    assert found is not None
    board, place = cast.actor("board"), cast.busy.id
    return take_step(db, board, place, found.id, event=event, said=said, signed_by=signed_by, at=at)


def _answer_budget(db: Session, cast: Cast, now: datetime) -> None:
    """The municipality did the first, a part of the second and nothing of the rest, nine days too late."""
    rows = poll_list(db, cast.busy.id)
    poll_id = next(row.id for row in rows if row.title == PAST_BUDGET.title)
    found = answer_on(db, cast.busy.id, Source.VOTE, poll_id, local_day(now))
    assert found is not None
    answers = (PointAnswer(Verdict.ADOPT), PointAnswer(Verdict.PARTLY, texts.BUDGET_PART))
    rest = PointAnswer(Verdict.DEVIATE, texts.BUDGET_NO)
    points = {key.key: answers[place] if place < len(answers) else rest for place, key in enumerate(found.points)}
    at = now - timedelta(days=(local_day(now) - found.due_on).days - 9)
    said = Said(texts.BUDGET_SAID, points=points)
    _step(db, cast, poll_id, Event.ANSWER, said, at=at, signed_by=texts.BUDGET_SIGNED)


def _questions(db: Session, cast: Cast, now: datetime) -> None:
    observer, place = cast.actor("observer"), cast.busy.id
    title, question = texts.ASKED_BEFORE
    asked = ask_board(db, observer, place, title=title, question=question, at=now - timedelta(days=70))
    said = Said(texts.ANSWERED_BEFORE, points={"1": PointAnswer(Verdict.ADOPT)})
    at = now - timedelta(days=60)
    take_step(db, cast.actor("board"), place, asked.id, event=Event.ANSWER, said=said, at=at)
    title, question = texts.QUESTION
    ask_board(db, observer, place, title=title, question=question, at=now - timedelta(days=3))
