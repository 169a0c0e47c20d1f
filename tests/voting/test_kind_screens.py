"""The pages of every kind of vote: preparing, ballot, check, receipt, result, downloads; and what is refused."""

import csv
import io
from typing import Any

import pytest
from sqlalchemy import func, select

from coop.voting.actions import import_vote
from coop.voting.models import Poll, StoredBallot
from coop.voting.policy import BallotKind, Method, PollState, Settings, VoteKind
from tests.support.make import NOON, Person
from tests.support.site import CountStatements, Page, Site, Visitor
from tests.voting.conftest import AFTER, CLOSING, Town

BASE = "/noorderkwartier/stemmen"
EVERY = list(BallotKind)


def reader(site: Site, person: Person | None = None) -> Visitor:
    visitor = site.visitor(language="en")
    return visitor.sign_in(person) if person else visitor


def opened(town: Town, kind: BallotKind, things: int = 3, **more: Any) -> Poll:
    titles = [f"Thing {number}" for number in range(1, (1 if kind is BallotKind.MOTION else things) + 1)]
    budget = 1000 if kind.divides else 0
    amounts = [400] * len(titles) if kind.divides else []
    return town.opened(town.of_kind(kind, *titles, budget=budget, amounts=amounts, **more))


def choice_of(kind: BallotKind) -> list[str]:
    return {BallotKind.MOTION: ["against"], BallotKind.ELECTION: ["3", "1"], BallotKind.CHOICE: ["2", "1"]}.get(
        kind, ["1", "2"]
    )


def cast(page: Page, chosen: list[str]) -> Page:
    page = page.submit("Check my vote", choices=chosen)
    hidden = [str(field["value"]) for field in page.soup.select("form[action$='/stem'] input[name=choices]")]
    assert hidden == chosen
    return page.submit("Cast my vote", choices=hidden)


@pytest.mark.parametrize("kind", EVERY)
def test_a_member_votes_changes_the_vote_and_has_a_receipt(town: Town, site: Site, kind: BallotKind) -> None:
    poll, visitor = opened(town, kind), reader(site, town.members[0])
    page = cast(visitor.open(f"{BASE}/{poll.id}").follow("Vote"), choice_of(kind))
    assert page.has("Your receipt")
    ballot = town.db.scalars(select(StoredBallot)).one()
    assert (ballot.choices, ballot.version) == (choice_of(kind), 1)
    page = visitor.open(f"{BASE}/{poll.id}").follow("Change my vote")
    assert page.has("This is the vote you cast before.")
    marked = [
        str(one["value"])
        for one in page.soup.select("input[name=choices][checked], select[name=choices] option[selected]")
    ]
    assert marked == choice_of(kind)
    other = ["for"] if kind is BallotKind.MOTION else ["3"]
    cast(page, other)
    town.db.expire_all()
    assert (ballot.choices, ballot.version) == (other, 2)


@pytest.mark.parametrize("kind", EVERY)
def test_going_back_from_the_check_keeps_the_choice(town: Town, site: Site, kind: BallotKind) -> None:
    poll = opened(town, kind)
    page = reader(site, town.members[0]).open(f"{BASE}/{poll.id}/stem")
    page = page.submit("Check my vote", choices=choice_of(kind)).submit("Change my choice", choices=choice_of(kind))
    marked = page.soup.select("input[name=choices][checked], select[name=choices] option[selected]")
    assert [str(one["value"]) for one in marked] == choice_of(kind)
    assert town.db.scalar(select(func.count()).select_from(StoredBallot)) == 0


