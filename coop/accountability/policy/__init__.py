"""What a report can be, who may do what with it and when: small pure decisions.

Sources: accountability template in the domain notes 4.3 (nothing drops off, a story that did not go well, judging
open for at least 21 days, an answer within 30); Burgerkracht in de wijk ch. 8 (residents judge).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from coop.accountability.policy.catalogue import GROUP_WORDS
from coop.accountability.policy.chain import (
    CLOSED_TO_JUDGE,
    OPEN_TO_JUDGE,
    STAGE_WORDS,
    Act,
    ReportState,
    Stage,
    first_stage,
    may_step,
    require_released,
    require_step,
    stage_of,
)
from coop.accountability.policy.stories import NOTHING_TOLD, Household
from coop.agenda.policy.answering import next_reminder_on
from coop.answers.policy import QUESTION_DAYS
from coop.initiatives.policy import VisitState
from coop.kernel import text as checks
from coop.kernel.clock import AMSTERDAM, local_day
from coop.kernel.errors import ConflictError, InvalidError, NotAllowedError
from coop.kernel.words import mark
from coop.rules.answering import due_on, reminds_on

# One rule for the length of texts in every room.
require_text, require_length = checks.require_filled, checks.require_length

SHORT_WORDS = 150
SHORT_LENGTH = 1500
TEXT_LENGTH = 5000
SENTENCE_LENGTH = 600
NOTE_LENGTH = 300
TITLE_LENGTH = 120
QUESTION_LENGTH = 300
MOST_QUESTIONS = 3
LEAST_STORIES = 3
MOST_STORIES = 5
JUDGING_DAYS = 21
LONGEST_JUDGING_DAYS = 90
REPLY_DAYS = 30
LONGEST_PERIOD_DAYS = 366

__all__ = [
    "CLOSED_TO_JUDGE",
    "GROUP_WORDS",
    "OPEN_TO_JUDGE",
    "QUESTION_DAYS",
    "STAGE_WORDS",
    "Act",
    "ReportState",
    "Stage",
    "first_stage",
    "may_step",
    "require_released",
    "require_step",
    "stage_of",
]


class PromiseKept(StrEnum):
    """What the team says about a commitment in a report."""

    DONE = "done"
    PARTLY = "partly"
    NOT_YET = "not_yet"
    STOPPED = "stopped"


class StoryKind(StrEnum):
    """A report tells both. Source: De kunst van het samenwerken (what went well, what can be better)."""

    WENT_WELL = "went_well"
    DID_NOT_GO_WELL = "did_not_go_well"


@dataclass(frozen=True, slots=True)
class ToldStory:
    """A story as written down; `consent_on` counts only together with `consent`."""

    kind: StoryKind
    title: str
    text: str
    consent: bool
    consent_on: date | None
    about: Household = NOTHING_TOLD
    matches: int | None = None


class Section(StrEnum):
    """The parts that the team fills in, in reading order."""

    SUMMARY = "summary"
    COMMITMENTS = "commitments"
    FIGURES = "figures"
    STORIES = "stories"
    LESSONS = "lessons"
    REACH = "reach"
    QUESTIONS = "questions"


KEPT_WORDS: dict[PromiseKept, str] = {
    PromiseKept.DONE: mark("Done"),
    PromiseKept.PARTLY: mark("Partly done"),
    PromiseKept.NOT_YET: mark("Not yet"),
    PromiseKept.STOPPED: mark("Stopped"),
}
# Of visits a report keeps the value only.
VISIT_WORDS: dict[str, str] = {state.value: state.words for state in VisitState}
STORY_WORDS: dict[StoryKind, str] = {
    StoryKind.WENT_WELL: mark("This went well"),
    StoryKind.DID_NOT_GO_WELL: mark("This did not go well"),
}
SCORE_WORDS: dict[int, str] = {
    5: mark("Very much"),
    4: mark("Yes"),
    3: mark("A little"),
    2: mark("Hardly"),
    1: mark("Not at all"),
}
SECTION_WORDS: dict[Section, str] = {
    Section.SUMMARY: mark("In short"),
    Section.COMMITMENTS: mark("What became of the commitments"),
    Section.FIGURES: mark("Figures"),
    Section.STORIES: mark("Stories"),
    Section.LESSONS: mark("What went wrong and what we learned"),
    Section.REACH: mark("Who we do not reach, and what we do not agree on"),
    Section.QUESTIONS: mark("Questions to residents"),
}

FINAL = frozenset({PromiseKept.DONE, PromiseKept.STOPPED})

TICK_CONSENT = mark("Tick that this person agrees, or make the day empty.")


def end_of_day(on: date) -> datetime:
    """The moment (aware) at which the day `on` ends in the Netherlands."""
    return datetime.combine(on + timedelta(days=1), time(0), tzinfo=AMSTERDAM)


def require_period(starts_on: date, ends_on: date, today: date) -> None:
    """Raise `InvalidError` unless the period is one that has ended and lasts at most a year."""
    if ends_on <= starts_on:
        raise InvalidError(mark("The last day must come after the first day."), field="ends_on")
    if (ends_on - starts_on).days >= LONGEST_PERIOD_DAYS:
        raise InvalidError(mark("A report covers at most one year."), field="ends_on")
    if ends_on > today:
        raise InvalidError(mark("Report about a period that has ended."), field="ends_on")


def require_apart(starts_on: date, ends_on: date, others: Collection[tuple[date, date]]) -> None:
    """Raise `InvalidError` when the period shares a day with another report.

    Two reports over overlapping periods would let a reader compute a hidden number by subtraction.
    """
    if any(starts_on <= other_end and ends_on >= other_start for other_start, other_end in others):
        raise InvalidError(
            mark("There is a report about a part of this period already. Choose days that follow on it."),
            field="starts_on",
        )


def require_writable(state: ReportState) -> None:
    """Raise `ConflictError` when a report can no longer be changed."""
    require_step(first_stage(state), Act.CHANGE)


def require_releasable(
    state: ReportState, seen_revision: int, revision: int, account_id: int | None, writer_ids: Collection[int]
) -> None:
    """Raise unless this board member may release what was just read: checked, unchanged, written by others."""
    require_step(first_stage(state), Act.RELEASE)
    require_four_eyes(account_id, writer_ids)
    if seen_revision != revision:
        raise ConflictError(
            mark("The team changed the report after you opened this page. Read it again and then decide.")
        )


def others_check_facts(account_id: int | None, changed_by: int | None, colleagues: int) -> bool:
    """Whether this person leaves the facts to others: who changed the report last and has `colleagues` in the team."""
    return account_id == changed_by and colleagues > 0


def require_facts_checker(account_id: int, changed_by: int | None, colleagues: int) -> None:
    """Raise `NotAllowedError` when a colleague must check the facts."""
    if others_check_facts(account_id, changed_by, colleagues):
        raise NotAllowedError(mark("You changed the report last. A colleague of the team checks the facts."))


def require_four_eyes(account_id: int | None, writer_ids: Collection[int]) -> None:
    """Raise `NotAllowedError` when the one who releases wrote on the report."""
    if account_id is None or account_id in writer_ids:
        raise NotAllowedError(mark("You wrote on this report yourself. Somebody else must release it."))


def require_judging_days(released_at: datetime, closes_on: date) -> datetime:
    """The moment at which judging closes. Raises `InvalidError` when it is shorter than 21 or longer than 90 days."""
    days = (closes_on - local_day(released_at)).days
    if days < JUDGING_DAYS:
        raise InvalidError(
            mark("Give residents at least %(days)s days to judge."), field="closes_on", days=JUDGING_DAYS
        )
    if days > LONGEST_JUDGING_DAYS:
        raise InvalidError(
            mark("Choose a day within %(days)s days, so that the answer does not come too late."),
            field="closes_on",
            days=LONGEST_JUDGING_DAYS,
        )
    return end_of_day(closes_on)


def require_other_reader(account_id: int, writer_ids: Collection[int]) -> None:
    """Raise `NotAllowedError` when the second reader wrote on the report."""
    if account_id in writer_ids:
        raise NotAllowedError(mark("You wrote on this report yourself. Somebody else reads its stories."))


def may_judge(account_id: int | None, writer_ids: Collection[int]) -> bool:
    """Whether this person stands apart from the report. Source: double loyalties are the known fault (O, K)."""
    return account_id is not None and account_id not in writer_ids


def require_judge(account_id: int | None, writer_ids: Collection[int]) -> None:
    """Raise `NotAllowedError` when who judges wrote on the report."""
    if not may_judge(account_id, writer_ids):
        raise NotAllowedError(mark("You wrote on this report yourself. Other residents judge it."))


def require_unanswered(answer: str | None) -> None:
    """Raise `ConflictError` when a question has its answer: it is given once."""
    if answer is not None:
        raise ConflictError(mark("This question was answered already. The answer stands below it."))


def require_meeting_day(on: date, released_on: date, today: date) -> date:
    """Return `on`. Raises `InvalidError` when the meeting was before the release or has not been yet."""
    if on < released_on:
        raise InvalidError(mark("On this day the report was not released yet."), field="on")
    if on > today:
        raise InvalidError(mark("This day has not come yet."), field="on")
    return on


def reply_due_on(judging_closes_at: datetime) -> date:
    """The last day on which team or board should answer the judgement."""
    return local_day(judging_closes_at) + timedelta(days=REPLY_DAYS - 1)


def question_due_on(asked_at: datetime) -> date:
    """The last day on which team or board should answer a question of a resident: the term of every question."""
    return due_on(local_day(asked_at), QUESTION_DAYS)


def answer_reminder_on(asked_on: date, last_day: date, today: date) -> date:
    """The day of the next reminder of an answer owed since `asked_on`: before the end, after it, then every week."""
    before = reminds_on(asked_on, last_day)
    return before if before > today else next_reminder_on(last_day, today)


def require_both_views(dilemma: str, one_view: str, other_view: str) -> None:
    """Raise `InvalidError` when a dilemma is told from one side only, or sides of nothing are told."""
    for field, text in (("dilemma", dilemma), ("one_view", one_view), ("other_view", other_view)):
        if not text and (dilemma or one_view or other_view):
            raise InvalidError(mark("Tell what it is about and both views, or leave all three empty."), field=field)


def require_short(text: str) -> str:
    """Return `text`. Raises `InvalidError` when "in short" has more than 150 words."""
    require_length(text, SHORT_LENGTH, "in_short")
    return checks.require_few_words(text, SHORT_WORDS, "in_short")


def require_consent_day(told: ToldStory, today: date) -> date | None:
    """The day on which the person told about agreed, None without consent. Raises `InvalidError` on a wrong day.

    A day without the tick is refused: nothing that was typed is dropped in silence.
    """
    if not told.consent:
        if told.consent_on is not None:
            raise InvalidError(TICK_CONSENT, field="consent")
        return None
    if told.consent_on is None:
        raise InvalidError(mark("Fill in on which day this person agreed."), field="consent_on")
    if told.consent_on > today:
        raise InvalidError(mark("This day has not come yet."), field="consent_on")
    return told.consent_on


def require_room(stories: int) -> None:
    """Raise `ConflictError` when a report that has this many stories cannot take another one."""
    if stories >= MOST_STORIES:
        raise ConflictError(mark("A report tells at most five stories. Take one out first."))


def require_score(score: int | None) -> int:
    """Return `score`. Raises `InvalidError` when it is not one of the five points."""
    if score not in SCORE_WORDS:
        raise InvalidError(mark("Choose one of the five answers."), field="score")
    return score
