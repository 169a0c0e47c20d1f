"""Importing real votes."""

from pathlib import Path

import pytest

from coop.kernel.errors import ConflictError, InvalidError
from coop.rules.counting.files.fault import FileFaultError
from coop.rules.counting.files.pabulib import parse
from coop.voting import actions, queries
from coop.voting.policy import PollState, Unit
from tests.support.make import NOON
from tests.support.site import Site
from tests.voting.conftest import Town

SMALL = """META
key;value
description;Small town
num_projects;2
num_votes;3
budget;{budget}
vote_type;{kind}
currency;{currency}
PROJECTS
project_id;cost;name
a;2;Bench
b;3;Tree
VOTES
voter_id;vote
1;a
2;a,b
3;b
"""


def small(**more: str) -> str:
    return SMALL.format(**{"budget": "4", "kind": "approval", "currency": "EUR", **more})


def test_assen_gives_the_winners_of_the_city_and_a_page_that_opens(town: Town, site: Site, elections: Path) -> None:
    text = (elections / "participatory-budgets" / "Netherlands_Assen_2024.pb").read_text(encoding="utf-8")
    poll = actions.import_vote(town.db, town.place.id, text, at=NOON)
    assert (poll.state, poll.unit, poll.budget) == (PollState.PUBLISHED, Unit.EURO, 10_000_000)
    result = queries.result_of(town.db, town.place.id, poll.id)
    assert {row.proposal.key for row in result.chosen} == set(parse(text).official or ())
    page = site.visitor(language="en").open(f"/noorderkwartier/stemmen/{poll.id}/uitslag")
    assert page.has("Assen Top Idee")
    assert page.has("PopUp Podium")
    assert page.has("€ 100,000") or page.has("100,000")


def test_the_same_file_twice_is_refused_but_another_neighbourhood_may_have_it(town: Town, other_town: Town) -> None:
    actions.import_vote(town.db, town.place.id, small(), at=NOON)
    with pytest.raises(ConflictError, match="imported in this neighbourhood before"):
        actions.import_vote(town.db, town.place.id, small(), at=NOON)
    assert actions.import_vote(town.db, other_town.place.id, small(), at=NOON).id


def test_hours_become_minutes(town: Town) -> None:
    poll = actions.import_vote(town.db, town.place.id, small(currency="hours", budget="4.5"), at=NOON)
    assert (poll.unit, poll.budget) == (Unit.HOURS, 270)
    assert [row.amount for row in queries.proposals_of(town.db, town.place.id, poll.id)] == [120, 180]


@pytest.mark.parametrize(
    "wrong", [{"currency": "PLN"}, {"kind": "cumulative"}, {"budget": "4.001"}, {"budget": "many"}, {"kind": "x"}]
)
def test_what_cannot_be_imported_is_refused_in_words(town: Town, wrong: dict[str, str]) -> None:
    with pytest.raises((InvalidError, FileFaultError)):
        actions.import_vote(town.db, town.place.id, small(**wrong), at=NOON)