@pytest.mark.parametrize(
    ("kind", "choices", "words"),
    [
        (BallotKind.MOTION, [], "Choose for, against or blank."),
        (BallotKind.MOTION, ["for", "against"], "Choose for, against or blank."),
        (BallotKind.MOTION, ["perhaps"], "Something you chose is not on the ballot."),
        (BallotKind.ELECTION, ["1", "1"], "You gave two places to the same one."),
        (BallotKind.ELECTION, ["9"], "Something you chose is not on the ballot."),
        (BallotKind.ELECTION, ["x" * 5000], "Something you chose is not on the ballot."),
        (BallotKind.CHOICE, ["2", "", "2"], "You gave two places to the same one."),
        (BallotKind.BUDGET, ["9"], "Something you chose is not on the ballot."),
        (BallotKind.PRIORITIES, ["' OR 1=1"], "Something you chose is not on the ballot."),
    ],
)
@pytest.mark.parametrize("button", ["check", "cast"])
def test_a_ballot_that_does_not_fit_comes_back_with_the_reason(
    town: Town, site: Site, kind: BallotKind, choices: list[str], words: str, button: str
) -> None:
    poll = opened(town, kind)
    visitor = reader(site, town.members[0])
    path = f"{BASE}/{poll.id}/{'controle' if button == 'check' else 'stem'}"
    page = visitor.post(path, {"choices": choices, "version": "0", "submission": "s"}, expect=422)
    assert page.has(words)
    assert page.has("Your ballot")
    assert page.soup.select_one("#choices-error") is not None
    assert town.db.scalar(select(func.count()).select_from(StoredBallot)) == 0


def test_more_places_than_there_are_is_refused(town: Town, site: Site) -> None:
    poll = opened(town, BallotKind.ELECTION, settings=Settings(method=Method.STV, seats=1, most_ranks=2))
    page = reader(site, town.members[0]).open(f"{BASE}/{poll.id}/stem")
    assert len(page.soup.select("select[name=choices]")) == 2
    assert page.has("Why only 2 places?")
    page = page.submit("Check my vote", expect=422, choices=["1", "2", "3"])
    assert page.has("You can give a place to 2 at most.")


def test_empty_places_are_closed_up_and_an_empty_order_is_blank(town: Town, site: Site) -> None:
    poll, visitor = opened(town, BallotKind.ELECTION), reader(site, town.members[0])
    page = visitor.open(f"{BASE}/{poll.id}/stem").submit("Check my vote", choices=["", "3", "1"])
    assert [one.get_text() for one in page.soup.select("main ol li")] == ["Thing 3", "Thing 1"]
    page = visitor.open(f"{BASE}/{poll.id}/stem").submit("Check my vote")
    assert page.has("This is a blank vote")
    assert page.submit("Cast my vote").has("Nothing: a blank vote.")


def test_euros_left_are_said_in_words(town: Town, site: Site) -> None:
    poll = town.opened(town.of_kind(BallotKind.BUDGET, "A", "B", "C", budget=100_000, amounts=[40_000, 60_000, 90_000]))
    visitor = reader(site, town.members[0])
    page = visitor.open(f"{BASE}/{poll.id}/stem")
    assert page.has("There is € 1,000 to divide.")
    form = page.soup.select_one("form[data-budget-cents]")
    assert form is not None
    assert [box["data-cents"] for box in form.select("input[data-cents]")] == ["40000", "60000", "90000"]
    for chosen, words in (
        (["1"], "Together they ask € 400 of the € 1,000. € 600 is left over."),
        (["1", "2"], "Together they ask exactly the € 1,000 there is."),
        (["1", "3"], "Together they ask € 1,300, more than the € 1,000 there is. That is allowed"),
    ):
        assert visitor.open(f"{BASE}/{poll.id}/stem").submit("Check my vote", choices=chosen).has(words)


def test_arguments_and_rules_stand_beside_the_vote(town: Town, site: Site) -> None:
    poll = town.draft(options=(("A", 10), ("B", 10)), vote_kind=VoteKind.CONSULTATION)
    team = reader(site, town.team)
    page = team.open(f"{BASE}/{poll.id}/voorstellen").follow("Change “A”")
    page.submit("Keep the changes", pro="Cheap\nQuick", contra="Far away")
    town.opened(poll)
    page = reader(site, town.members[0]).open(f"{BASE}/{poll.id}/stem")
    for words in (
        "Cheap",
        "Quick",
        "Far away",
        "The rules of this vote",
        "equal shares",
        "The outcome is advice.",
    ):
        assert page.has(words), words
    assert page.lacks("Residents decide.")
    assert reader(site).open(f"{BASE}/{poll.id}").has("Far away")


