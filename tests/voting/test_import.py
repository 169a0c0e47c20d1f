"""Importing real votes."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from coop.kernel.db import Base, make_engine, transaction
from coop.kernel.errors import ConflictError, InvalidError
from coop.migrations.tables import load_tables
from coop.rules.counting.files.fault import FileFaultError
from coop.rules.counting.files.pabulib import parse
from coop.voting import actions, queries
from coop.voting.commands import import_vote
from coop.voting.policy import PollState, Unit
from tests.support import make
from tests.support.engines import Engines
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


def test_the_command_imports_once_and_says_where_the_page_is(
    tmp_path: Path, engines: Engines, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = engines.new_url("sqlite")
    engine = make_engine(address)
    load_tables()
    Base.metadata.create_all(engine)
    with transaction(engine) as db:
        make.district(db)
    monkeypatch.setenv("COOP_DATABASE", address)
    monkeypatch.setenv("COOP_DEMO", "1")
    monkeypatch.delenv("COOP_TEST_ELECTIONS", raising=False)
    file = tmp_path / "small.pb"
    file.write_text(small(), encoding="utf-8")
    run = CliRunner().invoke(import_vote, [str(file), "--district", "noorderkwartier"])
    assert run.exit_code == 0, run.output
    assert "/noorderkwartier/stemmen/1/uitslag" in run.output
    again = CliRunner().invoke(import_vote, [str(file), "--district", "noorderkwartier"])
    assert again.exit_code == 1
    assert "imported in this neighbourhood before" in again.output
    elsewhere = CliRunner().invoke(import_vote, [str(file), "--district", "nowhere"])
    assert elsewhere.exit_code == 1
    missing = CliRunner().invoke(import_vote, [str(tmp_path / "no.pb"), "--district", "noorderkwartier"])
    assert "cannot be read" in missing.output
    engine.dispose()


def test_the_page_of_an_imported_vote_does_not_speak_of_our_members(town: Town, site: Site) -> None:
    poll = actions.import_vote(town.db, town.place.id, small(), at=NOON)
    page = site.visitor(language="en").open(f"/noorderkwartier/stemmen/{poll.id}")
    assert page.has("This is a vote of other people.")
    assert page.lacks("The board decides after this vote.")
    assert page.follow("See the result").has("The file does not say how many people could vote.")
