"""Reports in the demo: one answered, one that residents judge now, one that the team writes. De Vaart has none yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from coop.accountability import actions, queries
from coop.accountability.models import Report
from coop.accountability.policy import JUDGING_DAYS, PromiseKept, ToldStory
from coop.accountability.policy.judgement import PROUD, MoreJudged, NewPromise
from coop.accountability.policy.stories import READER_QUESTIONS, hash_of
from coop.agenda.actions import make_commitment
from coop.agenda.policy import CommitmentState
from coop.demo import accountability_texts as texts
from coop.demo.cast import Cast
from coop.kernel.access import Actor
from coop.kernel.clock import local_day

_ORDINALS = ("eerste", "tweede", "derde", "vierde")
_RELEASED_DAYS_AGO = 9
_FIXED = {
    CommitmentState.DONE: (PromiseKept.DONE, "Dit is klaar. U leest bij de toezegging wat er gebeurde."),
    CommitmentState.STOPPED: (PromiseKept.STOPPED, "Wij zijn hiermee gestopt. U leest bij de toezegging waarom."),
}


@dataclass(frozen=True)
class _Content:
    in_short: str
    went_wrong: str
    learned: str
    questions: Sequence[str]
    figures: texts.Figures
    stories: Sequence[texts.Story]
    answers: Sequence[tuple[PromiseKept, str]]


_FIRST = _Content(
    texts.FIRST_SHORT,
    texts.FIRST_WRONG,
    texts.FIRST_LEARNED,
    texts.FIRST_QUESTIONS,
    texts.FIRST_FIGURES,
    texts.FIRST_STORIES,
    texts.FIRST_ANSWERS,
)
_SECOND = _Content(
    texts.SECOND_SHORT,
    texts.SECOND_WRONG,
    texts.SECOND_LEARNED,
    texts.SECOND_QUESTIONS,
    texts.SECOND_FIGURES,
    texts.SECOND_STORIES,
    texts.SECOND_ANSWERS,
)


ARCHIVED = _Content(
    "Dit was ons eerste verslag. Wij belden bij 180 deuren aan en leerden de wijk kennen.",
    "Wij beloofden te veel tegelijk. Twee toezeggingen begonnen te laat.",
    "Wij beloven minder, en vertellen eerder als iets later wordt.",
    ("Wat moeten wij als eerste oppakken?",),
    texts.ARCHIVED_FIGURES,
    texts.FIRST_STORIES,
    texts.FIRST_ANSWERS,
)


def fill_accountability(db: Session, cast: Cast, now: datetime) -> None:
    """Two released reports and a draft, each about one of the last three whole quarters before `now`."""
    starts = [quarter_before(local_day(now), count) for count in (3, 2, 1)]
    _promise(db, cast, now, starts[0])
    released_at = _moment(now, starts[1] + timedelta(days=40))
    first = written(db, cast, _FIRST, (starts[0], starts[1]), released_at)
    release(db, cast, first, released_at, JUDGING_DAYS)
    judge(db, cast, first, texts.FIRST_JUDGEMENTS, released_at)
    _ask(db, cast, first, texts.FIRST_QUESTIONS_ASKED, released_at + timedelta(days=5))
    actions.note_erratum(
        db, cast.actor("team"), cast.busy.id, first.id, text=texts.ERRATUM, at=released_at + timedelta(days=8)
    )
    replied_at = released_at + timedelta(days=38)
    said = queries.outcome_of(db, first, replied_at)
    assert said is not None
    actions.reply_to_judgement(
        db,
        cast.actor("board"),
        cast.busy.id,
        first.id,
        reply=texts.REPLY,
        promises=[NewPromise(*texts.NEW_PROMISE, local_day(now) + timedelta(days=30))],
        celebrated=[one.id for one in said.proud][:1],
        at=replied_at,
    )
    released_at = now - timedelta(days=_RELEASED_DAYS_AGO)
    second = written(db, cast, _SECOND, (starts[1], starts[2]), released_at)
    release(db, cast, second, released_at, JUDGING_DAYS + 2)
    judge(db, cast, second, texts.SECOND_JUDGEMENTS, released_at)
    _ask(db, cast, second, texts.SECOND_QUESTIONS_ASKED, released_at + timedelta(days=3))
    _begin_draft(db, cast, starts[2], quarter_before(local_day(now), 0), now)


def quarter_before(day: date, count: int) -> date:
    """First day of the quarter that lies `count` quarters before the one of `day`."""
    quarters = day.year * 4 + (day.month - 1) // 3 - count
    return date(quarters // 4, quarters % 4 * 3 + 1, 1)


def _moment(now: datetime, on: date) -> datetime:
    return now - (local_day(now) - on)


def _title(starts_on: date) -> str:
    return f"Verslag van het {_ORDINALS[starts_on.month // 3]} kwartaal van {starts_on.year}"


def _promise(db: Session, cast: Cast, now: datetime, on: date) -> None:
    """Commitments from before the first vote."""
    for title, who, how_noticed in texts.OWN_PROMISES:
        make_commitment(
            db,
            cast.actor("team"),
            cast.busy.id,
            title=title,
            who=who,
            how_noticed=how_noticed,
            due_on=local_day(now) + timedelta(days=60),
            minutes_week=180,
            source="Bewonersavond in De Brug",
            at=_moment(now, on),
        )


def written(db: Session, cast: Cast, content: _Content, period: tuple[date, date], released_at: datetime) -> Report:
    """A handed-in report, written in the week before its release; `period` ends on the day before its second day."""
    at = released_at - timedelta(days=6)
    who, place = cast.actor("team"), cast.busy.id
    starts_on, ends_on = period[0], period[1] - timedelta(days=1)
    report = actions.begin_report(db, who, place, title=_title(starts_on), starts_on=starts_on, ends_on=ends_on, at=at)
    actions.save_summary(db, who, place, report.id, in_short=content.in_short, at=at)
    actions.save_figures(db, who, place, report.id, figures=content.figures, at=at)
    actions.save_lessons(db, who, place, report.id, went_wrong=content.went_wrong, learned=content.learned, at=at)
    actions.save_questions(db, cast.actor("team2"), place, report.id, questions=content.questions, at=at)
    for story in content.stories:
        told = ToldStory(*story, consent=True, consent_on=local_day(at) - timedelta(days=4))
        actions.add_story(db, who, place, report.id, told=told, at=at)
    read_stories(db, cast.actor("secretary"), report, at)
    _answer(db, cast, report, content.answers, released_at)
    return actions.check_facts(db, cast.actor("team2"), place, report.id, at=released_at - timedelta(days=2))


def read_stories(db: Session, reader: Actor, report: Report, at: datetime) -> None:
    """Somebody who works elsewhere reads every story."""
    for story in queries.stories_of(db, report):
        actions.read_story(
            db,
            reader,
            report.district_id,
            report.id,
            story.id,
            seen=hash_of(story.title, story.text),
            answers=dict.fromkeys(READER_QUESTIONS, "no"),
            remark="",
            at=at,
        )


def _answer(db: Session, cast: Cast, report: Report, answers: Sequence[tuple[PromiseKept, str]], at: datetime) -> None:
    own = {title: place for place, (title, _who, _how) in enumerate(texts.OWN_PROMISES)}
    for number, row in enumerate(queries.commitments_to_answer(db, report, at)):
        place = own.get(row.commitment.title)
        if row.commitment.state in _FIXED:
            kept, sentence = _FIXED[row.commitment.state]
        elif place is not None and place < len(answers):
            kept, sentence = answers[place]
        elif row.commitment.title in texts.VOTED_ANSWERS:
            kept, sentence = texts.VOTED_ANSWERS[row.commitment.title]
        else:
            kept, sentence = texts.OTHER_ANSWERS[number % len(texts.OTHER_ANSWERS)]
        actions.answer_commitment(
            db,
            cast.actor("team"),
            cast.busy.id,
            report.id,
            row.commitment.id,
            kept=kept,
            sentence=sentence,
            at=at,
        )


def release(db: Session, cast: Cast, report: Report, at: datetime, days: int) -> None:
    actions.release_report(
        db,
        cast.actor("board"),
        cast.busy.id,
        report.id,
        seen_revision=report.revision,
        closes_on=local_day(at) + timedelta(days=days),
        at=at,
    )


def judge(
    db: Session, cast: Cast, report: Report, judgements: Sequence[tuple[int, str]], released_at: datetime
) -> None:
    commitments = [one["commitment_id"] for one in (report.public or {})["commitments"]][:3]
    asked = len((report.public or {})["questions"])
    for number, (score, reason) in enumerate(judgements, start=1):
        answers = {PROUD: texts.PROUD[number % len(texts.PROUD)]} if number % 7 == 0 else {}
        if asked and number % 5 == 0:
            answers[1] = texts.ANSWERS_OF_RESIDENTS[number // 5 % len(texts.ANSWERS_OF_RESIDENTS)]
        points = {one: (max(1, min(5, score + place - 1)), "") for place, one in enumerate(commitments)}
        actions.judge_report(
            db,
            cast.actor(f"member{number}"),
            cast.busy.id,
            report.id,
            score=score,
            reason=reason,
            more=MoreJudged(commitments=points if number % 2 else {}, answers=answers),
            at=released_at + timedelta(hours=4 * number),
        )


def _ask(db: Session, cast: Cast, report: Report, asked: Sequence[tuple[str, str]], at: datetime) -> None:
    for number, (text, answer) in enumerate(asked, start=50):
        question = actions.ask_question(db, cast.actor(f"member{number}"), cast.busy.id, report.id, text=text, at=at)
        if answer:
            actions.answer_question(
                db,
                cast.actor("team2"),
                cast.busy.id,
                report.id,
                question.id,
                answer=answer,
                at=at + timedelta(days=2),
            )


def _begin_draft(db: Session, cast: Cast, starts_on: date, ends_before: date, now: datetime) -> None:
    """What the team has of the next report: some figures, a story without consent, one commitment answered."""
    who, place = cast.actor("team"), cast.busy.id
    ends_on = ends_before - timedelta(days=1)
    report = actions.begin_report(db, who, place, title=_title(starts_on), starts_on=starts_on, ends_on=ends_on, at=now)
    actions.save_figures(db, who, place, report.id, figures=texts.DRAFT_FIGURES, at=now)
    actions.add_story(
        db, who, place, report.id, told=ToldStory(*texts.DRAFT_STORY, consent=False, consent_on=None), at=now
    )
    for row in queries.commitments_to_answer(db, report, now)[:1]:
        kept, sentence = PromiseKept.DONE, "Er is nu op elke werkdag iemand die helpt. (Nog nakijken.)"
        actions.answer_commitment(db, who, place, report.id, row.commitment.id, kept=kept, sentence=sentence, at=now)