@pytest.mark.parametrize("kind", EVERY)
def test_who_cannot_vote_reads_why_on_every_kind(town: Town, site: Site, kind: BallotKind) -> None:
    poll = opened(town, kind)
    assert reader(site).open(f"{BASE}/{poll.id}").has("You are not signed in.")
    assert reader(site, town.resident).open(f"{BASE}/{poll.id}").has("Only members of the co-operative vote.")
    page = reader(site, town.members[0]).open(f"{BASE}/{poll.id}/stem").submit("Check my vote", choices=choice_of(kind))
    site.at(CLOSING)
    assert page.submit("Cast my vote", expect=409, choices=choice_of(kind)).has("The vote is closed.")
    assert town.db.scalar(select(func.count()).select_from(StoredBallot)) == 0


@pytest.mark.parametrize("kind", EVERY)
def test_another_neighbourhood_has_no_such_ballot(town: Town, other_town: Town, site: Site, kind: BallotKind) -> None:
    poll = opened(town, kind)
    visitor = reader(site, other_town.members[0])
    fields = {"choices": choice_of(kind), "version": "0", "submission": "s"}
    for end in ("stem", "controle", "stem-wijzigen"):
        visitor.post(f"/de-vaart/stemmen/{poll.id}/{end}", fields, expect=404)
    page = visitor.post(f"{BASE}/{poll.id}/stem", fields, expect=403)
    assert page.lacks("Your receipt")
    assert town.db.scalar(select(func.count()).select_from(StoredBallot)) == 0


# preparing through the pages

GOOD: dict[BallotKind, dict[str, Any]] = {
    BallotKind.PRIORITIES: {"hours": "40"},
    BallotKind.BUDGET: {"euros": "7.500"},
    BallotKind.MOTION: {"subject": "own", "quorum": "1/4", "majority": "two_thirds"},
    BallotKind.ELECTION: {"subject": "own", "seats": "2", "most_ranks": "6"},
    BallotKind.CHOICE: {"subject": "agenda", "method": "schulze", "most_ranks": "4"},
}
COMMON: dict[str, Any] = {"title": "Autumn", "question": "What?", "vote_kind": "referendum", "closes_on": "2027-04-01"}


@pytest.mark.parametrize("kind", EVERY)
def test_a_vote_of_every_kind_is_prepared_and_changed(town: Town, site: Site, kind: BallotKind) -> None:
    visitor = reader(site, town.secretary)
    page = visitor.open(f"{BASE}/nieuw").follow(kind.words) if kind is not EVERY[0] else visitor.open(f"{BASE}/nieuw")
    page = page.submit("Begin this vote", closes_time="20:00", **COMMON, **GOOD[kind])
    poll = town.db.scalars(select(Poll)).one()
    assert poll.ballot_kind is kind
    assert page.has(kind.words)
    page = visitor.open(f"{BASE}/{poll.id}/wijzigen")
    for name, value in GOOD[kind].items():
        field = page.soup.select_one(f"[name={name}]")
        assert field is not None, name
        marked = page.soup.select(f"input[name={name}][checked], select[name={name}] option[selected]")
        typed = page.soup.select(f"input[name={name}]:not([type=radio])")
        shown = [str(one["value"]) for one in (*marked, *typed)]
        assert value.replace(".", "") in shown, (name, shown)
    page.submit("Keep the changes", title="Winter")
    town.db.expire_all()
    assert poll.title == "Winter"


