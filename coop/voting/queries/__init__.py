"""Questions about polls, proposals, ballots and results."""

from coop.voting.models import Poll, StoredBallot
from coop.voting.queries.polls import (
    PollRow,
    ProposalRow,
    ballot_count,
    ballot_of,
    choices_of,
    has_voted,
    is_on_roll,
    latest_result,
    open_polls,
    overdue_polls,
    poll_list,
    poll_of,
    polls_waiting,
    proposal_of,
    proposals_of,
)
from coop.voting.queries.results import Result, ResultRow, TieRow, published_poll, result_of

__all__ = [
    "Poll",
    "PollRow",
    "ProposalRow",
    "Result",
    "ResultRow",
    "StoredBallot",
    "TieRow",
    "ballot_count",
    "ballot_of",
    "choices_of",
    "has_voted",
    "is_on_roll",
    "latest_result",
    "open_polls",
    "overdue_polls",
    "poll_list",
    "poll_of",
    "polls_waiting",
    "proposal_of",
    "proposals_of",
    "published_poll",
    "result_of",
]
