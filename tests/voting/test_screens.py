"""The whole path through the pages, and what each kind of reader sees."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from coop.agenda.models import Commitment
from coop.voting import actions, queries
from coop.voting.models import Poll, StoredBallot
from coop.voting.policy import PollState, VoteKind
from tests.support import make
from tests.support.make import NOON, Person
from tests.support.site import CountStatements, Page, Site, Visitor
from tests.voting.conftest import AFTER, CLOSING, SEED, Town

BASE = "/noorderkwartier/stemmen"


def reader(site: Site, person: Person | None = None) -> Visitor:
    visitor = site.visitor(language="en")
    return visitor.sign_in(person) if person else visitor


def carried(page: Page, button: str) -> list[str]:
    """What the form with this button on the check page would send on."""
    form = next(one for one in page.soup.select("form") if button in one.get_text())
    return [str(field["value"]) for field in form.select("input[name=choices]")]


def vote(page: Page, *keys: str) -> Page:
    """From the ballot to the receipt."""
    page = page.submit("Check my vote", choices=list(keys))
    assert carried(page, "Cast my vote") == list(keys)
    return page.submit("Cast my vote", choices=list(keys))


def test_a_vote_from_draft_to_commitments_through_the_pages(town: Town, site: Site) -> None:
    secretary, team = reader(site, town.secretary), reader(site, town.team)
    page = secretary.open(f"{BASE}/nieuw").submit(
        "Begin this vote",
        title="What in autumn?",
        question="What first?",
        vote_kind="referendum",
        hours="4,5",
        closes_on=CLOSING.date().isoformat(),
        closes_time="20:00",
    )
    poll = town.db.scalars(select(Poll)).one()
    assert page.has("Have voted")
    assert (poll.budget, poll.closes_at.hour) == (270, 19)
    for title, hours in (("Walk-in", "4"), ("Coffee", "4.5")):
        page = team.open(f"{BASE}/{poll.id}/voorstellen/nieuw").submit(
            "Put it on the ballot",
            title=title,
            what="Every week.",
            hours=hours,
            expected="More help.",
            how_noticed="We are there.",
        )
    assert page.has("Coffee")
    secretary.open(f"{BASE}/{poll.id}/beheer").follow("Check and open the vote").submit("Open the vote")
    for member, keys in ((town.members[0], ["1"]), (town.members[1], ["1", "2"])):
        visitor = reader(site, member)
        page = vote(visitor.open(f"{BASE}/{poll.id}").follow("Vote"), *keys)
        assert page.has("Your receipt")
    site.at(AFTER + timedelta(days=1))
    page = secretary.open(f"{BASE}/{poll.id}/beheer").submit("Close the vote")
    assert page.has(str(poll.fingerprint))
    page = page.follow("Write down the lot and count").submit("Count the votes", seed=SEED)
    assert page.has("Nobody has seen it")
    page = page.submit("Publish the result")
    assert page.has("1 of the 2 proposals was chosen")
    assert page.has("2 of the 2 voters stand behind it (100%)")
    page = reader(site, town.board).open(f"{BASE}/{poll.id}/uitslag").follow("Make commitments of what was chosen")
    page = page.submit("Make these commitments", who_1="Fenna Postma", due_1="2027-12-01")
    promise = town.db.scalars(select(Commitment)).one()
    assert (promise.title, promise.who, promise.minutes_week, promise.source) == (
        "Walk-in",
        "Fenna Postma",
        240,
        "What in autumn?",
    )
    assert page.follow("The commitment of the team: “Walk-in”").has("Fenna Postma")
    assert reader(site, town.board).open(f"{BASE}/{poll.id}/toezeggingen").has("is a commitment already")


def test_checking_keeps_nothing_and_going_back_keeps_the_choice(town: Town, site: Site) -> None:
    poll = town.open()
    page = reader(site, town.members[0]).open(f"{BASE}/{poll.id}/stem")
    page = page.submit("Check my vote", choices=["1", "3"])
    assert page.has("You approve 2 of the 4 proposals")
    assert page.has("Coffee mornings")
    assert town.db.scalar(select(func.count()).select_from(StoredBallot)) == 0
    page = page.submit("Change my choice", choices=carried(page, "Change my choice"))
    assert [box["value"] for box in page.soup.select("input[name=choices][checked]")] == ["1", "3"]
    page = page.submit("Check my vote", choices=["2"]).submit("Cast my vote")
    assert page.has("Debt help")
    assert page.lacks("Coffee mornings")


def test_the_ballot_carries_what_the_script_needs(town: Town, site: Site) -> None:
    poll = town.open()
    page = reader(site, town.members[0]).open(f"{BASE}/{poll.id}/stem")
    form = page.soup.select_one("form[data-budget-minutes]")
    assert form is not None
    assert form["data-budget-minutes"] == "2400"
    assert [box["data-minutes"] for box in form.select("input[data-minutes]")] == ["1200", "900", "600", "1800"]
    output = form.select_one("output[data-left]")
    assert output is not None
    assert "%s" in str(output["data-left"])


def test_changing_ones_vote_shows_the_old_one_and_gives_a_new_receipt(town: Town, site: Site) -> None:
    poll, visitor = town.open(), reader(site, town.members[0])
    first = vote(visitor.open(f"{BASE}/{poll.id}/stem"), "1")
    page = visitor.open(f"{BASE}/{poll.id}").follow("Change my vote")
    assert [box["value"] for box in page.soup.select("input[name=choices][checked]")] == ["1"]
    second = vote(page, "2")
    ballot = town.db.scalars(select(StoredBallot)).one()
    assert (ballot.choices, ballot.version) == (["2"], 2)
    assert second.has(ballot.receipt)
    assert first.lacks(ballot.receipt)


def test_an_old_window_does_not_win(town: Town, site: Site) -> None:
    poll, visitor = town.open(), reader(site, town.members[0])
    old = visitor.open(f"{BASE}/{poll.id}/stem").submit("Check my vote", choices=["1"])
    vote(visitor.open(f"{BASE}/{poll.id}/stem"), "2")
    page = old.submit("Cast my vote", expect=409)
    assert page.has("changed in the meantime")
    assert page.has("See the newest vote and change it")
    assert town.db.scalars(select(StoredBallot)).one().choices == ["2"]


def test_back_from_the_receipt_asks_nothing_and_sends_nothing(site: Site, town: Town) -> None:
    poll = town.open()
    visitor = reader(site, town.members[0])
    page = visitor.open(f"{BASE}/{poll.id}/stem").submit("Check my vote", choices=["1"])
    assert visitor.open(f"{BASE}/{poll.id}/controle").text == page.text
    assert visitor.open(f"{BASE}/{poll.id}/stem").has("Check my vote")
    assert page.submit("Cast my vote").has("Your receipt")
    # The page before the receipt, loaded again by the back button.
    assert visitor.open(f"{BASE}/{poll.id}/controle").has("Your receipt")
    other = reader(site, town.members[1])
    assert other.open(f"{BASE}/{poll.id}/controle").has("Check my vote")


def test_pressing_twice_is_harmless(town: Town, site: Site) -> None:
    poll, visitor = town.open(), reader(site, town.members[0])
    page = visitor.open(f"{BASE}/{poll.id}/stem").submit("Check my vote", choices=["1"])
    assert page.submit("Cast my vote").text == page.submit("Cast my vote").text
    assert town.db.scalars(select(StoredBallot)).one().version == 1


def test_too_late_is_said_clearly_and_changes_nothing(town: Town, site: Site) -> None:
    poll, visitor = town.open(), reader(site, town.members[0])
    page = visitor.open(f"{BASE}/{poll.id}/stem").submit("Check my vote", choices=["1"])
    site.at(CLOSING)
    page = page.submit("Cast my vote", expect=409)
    assert page.has("The vote is closed. You cannot vote or change your vote any more.")
    assert town.db.scalar(select(func.count()).select_from(StoredBallot)) == 0


def test_a_blank_vote_counts_for_the_turnout(town: Town, site: Site) -> None:
    poll = town.open()
    page = reader(site, town.members[0]).open(f"{BASE}/{poll.id}/stem").submit("Check my vote")
    assert page.has("You approve none of the proposals")
    assert page.submit("Cast my vote").has("a blank vote")
    town.to(poll, PollState.PUBLISHED)
    page = reader(site).open(f"{BASE}/{poll.id}/uitslag")
    assert page.has("1 voter approved nothing")
    assert page.has("Nothing was chosen.")


def test_who_cannot_vote_reads_why(town: Town, site: Site) -> None:
    poll = town.open()
    late = make.member(town.db, town.place, "Late", since=NOON.date() + timedelta(days=-1))
    assert reader(site).open(f"{BASE}/{poll.id}").has("You are not signed in.")
    assert reader(site, town.resident).open(f"{BASE}/{poll.id}").has("You are not a member, or you are suspended.")
    page = reader(site, late).open(f"{BASE}/{poll.id}")
    assert page.has("You became a member after this vote had opened.")
    assert page.has("You can vote the next time.")
    assert reader(site, late).open(f"{BASE}/{poll.id}/stem").has("You became a member after")
    site.at(AFTER)
    assert reader(site, town.members[0]).open(f"{BASE}/{poll.id}").has("The vote is closed.")


def test_no_page_shows_how_votes_fall_before_publication(town: Town, site: Site) -> None:
    poll = town.open()
    town.cast(poll, 0, "1")
    readers = (None, town.members[1], town.board, town.secretary)
    for state in (PollState.OPEN, PollState.CLOSED, PollState.COUNTED):
        if state is PollState.CLOSED:
            actions.close_poll(town.db, town.board.actor, town.place.id, poll.id, at=AFTER)
            site.at(AFTER)
        if state is PollState.COUNTED:
            actions.count_poll(town.db, town.board.actor, town.place.id, poll.id, SEED, at=AFTER)
        for person in readers:
            visitor = reader(site, person)
            for end in ("uitslag", "uitslag.json", "uitslag.csv"):
                assert visitor.get(f"{BASE}/{poll.id}/{end}").status_code == 404
            for path in (f"{BASE}/{poll.id}", BASE, "/noorderkwartier/"):
                assert not visitor.open(path).has("stands behind it")
    assert reader(site, town.board).get(f"{BASE}/{poll.id}/stembriefjes.txt").status_code == 404


def test_the_result_explains_itself(town: Town, site: Site) -> None:
    poll = town.published()
    page = reader(site).open(f"{BASE}/{poll.id}/uitslag")
    for words in (
        "2 of the 4 proposals were chosen.",
        "3 of the 6 voters stand behind it (50%).",
        "One more supporter with a whole share, and it would have been chosen.",
        "At first that was 6 hours and 40 minutes each.",
        "Equal: Debt help, Walk-in at school. First went Debt help. It asks least.",
        "6 of 6 (100%)",
        "6 of 6,840",
        "Then the same proposals would have been chosen.",
        "So few people voted that we do not show how many of their wishes they got",
        "Residents decide. What they choose is carried out.",
    ):
        assert page.has(words), words


def test_downloads_tell_the_same_and_do_no_harm_in_a_spreadsheet(town: Town, site: Site) -> None:
    poll = town.open(options=(("=1+1", 10), ("Coffee", 20)))
    town.cast(poll, 0, "1", "2")
    town.to(poll, PollState.PUBLISHED)
    table = reader(site).get(f"{BASE}/{poll.id}/uitslag.csv").get_data(as_text=True).splitlines()
    assert table[0].startswith("proposal,amount,unit,votes,chosen")
    assert table[1].startswith("'=1+1,600,minutes a week,1,1,1,")
    record = reader(site).get(f"{BASE}/{poll.id}/uitslag.json").get_json()
    assert record["explanation"]["outcome"]["winners"] == ["1", "2"]
    assert record["fingerprint"] == poll.fingerprint
    assert reader(site, town.secretary).get(f"{BASE}/{poll.id}/stembriefjes.txt").get_data() == b"1,2\n"


def test_a_draft_is_for_who_prepares_it(town: Town, site: Site) -> None:
    poll = town.draft()
    for person in (None, town.members[0], town.resident):
        assert reader(site, person).get(f"{BASE}/{poll.id}").status_code == 404
        assert not reader(site, person).open(BASE).has(poll.title)
    for person in (town.board, town.team, town.secretary):
        assert reader(site, person).open(f"{BASE}/{poll.id}").has("Being prepared")
        assert reader(site, person).open(BASE).has(poll.title)


def test_after_the_opening_the_pages_change_nothing(town: Town, site: Site) -> None:
    poll = town.open()
    page = reader(site, town.team).open(f"{BASE}/{poll.id}/voorstellen")
    assert page.has("The vote has opened.")
    assert page.lacks("off the ballot")
    one = queries.proposals_of(town.db, town.place.id, poll.id)[0]
    page = reader(site, town.team).open(f"{BASE}/{poll.id}/voorstellen/{one.id}")
    assert page.submit("Keep the changes", expect=409, title="Other").has("The vote has opened.")
    page = reader(site, town.board).open(f"{BASE}/{poll.id}/wijzigen")
    assert page.submit("Keep the changes", expect=409, hours="80").has("The vote has opened.")
    gone = reader(site, town.team).post(f"{BASE}/{poll.id}/voorstellen/{one.id}/weghalen", expect=409)
    assert gone.has("The vote has opened.")


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("title", "", "Give the vote a short title."),
        ("title", "x" * 101, "Use at most 100 characters."),
        ("question", "", "Write the question to the members."),
        ("vote_kind", "coup", "Choose what kind of vote it is."),
        ("hours", "many", "Fill in a number of hours"),
        ("hours", "-1", "Fill in a number of hours"),
        ("hours", "0", "more than zero hours"),
        ("closes_on", "soon", "Not a valid date"),
        ("closes_on", "2027-01-01", "has not passed yet"),
    ],
)
def test_what_does_not_fit_in_a_vote_is_said_beside_the_field(
    town: Town, site: Site, field: str, value: str, said: str
) -> None:
    page = reader(site, town.board).open(f"{BASE}/nieuw")
    good = {
        "title": "Autumn",
        "question": "What?",
        "vote_kind": "referendum",
        "hours": "40",
        "closes_on": "2027-04-01",
        "closes_time": "20:00",
    }
    page = page.submit("Begin this vote", expect=422, **{**good, field: value})
    assert page.has("Something is not right yet")
    if field != "closes_on" or value != "soon":
        assert page.has(said)


def test_everything_that_the_rules_refuse_in_a_vote_is_said_at_once(town: Town, site: Site) -> None:
    town.draft()
    wrong = {"title": " What  first? ", "question": "What?", "vote_kind": "referendum", "hours": "0"}
    late = {"closes_on": "2027-01-01", "closes_time": "20:00"}
    page = reader(site, town.board).open(f"{BASE}/nieuw").submit("Begin this vote", expect=422, **wrong, **late)
    assert page.has("There is a vote with this title in preparation already.")
    assert page.has("Fill in more than zero hours.")
    assert page.has("Choose a moment that has not passed yet.")


def test_void_needs_a_reason_that_everybody_can_read(town: Town, site: Site) -> None:
    poll = town.open()
    page = reader(site, town.secretary).open(f"{BASE}/{poll.id}/ongeldig")
    page.submit("Declare void", expect=422, reason="")
    page.submit("Declare void", reason="The wrong list of proposals was printed.")
    assert reader(site).open(f"{BASE}/{poll.id}").has("The wrong list of proposals was printed.")
    assert reader(site, town.members[0]).open(f"{BASE}/{poll.id}/stem").has("This vote is void.")
    assert reader(site).open(f"{BASE}/{poll.id}/uitslag", expect=404).has("It will never have a result.")


def test_once_a_vote_is_counted_void_asks_what_was_wrong_and_a_second_person(town: Town, site: Site) -> None:
    poll = town.to(town.open(), PollState.COUNTED)
    page = reader(site, town.secretary).open(f"{BASE}/{poll.id}/ongeldig")
    assert page.has("You cannot stop it because you think otherwise")
    page = page.submit("Ask to declare this vote void", expect=422, reason="We want otherwise.")
    assert page.has("Choose what went wrong in the procedure.")
    page.submit("Ask to declare this vote void", ground="roll", reason="Two streets were missing.")
    told = "The reason: The list of voters was wrong. Two streets were missing."
    assert reader(site).open(f"{BASE}/{poll.id}").lacks(told)
    reader(site, town.board).open(f"{BASE}/{poll.id}/ongeldig").submit("Sign: this vote is void")
    assert reader(site).open(f"{BASE}/{poll.id}").has(told)
    assert reader(site, town.secretary).open(f"{BASE}/{poll.id}/beheer").has(told)


def test_another_neighbourhood_is_not_there(town: Town, other_town: Town, site: Site) -> None:
    poll, other = town.published(), "/de-vaart/stemmen"
    for end in ("", "/uitslag", "/uitslag.csv", "/uitslag.json"):
        assert reader(site).get(f"{other}/{poll.id}{end}").status_code == 404
    for end in ("/beheer", "/wijzigen", "/voorstellen", "/toezeggingen", "/stembriefjes.txt"):
        assert reader(site, other_town.board).get(f"{other}/{poll.id}{end}").status_code == 404
    assert reader(site, other_town.members[0]).get(f"{other}/{poll.id}/stem").status_code == 404


def test_a_result_page_asks_the_database_little_however_much_is_on_it(town: Town, site: Site) -> None:
    poll, visitor = town.published(), reader(site, town.members[0])
    with CountStatements(town.db) as counted:
        visitor.open(f"{BASE}/{poll.id}/uitslag")
    assert counted.count <= 8


def test_casting_asks_the_database_little(town: Town, site: Site) -> None:
    poll = town.open()
    page = reader(site, town.members[0]).open(f"{BASE}/{poll.id}/stem").submit("Check my vote", choices=["1"])
    form = {field["name"]: field.get("value", "") for field in page.soup.select("form[action$='/stem'] input[name]")}
    with CountStatements(town.db) as counted:
        answer = page.visitor.client.post(f"{BASE}/{poll.id}/stem", data=form)
    assert answer.status_code == 303
    assert counted.count <= 10


def test_how_we_count_is_readable_for_everybody(town: Town, site: Site) -> None:
    assert reader(site).open(f"{BASE}/hoe-wij-tellen").has("Six neighbours divide 12 hours a week.")
    assert reader(site).open(BASE).has("There has been no vote here yet.")


@pytest.mark.parametrize("kind", [VoteKind.CONSULTATION, VoteKind.REFERENDUM])
def test_a_receipt_promises_no_more_than_the_vote_decides(site: Site, town: Town, kind: VoteKind) -> None:
    poll = town.open(vote_kind=kind)
    town.cast(poll, 0, "1")
    page = reader(site, town.members[0]).open(f"{BASE}/{poll.id}/bewijs")
    assert page.has("Who decides answers in public, with reasons") is (kind is VoteKind.CONSULTATION)
    assert page.has("The team promises to do what was chosen") is (kind is VoteKind.REFERENDUM)