@pytest.mark.parametrize(
    ("kind", "field", "value", "said"),
    [
        (BallotKind.BUDGET, "euros", "", "Fill in the euros to divide."),
        (BallotKind.BUDGET, "euros", "a lot", "Fill in an amount in euros"),
        (BallotKind.BUDGET, "euros", "0", "more than zero euros"),
        (BallotKind.BUDGET, "euros", "1" * 40, "Fill in an amount in euros"),
        (BallotKind.MOTION, "quorum", "7/1", "Choose how many members must vote."),
        (BallotKind.MOTION, "majority", "", "Choose when the motion is adopted."),
        (BallotKind.MOTION, "subject", "moon", "Choose what it is about."),
        (BallotKind.ELECTION, "seats", "", "Fill in how many persons are elected."),
        (BallotKind.ELECTION, "seats", "two", "Fill in a whole number."),
        (BallotKind.ELECTION, "seats", "0", "Fill in a whole number from 1 to 30."),
        (BallotKind.ELECTION, "most_ranks", "21", "Fill in a whole number from 1 to 20."),
        (BallotKind.CHOICE, "method", "guess", "Choose how the votes are counted."),
        (BallotKind.CHOICE, "most_ranks", "-1", "Fill in a whole number."),
    ],
)
def test_what_does_not_fit_is_said_beside_the_field(
    town: Town, site: Site, kind: BallotKind, field: str, value: str, said: str
) -> None:
    page = reader(site, town.board).open(f"{BASE}/nieuw/{kind.slug}")
    fields = {**COMMON, **GOOD[kind], field: value}
    page = page.submit("Begin this vote", expect=422, closes_time="20:00", **fields)
    assert page.has(said)
    error = page.soup.select_one(f"#{field}-error")
    assert error is not None
    assert said in error.get_text()
    assert town.db.scalar(select(func.count()).select_from(Poll)) == 0


def test_a_kind_that_is_not_there(town: Town, site: Site) -> None:
    reader(site, town.board).open(f"{BASE}/nieuw/loterij", expect=404)


@pytest.mark.parametrize(
    ("kind", "field", "value", "said"),
    [
        (BallotKind.BUDGET, "title", "", "Give the plan a short title."),
        (BallotKind.BUDGET, "euros", "-5", "Fill in an amount in euros"),
        (BallotKind.BUDGET, "euros", "999999", "more than the euros that can be divided"),
        (BallotKind.MOTION, "what", " ", "Write the text of the motion."),
        (BallotKind.ELECTION, "title", "x" * 101, "Use at most 100 characters."),
        (BallotKind.CHOICE, "contra", "x" * 1501, "Use at most 1,500 characters."),
        (BallotKind.CHOICE, "item", "999", "Choose an item of the agenda, or none."),
    ],
)
def test_what_does_not_fit_on_a_ballot_is_said_beside_the_field(
    town: Town, site: Site, kind: BallotKind, field: str, value: str, said: str
) -> None:
    poll = town.of_kind(kind, budget=100_000 if kind.divides else 0)
    page = reader(site, town.board).open(f"{BASE}/{poll.id}/voorstellen/nieuw")
    fields = {"title": "A", "what": "Text", **({"euros": "750"} if kind.divides else {}), field: value}
    answer = page.submit("Put it on the ballot", expect=422, **fields)
    assert answer.has(said)


def test_the_team_writes_no_candidates(town: Town, site: Site) -> None:
    poll = town.of_kind(BallotKind.ELECTION, "Anna")
    page = reader(site, town.team).open(f"{BASE}/{poll.id}/voorstellen")
    assert page.lacks("Add a candidate")
    reader(site, town.team).open(f"{BASE}/{poll.id}/voorstellen/nieuw", expect=403)
    assert reader(site, town.secretary).open(f"{BASE}/{poll.id}/voorstellen").follow("Add a candidate")


# results

MANY: dict[BallotKind, list[list[str]]] = {
    BallotKind.PRIORITIES: [["1", "2"], ["3"], ["1"]] * 4,
    BallotKind.BUDGET: [["1", "2"], ["3"], ["1"]] * 4,
    BallotKind.MOTION: [["for"], ["for"], ["against"], ["blank"]] * 3,
    BallotKind.ELECTION: [["1", "2"], ["2"], ["3", "1"], ["1", "3"]] * 3,
    BallotKind.CHOICE: [["1", "2", "3"], ["2", "3"], ["1"], ["3", "1"]] * 3,
}
SAYS: dict[BallotKind, tuple[str, ...]] = {
    BallotKind.PRIORITIES: ("proposals were chosen", "Every voter has the same share", "1 wish"),
    BallotKind.BUDGET: ("were chosen", "€"),
    BallotKind.MOTION: (
        "The motion is adopted: 6 for, 3 against, 3 blank.",
        "There is no quorum",
        "More than half of the 9 votes for and against had to be for: at least 5. 6 were for. That is enough.",
    ),
    BallotKind.ELECTION: (
        "Elected: Thing 1",
        "Stage 1",
        "The closest call",
        "Votes at each stage",
        "There are 2 places.",
    ),
    BallotKind.CHOICE: ("Chosen: Thing 1.", "voters put Thing 1 above Thing 2.", "All comparisons"),
}


