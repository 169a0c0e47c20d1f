"""Importing real votes."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from coop.kernel.db import Base, make_engine, transaction
from coop.kernel.errors import ConflictError, InvalidError
from coop.migrations.tables import load_tables
from coop.rules.counting.files.fault import FileFaultError
from coop.rules.counting.files.pabulib import parse
from coop.voting import actions, queries
from coop.voting.commands.importing import import_vote
from coop.voting.policy import BallotKind, PollState, Unit
from coop.voting.queries import ElectionResult
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


@pytest.mark.parametrize(
    ("name", "budget", "title"),
    [
        ("Poland_Wieliczka_2023_Green_Budget.pb", "PLN\u00a01,000,000", "Green Budget (Zielony Milion)"),
        ("Poland_Swiecie_2023.pb", "PLN\u00a01,070,000", "Municipal PB in Świecie"),
    ],
)
def test_polish_votes_keep_their_zloty_from_file_to_page(
    town: Town, site: Site, elections: Path, name: str, budget: str, title: str
) -> None:
    text = (elections / "participatory-budgets" / name).read_text(encoding="utf-8")
    poll = actions.import_vote(town.db, town.place.id, text, at=NOON)
    result = queries.result_of(town.db, town.place.id, poll.id)
    assert {row.proposal.key for row in result.chosen} == set(parse(text).official or ())
    assert (poll.record or {})["terms"]["currency"] == "PLN"
    visitor = site.visitor(language="en")
    page = visitor.open(f"/noorderkwartier/stemmen/{poll.id}/uitslag")
    assert page.has(title)
    assert page.has(f"of the {budget}")
    for address in (
        page,
        visitor.open("/noorderkwartier/stemmen"),
        visitor.open(f"/noorderkwartier/stemmen/{poll.id}"),
    ):
        assert address.has("PLN")
        assert address.lacks("€")
    assert "1/100 PLN" in visitor.get(f"/noorderkwartier/stemmen/{poll.id}/uitslag.csv").text
    assert visitor.get("/noorderkwartier/open-data/votes.json").json["rows"][0]["currency"] == "PLN"


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
    "wrong",
    [
        {"currency": "zloty"},
        {"currency": ""},
        {"kind": "cumulative"},
        {"budget": "4.001"},
        {"budget": "many"},
        {"kind": "x"},
    ],
)
def test_what_cannot_be_imported_is_refused_in_words(town: Town, wrong: dict[str, str]) -> None:
    with pytest.raises((InvalidError, FileFaultError)):
        actions.import_vote(town.db, town.place.id, small(**wrong), at=NOON)


def test_a_vote_that_may_be_cut_off_is_not_published(town: Town) -> None:
    with pytest.raises(InvalidError, match="Look at this file first"):
        actions.import_vote(town.db, town.place.id, small().removesuffix("3;b\n"), at=NOON)
    assert queries.poll_list(town.db, town.place.id, drafts=True) == []


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
    ranked = tmp_path / "persons.BLT"
    ranked.write_text(BLT, encoding="utf-8")
    run = CliRunner().invoke(import_vote, [str(ranked), "--district", "noorderkwartier"])
    assert run.exit_code == 0, run.output
    assert "/noorderkwartier/stemmen/2/uitslag" in run.output
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
    assert page.lacks("The outcome is advice.")
    assert page.follow("See the result").has("The file does not say how many people could vote.")


WARD = "stv-edinburgh-2017"


def ward(elections: Path, number: int) -> Path:
    return next((elections / WARD).glob(f"ward_{number}_-_*.blt"))


def test_a_ward_of_edinburgh_opens_as_a_result_with_the_official_winners(
    town: Town, site: Site, elections: Path
) -> None:
    file = ward(elections, 4)
    official = json.loads((elections / WARD / "official-winners.json").read_text())[f"{WARD}/{file.name}"]["elected"]
    poll = actions.import_vote(town.db, town.place.id, file.read_text(encoding="utf-8"), at=NOON, name=file.name)
    assert (poll.ballot_kind, poll.rules.seats) == (BallotKind.ELECTION, len(official))
    found = queries.told_result(town.db, town.place.id, poll.id)
    assert isinstance(found, ElectionResult)
    assert {one.title for one in found.elected} == set(official)
    assert found.voters == queries.ballot_count(town.db, town.place.id, poll.id)
    visitor = site.visitor(language="en")
    page = visitor.open(f"/noorderkwartier/stemmen/{poll.id}/uitslag")
    for one in found.elected:
        assert page.has(one.title)
    assert page.has("Votes at each stage")
    assert page.has("Of other people, from a file")
    assert page.soup.select_one("svg.flow") is not None
    assert visitor.get(f"/noorderkwartier/stemmen/{poll.id}/uitslag.csv").status_code == 200


def test_the_stages_of_a_ward_of_glasgow_are_those_of_the_reference(town: Town, site: Site, elections: Path) -> None:
    file = elections / "stv-glasgow-2007" / "Calton-2007.blt"
    poll = actions.import_vote(town.db, town.place.id, file.read_text(encoding="utf-8"), at=NOON, name=file.name)
    found = queries.told_result(town.db, town.place.id, poll.id)
    assert isinstance(found, ElectionResult)
    acts = json.loads(file.with_suffix(".stages.json").read_text())["actions"]
    reference = [
        {key: float(one["vote"]) for key, one in act["cstate"].items()}
        for act in acts
        if act["tag"] in ("begin", "transfer")
    ]
    assert [stage.totals for stage in found.stages] == reference


SOI = """# FILE NAME: days.soi
# TITLE: Which day
# NUMBER ALTERNATIVES: 3
# NUMBER VOTERS: 12
# NUMBER UNIQUE ORDERS: 3
# ALTERNATIVE NAME 1: Monday
# ALTERNATIVE NAME 2: Tuesday
# ALTERNATIVE NAME 3: Wednesday
6: 1,2
4: 2
2: 3,1,2
"""


def test_preferences_of_others_become_a_choice(town: Town, site: Site) -> None:
    poll = actions.import_vote(town.db, town.place.id, SOI, at=NOON, name="days.soi")
    assert (poll.ballot_kind, poll.title) == (BallotKind.CHOICE, "Which day")
    page = site.visitor(language="en").open(f"/noorderkwartier/stemmen/{poll.id}/uitslag")
    assert page.has("Chosen: Monday.")
    assert page.has("8 voters put Monday above Tuesday. 4 do the opposite.")
    with pytest.raises(ConflictError):
        actions.import_vote(town.db, town.place.id, SOI, at=NOON, name="days.soi")


BLT = """3 1
-3
4 1=2 0
3 2 3 1 0
2 3 1 0
0
"Ann"
"Bob"
"Cas"
"Shared"
"""


def test_shared_places_are_read_as_the_count_reads_them_and_who_withdrew_is_left_out(town: Town) -> None:
    poll = actions.import_vote(town.db, town.place.id, BLT, at=NOON, name="x.blt")
    ballots = sorted(queries.choices_of(town.db, town.place.id, poll.id))
    assert ballots == [[]] * 4 + [["1"]] * 2 + [["2", "1"]] * 3
    assert [row.title for row in queries.proposals_of(town.db, town.place.id, poll.id)] == ["Ann", "Bob"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("x.toi", SOI.replace("days.soi", "days.toi").replace("6: 1,2", "6: {1,2},3")),
        ("x.blt", '2 1\n1 3 0\n0\n"A"\n"B"\n"T"\n'),
        ("x.blt", '2 1\n0\n"A"\n"B"\n"T"\n'),
        ("x.txt", "2 1"),
        ("x", ""),
    ],
)
def test_ranked_files_that_cannot_be_imported_are_refused_in_words(town: Town, name: str, text: str) -> None:
    with pytest.raises((InvalidError, FileFaultError)):
        actions.import_vote(town.db, town.place.id, text, at=NOON, name=name)
    assert queries.poll_list(town.db, town.place.id, drafts=True) == []