def told(town: Town, kind: BallotKind) -> Poll:
    town.crowd(6)
    poll = opened(town, kind)
    return town.told(poll, MANY[kind])


@pytest.mark.parametrize("kind", EVERY)
def test_the_result_of_every_kind_explains_itself(town: Town, site: Site, kind: BallotKind) -> None:
    poll = told(town, kind)
    page = reader(site).open(f"{BASE}/{poll.id}").follow("See the result")
    for words in (*SAYS[kind], "12 of 12 (100%)", "What happens with the outcome", "Check it yourself"):
        assert page.has(words), words
    dutch = site.visitor().open(f"{BASE}/{poll.id}/uitslag")
    for words in ("Stage by stage", "Why this one?", "Was it enough?", "How the votes fell", "Who took part"):
        assert dutch.lacks(words), words


@pytest.mark.parametrize("kind", EVERY)
def test_the_downloads_of_every_kind_hold_the_same(town: Town, site: Site, kind: BallotKind) -> None:
    poll = told(town, kind)
    rows = list(csv.reader(io.StringIO(reader(site).get(f"{BASE}/{poll.id}/uitslag.csv").get_data(as_text=True))))
    assert len({len(row) for row in rows}) == 1
    named = 1 if kind is BallotKind.MOTION else 3
    assert len([row for row in rows[1:] if row[0].startswith("Thing")]) == named
    record = reader(site).get(f"{BASE}/{poll.id}/uitslag.json").get_json()
    assert record == (poll.record or {})
    assert record["terms"]["kind"] == kind.value


@pytest.mark.parametrize("kind", [BallotKind.ELECTION, BallotKind.CHOICE, BallotKind.PRIORITIES])
def test_a_small_vote_keeps_its_steps_to_itself_everywhere(town: Town, site: Site, kind: BallotKind) -> None:
    poll = opened(town, kind)
    town.told(poll, MANY[kind][:3])
    page = reader(site).open(f"{BASE}/{poll.id}/uitslag")
    assert page.has("So few people voted")
    assert page.lacks("Stage 1")
    assert page.lacks("above Thing")
    record = reader(site).get(f"{BASE}/{poll.id}/uitslag.json").get_json()
    table = reader(site).get(f"{BASE}/{poll.id}/uitslag.csv").get_data(as_text=True)
    assert "stage_1" not in table
    assert "above" not in table
    if kind is BallotKind.PRIORITIES:
        assert record["explanation"]["wishes"] == []
    else:
        assert "rounds" not in record["count"]
        assert "pairwise" not in record["count"]


@pytest.mark.parametrize("kind", EVERY)
def test_no_page_of_any_kind_shows_how_votes_fall_before_publication(town: Town, site: Site, kind: BallotKind) -> None:
    poll = opened(town, kind)
    town.cast(poll, 0, *choice_of(kind))
    town.to(poll, PollState.COUNTED)
    site.at(AFTER)
    for person in (None, town.members[1], town.board, town.secretary):
        visitor = reader(site, person)
        for end in ("uitslag", "uitslag.json", "uitslag.csv", "stembriefjes.txt", "toezeggingen"):
            assert visitor.get(f"{BASE}/{poll.id}/{end}").status_code != 200, end
        assert not visitor.open(f"{BASE}/{poll.id}").has("See the result")


def test_the_list_stands_in_groups(town: Town, site: Site) -> None:
    town.draft("In the making")
    town.open("Now")
    town.to(town.open("Closed one"), PollState.CLOSED)
    town.to(town.open("Told one"), PollState.PUBLISHED)
    gone = town.open("Gone one")
    reader(site, town.secretary).open(f"{BASE}/{gone.id}/ongeldig").submit("Declare void", reason="A mistake.")
    town.cast(town.db.scalars(select(Poll).where(Poll.title == "Now")).one(), 0, "1")
    page = reader(site, town.secretary).open(BASE)
    heads = [one.get_text() for one in page.soup.select("main h2")]
    assert heads == ["Open now", "In preparation", "Closed, the result follows", "Results", "Void"]
    page = reader(site, town.members[0]).open(BASE)
    assert page.lacks("In the making")
    assert page.has("You have voted")
    assert not reader(site, town.members[1]).open(BASE).has("You have voted")
    site.at(CLOSING)
    assert "Open now" not in [one.get_text() for one in reader(site).open(BASE).soup.select("main h2")]


def statements(town: Town, visitor: Visitor, path: str) -> int:
    with CountStatements(town.db) as counted:
        visitor.open(path)
    return counted.count


@pytest.mark.parametrize("kind", EVERY)
def test_pages_ask_the_database_little_and_no_more_when_there_is_more(town: Town, site: Site, kind: BallotKind) -> None:
    few = opened(town, kind)
    many = (
        few
        if kind is BallotKind.MOTION
        else town.opened(
            town.of_kind(
                kind,
                *[f"More {number}" for number in range(20)],
                budget=1000 if kind.divides else 0,
                amounts=[10] * 20 if kind.divides else [],
                question="Many",
            )
        )
    )
    member, board = reader(site, town.members[0]), reader(site, town.board)
    for end, visitor in (("", member), ("/stem", member), ("/beheer", board), ("/voorstellen", board)):
        first = statements(town, visitor, f"{BASE}/{few.id}{end}")
        assert first <= 15, end
        assert statements(town, visitor, f"{BASE}/{many.id}{end}") <= first, end
    one = statements(town, member, BASE)
    for number in range(5):
        town.open(f"Another {number}")
    assert statements(town, member, BASE) <= one <= 15
    town.to(few, PollState.PUBLISHED)
    assert statements(town, member, f"{BASE}/{few.id}/uitslag") <= 8


def test_ties_of_an_election_say_who_dropped_out_and_what_decided(town: Town, site: Site) -> None:
    town.crowd(14)
    poll = opened(town, BallotKind.ELECTION, settings=Settings(method=Method.STV, seats=1))
    town.told(poll, [["1"]] * 8 + [["2", "1"]] * 6 + [["3", "1"]] * 6)
    page = reader(site).open(f"{BASE}/{poll.id}/uitslag")
    found = (poll.record or {})["count"]["ties"]
    assert [tie["by"] for tie in found] == ["lot"]
    loser = {"2": "Thing 2", "3": "Thing 3"}[found[0]["chosen"]]
    assert page.has(f"Equal at stage 2: Thing 2, Thing 3. {loser} dropped out. The lot decided.")


def test_who_is_equal_among_things_with_odd_names_is_told_too(town: Town, site: Site) -> None:
    """Keys of an imported file can be anything, also what looks like a pair."""
    file = (
        "META\nkey;value\nbudget;4\nvote_type;approval\ncurrency;EUR\nPROJECTS\nproject_id;cost;name\n"
        "a>b;2;Bench\nc;2;Tree\nVOTES\nvoter_id;vote\n1;a>b,c\n2;c,a>b\n"
    )
    poll = import_vote(town.db, town.place.id, file, at=NOON)
    assert (poll.record or {})["explanation"]["outcome"]["ties"]
    assert reader(site).open(f"{BASE}/{poll.id}/uitslag").has("Equal:")


def test_a_secretary_is_told_who_writes_the_proposals(town: Town, site: Site) -> None:
    poll = town.draft(options=(("A", 10), ("B", 10)))
    who = reader(site, town.secretary)
    assert who.open(f"{BASE}/{poll.id}/beheer").has("The team or the board now writes what is on the ballot.")
    refused = who.open(f"{BASE}/{poll.id}/voorstellen/nieuw", expect=403)
    assert refused.has("Only the team and the board write what is on this ballot.")


def test_places_are_as_many_as_can_be_ranked(town: Town, site: Site) -> None:
    for most_ranks, words in ((6, None), (2, "Why only 2 places?")):
        poll = opened(town, BallotKind.ELECTION, settings=Settings(method=Method.STV, seats=1, most_ranks=most_ranks))
        page = reader(site, town.members[0]).open(f"{BASE}/{poll.id}/stem")
        assert page.has(f"You have {min(most_ranks, 3)} places")
        assert page.has(words) if words else page.lacks("Why only")
