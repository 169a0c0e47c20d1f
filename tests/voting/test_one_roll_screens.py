"""Letters, helpers, proxies and paper through the pages, without JavaScript, in ordinary and secret votes."""

import re
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from coop.audit.models import AuditEntry
from coop.members.models import Membership
from coop.rules.sealing.ballots import new_tracker
from coop.rules.sealing.chance import SeededChance
from coop.voting import actions, queries
from coop.voting.models import BallotLetter, HelperGrant, Proxy
from coop.voting.policy.roll import Task
from tests.support.make import NOON, Person
from tests.support.site import Page, Site, Visitor
from tests.voting.conftest import AFTER
from tests.voting.roll import SITE, Roll, open_roll

BASE = "/noorderkwartier/stemmen"


@pytest.fixture(params=[False, True], ids=["ordinary", "secret"])
def roll(db: Session, site: Site, request: pytest.FixtureRequest) -> Roll:
    made = open_roll(db, sealed=request.param)
    site.app.extensions["coop.site_key"] = SITE
    return made


def reader(site: Site, person: Person) -> Visitor:
    return site.visitor(language="en").sign_in(person)


def address(roll: Roll, *parts: object) -> str:
    return "/".join([BASE, str(roll.poll_id), *map(str, parts)])


def letter_for(site: Site, roll: Roll, name: str) -> str:
    """Printed by the secretary; the code on the letter."""
    page = reader(site, roll.secretary).open(address(roll, "brieven"))
    page = page.submit("Make the letters", whom="one", said=name)
    code = page.soup.select_one("section.letter strong.code")
    assert code
    picture = page.soup.select_one("section.letter svg.qr")
    assert picture
    return code.get_text()


def fill_in(page: Page, roll: Roll, choice: str, last: str) -> Page:
    """From the ballot to the page that says that the vote is in."""
    page = page.submit("Check my vote", choices=choice)
    return page.submit("Send my closed envelope" if roll.sealed else last)


def test_a_letter_votes_without_account_and_shows_no_name_and_no_choice(db: Session, site: Site, roll: Roll) -> None:
    code = letter_for(site, roll, "Truus Paper")
    assert db.scalars(select(BallotLetter)).one().code != code
    guest = site.visitor(language="en")
    page = guest.open(f"{BASE}/brief").submit("To my ballot", code=code.replace("-", " ").lower())
    assert page.path == address(roll, "brief")
    assert page.has("is not in yet")
    assert page.lacks("Truus")
    page = fill_in(page.submit("Vote"), roll, "for", "Cast my vote")
    assert page.has("the vote is in") or page.has("your vote is in")
    page = guest.open(address(roll, "brief"))
    assert page.has("is in: with the code of a letter")
    ballot = page.submit("Vote again", opnieuw="ja")
    assert not ballot.soup.select("input[checked]")
    assert guest.open(address(roll, "brief")).submit("I am done with my letter").has("You are done")
    assert guest.open(address(roll, "brief")).path == f"{BASE}/brief"


def test_a_reprinted_letter_ends_what_the_old_one_opened(site: Site, roll: Roll) -> None:
    code = letter_for(site, roll, "Truus Paper")
    guest = site.visitor(language="en")
    page = guest.open(f"{BASE}/brief").submit("To my ballot", code=code).submit("Vote")
    letter_for(site, roll, "Truus Paper")
    page.submit("Check my vote", choices="for", expect=403)
    guest.open(f"{BASE}/brief").submit("To my ballot", code=code, expect=422)


def test_codes_are_tried_five_times_then_one_waits(site: Site, roll: Roll) -> None:
    assert roll.poll_id
    guest = site.visitor(language="en")
    for _try in range(5):
        page = guest.open(f"{BASE}/brief").submit("To my ballot", code="0000 0000 0000", expect=422)
        assert page.has("This code does not work")
    page = guest.open(f"{BASE}/brief").submit("To my ballot", code="0000 0000 0000", expect=429)
    assert page.has("Too many tries in a row")


def test_the_desk_shows_whether_never_what_and_is_noted(db: Session, site: Site, roll: Roll) -> None:
    roll.web(db, 3, "against")
    helper = reader(site, roll.people[0])
    page = helper.open(address(roll)).follow("Help others vote").follow("Help a member")
    page = page.submit("Find", said="er 3")
    assert page.has("Has voted: on the website")
    assert "er+3" not in page.path
    page = page.follow("Help Member 3")
    assert page.has("Member 3 has already voted: on the website.")
    again = page.submit("Fill in a new ballot together")
    assert again.has("There is a vote already")
    ballot = again.submit("Fill in a new ballot together", opnieuw="ja")
    assert not ballot.soup.select("input[checked]")
    fill_in(ballot, roll, "for", "Cast the vote of Member 3")
    assert roll.standing(db, 3) == ("helper", 2)
    noted = db.execute(
        select(AuditEntry.act, AuditEntry.things).where(AuditEntry.account_id == roll.people[0].account.id)
    )
    acts = {row.act: row.things for row in noted}
    last = "voting.help_envelope" if roll.sealed else "voting.help_cast"
    assert acts[last] == {
        "poll_id": roll.poll_id,
        "grant_id": roll.grants[Task.DESK],
        "membership_id": roll.member(3),
    }
    assert {"voting.help_find", "voting.help_start"} <= acts.keys()
    found = helper.open(address(roll, "hulp", roll.grants[Task.DESK])).submit("Find", said="member 0")
    assert found.has("This is you")
    helper.client.get(address(roll, "hulp", roll.grants[Task.DESK], roll.member(0)))
    reader(site, roll.people[1]).open(address(roll, "hulp", roll.grants[Task.DESK]), expect=403)


def test_paper_at_the_desk_and_what_the_member_reads(db: Session, site: Site, roll: Roll) -> None:
    desk = address(roll, "hulp", roll.grants[Task.DESK], roll.member(2))
    helper = reader(site, roll.people[0])
    helper.open(desk).submit("Note the paper ballot", expect=422)
    page = helper.open(desk).submit("Note the paper ballot", seen="y")
    assert page.has("Noted: Member 2 voted on paper")
    member = reader(site, roll.people[2])
    page = member.open(address(roll))
    assert page.has("You have voted on paper")
    assert page.lacks("Change my vote")
    assert member.open(address(roll, "bewijs")).has("You voted on paper.")
    assert member.open(address(roll, "stem")).path == address(roll)
    assert page.has("Have voted 1")


def test_a_mistaken_note_of_paper_is_said_at_the_desk_and_signed_by_the_board(site: Site, roll: Roll) -> None:
    desk = address(roll, "hulp", roll.grants[Task.DESK], roll.member(2))
    helper, member = reader(site, roll.people[0]), reader(site, roll.people[2])
    signer = reader(site, roll.board[0])
    helper.open(desk).submit("Note the paper ballot", seen="y")
    page = helper.open(desk)
    page.submit("Say that this note is a mistake", expect=422)
    page = page.submit("Say that this note is a mistake", empty="y")
    assert page.has("Nothing has changed yet")
    assert page.lacks("Say that this note is a mistake")
    assert member.open(address(roll)).lacks("Change my vote")
    # The secretary sees it and cannot sign.
    page = reader(site, roll.secretary).open(address(roll, "papier"))
    assert page.has("Member 0 said on")
    assert page.lacks("Sign: take this note back")
    page = signer.open(address(roll, "papier")).submit("Leave the note as it is")
    assert page.has("The note stays")
    assert page.has("looked at it on")
    assert page.lacks("Leave the note as it is")
    assert helper.open(desk).has("Another of them still can")
    page = reader(site, roll.board[1]).open(address(roll, "papier"))
    done = page.submit("Sign: take this note back")
    assert done.has("Member 2 can vote again until the vote closes")
    assert done.has("The note is taken back.")
    # A second click finds nothing to sign, and changes nothing.
    page.submit("Sign: take this note back", expect=404)
    assert helper.open(desk).has("has not voted yet")
    ballot = member.open(address(roll)).follow("Vote")
    assert fill_in(ballot, roll, "for", "Cast my vote").has("Your vote is in") or roll.sealed
    assert member.open(address(roll)).has("You have voted. Your vote is in.")


def test_two_people_of_the_board_appoint_a_helper(db: Session, site: Site, roll: Roll) -> None:
    first, second = (reader(site, one) for one in roll.board)
    page = first.open(address(roll, "helpers"))
    given: dict[str, Any] = {
        "email": roll.people[4].account.email,
        "task": "phone",
        "place": "088 000",
        "ends_on": "2027-03-30",
    }
    page.submit("Propose this helper", **given, starts_on="2027-03-01", expect=422)
    page = page.submit("Propose this helper", **given, starts_on="2027-03-15")
    assert page.has("waits for a second signature")
    assert page.lacks("Sign for this helper")
    page = second.open(address(roll, "helpers")).submit("Sign for this helper")
    assert page.has("Signed by Marisol")
    shown = site.visitor(language="en").open(address(roll))
    assert shown.has("Vote by phone, with help: 088 000")
    assert shown.has("2 members may help others in this vote")
    assert shown.lacks("Member 4")
    grant = db.scalars(select(HelperGrant.id).where(HelperGrant.task == Task.PHONE)).one()
    second.post(address(roll, "helpers", grant, "intrekken"))
    reader(site, roll.people[4]).open(address(roll, "hulp", grant), expect=403)
    reader(site, roll.secretary).open(address(roll, "helpers"), expect=403)


def test_a_proxy_from_giving_to_voting_and_taking_back(db: Session, site: Site, roll: Roll) -> None:
    giver, holder = reader(site, roll.people[1]), reader(site, roll.people[2])
    giver.open(address(roll, "volmacht")).submit("Give the proxy", holder="Nobody", expect=422)
    page = giver.open(address(roll, "volmacht")).submit("Give the proxy", holder="Member 2")
    assert page.has("Member 2 may vote for you.")
    page = holder.open(address(roll))
    assert page.has("1 member asked you to vote for them")
    page = holder.open(address(roll, "volmacht")).follow("Vote for Member 1")
    fill_in(page, roll, "for", "Cast the vote of Member 1")
    assert holder.open(address(roll, "volmacht")).has("You voted with this proxy")
    assert roll.standing(db, 1) == ("proxy", 1)
    assert giver.open(address(roll, "bewijs")).has("Member 2") is False
    giver.open(address(roll, "volmacht")).submit("Take the proxy back")
    proxy = db.scalars(select(Proxy.id)).one()
    holder.open(address(roll, "volmacht", proxy, "stem"), expect=404)
    assert queries.proxies_of(db, roll.poll(db)) == []
    office = reader(site, roll.secretary).open(address(roll, "volmachten"))
    page = office.submit("Enter this proxy", giver="Truus Paper", holder="Member 4")
    assert page.has("Truus Paper lets Member 4 vote. on paper")
    page.submit("Take this proxy back")
    reader(site, roll.people[4]).open(address(roll, "volmachten"), expect=403)


def test_paper_is_typed_twice_compared_settled_and_counted_with_the_rest(db: Session, site: Site, roll: Roll) -> None:
    for voter in (2, 3):
        roll.paper(db, voter)
    roll.web(db, 4, "against")
    roll.grant(db, Task.COUNT, 5)
    roll.grant(db, Task.COUNT, 6)
    site.at(AFTER)
    roll.close(db)
    forms = reader(site, roll.secretary).open(address(roll, "papier/biljetten?aantal=2"))
    codes = list(dict.fromkeys(re.findall(r"[0-9A-Z]{5}-[0-9A-Z]{5}", forms.text)))
    assert len(codes) == (2 if roll.sealed else 0)

    def type_all(person: Person, begin: str, *choices: str) -> Page:
        page = reader(site, person).open(address(roll, "papier/typen")).follow(begin)
        for number, choice in enumerate(choices):
            more = {"code": codes[number]} if roll.sealed else {}
            page = page.submit("This is on the paper", choices=choice, **more)
        return page

    page = type_all(roll.people[5], "I type them the first time", "for", "for")
    assert page.has("You have typed all of them.")
    page = type_all(roll.people[6], "I type them the second time", "for", "against")
    assert page.has("Ballot 2: correct mine For")
    assert page.has("Against")
    office = reader(site, roll.secretary)
    manage = office.open(address(roll, "beheer"))
    assert manage.lacks("Write down the lot and count")
    assert manage.follow("See how far the paper is").has("The tellers typed ballot 2 differently")
    page = page.follow("Ballot 2: correct mine").submit("This is on the paper", choices="for")
    assert page.has("both times are the same")
    page = office.open(address(roll, "papier")).submit("Settle the paper ballots")
    assert page.has("The paper ballots are settled")
    roll.count(db)
    assert roll.counted(db) == {"yes": 2, "no": 1, "blank": 0}
    statements = office.open(address(roll, "berichten"))
    assert statements.has("Truus Paper")
    assert statements.has("You did not vote.")
    reader(site, roll.people[1]).open(address(roll, "papier/typen"), expect=403)
    assert site.at(NOON)


def test_14_on_a_running_site_the_clock_of_the_database_decides_for_letter_and_paper(
    site: Site, roll: Roll, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[bool] = []
    for name in ("cast_through", "cast_sealed_through", "hand_in_paper"):
        act = getattr(actions, name)

        def heard(*given: Any, act: Any = act, own_clock: bool = False, **more: Any) -> Any:
            asked.append(own_clock)
            return act(*given, own_clock=False, **more)

        monkeypatch.setattr(actions, name, heard)
    monkeypatch.setattr("coop.voting.views.casting.system_clock", site.app.extensions["coop.clock"])
    guest = site.visitor(language="en").open(f"{BASE}/brief")
    guest = guest.submit("To my ballot", code=letter_for(site, roll, "Truus Paper"))
    fill_in(guest.submit("Vote"), roll, "for", "Cast my vote")
    desk = address(roll, "hulp", roll.grants[Task.DESK], roll.member(2))
    reader(site, roll.people[0]).open(desk).submit("Note the paper ballot", seen="y")
    assert asked == [True, True]


def test_a_household_gets_its_letters_to_vote_in_one_envelope(db: Session, site: Site, roll: Roll) -> None:
    home = db.scalars(select(Membership).where(Membership.name.in_(["Truus Paper", "Member 0"]))).all()
    for one in home:
        one.street, one.house_number = "Kade", "3"
    page = reader(site, roll.secretary).open(address(roll, "brieven"))
    made = page.submit("Make the letters", whom="not_voted", together="y")
    texts = [one.get_text(" ", strip=True) for one in made.soup.select("section.letter")]
    [cover] = [place for place, text in enumerate(texts) if "This envelope holds 2 letters" in text]
    assert texts[cover].startswith("Member 0 Truus Paper Kade 3")
    assert [text.split(" Kade")[0] for text in texts[cover + 1 : cover + 3]] == ["Member 0", "Truus Paper"]
    codes = {one.get_text() for one in made.soup.select(".letter .code")}
    assert len(codes) == len(texts) - 1


def test_whoever_fills_in_a_secret_ballot_for_somebody_reads_whose_vote_and_whose_code_it_is(
    db: Session, site: Site
) -> None:
    roll = open_roll(db, sealed=True)
    desk = address(roll, "hulp", roll.grants[Task.DESK], roll.member(2))
    ballot = reader(site, roll.people[0]).open(desk).submit("Fill in the ballot together")
    checked = ballot.submit("Check my vote", choices="for")
    done = checked.submit("Send my closed envelope")
    assert checked.has("Check the vote of Member 2")
    assert checked.has("The vote of Member 2: For")
    assert done.has("Received: the vote of Member 2 is in")
    for page in (checked, done):
        assert page.has("The code of Member 2:")
        assert page.has("This code is of Member 2 only.")
        assert page.lacks("Your code")
    # The parts that the script shows say the same.
    assert ballot.text.count("The code of Member 2:") == 2
    assert ballot.lacks("Your code:")


def test_a_paper_vote_at_the_desk_is_not_said_to_be_replaceable(site: Site, roll: Roll) -> None:
    desk = address(roll, "hulp", roll.grants[Task.DESK], roll.member(2))
    helper = reader(site, roll.people[0])
    helper.open(desk).submit("Note the paper ballot", seen="y")
    page = helper.open(desk)
    assert page.has("A vote on paper cannot be changed any more")
    assert page.lacks("a new vote takes the place")


def test_a_result_says_how_many_ballots_nobody_could_read(db: Session, site: Site, roll: Roll) -> None:
    for voter in (2, 3):
        roll.paper(db, voter)
    roll.web(db, 4, "against")
    for teller in (5, 6):
        roll.grant(db, Task.COUNT, teller)
    site.at(AFTER)
    roll.close(db)
    codes = tuple(new_tracker(SeededChance(f"paper {one}")) for one in range(2)) if roll.sealed else ()
    for turn, teller in ((1, 5), (2, 6)):
        roll.type(db, turn, ["for", ""], by=teller, codes=codes)
    roll.settle(db)
    roll.count(db)
    page = site.visitor(language="en").open(address(roll, "uitslag"))
    # In an ordinary vote such a paper is blank.
    assert page.has("1 ballot was not valid: nobody could read what its voter wanted.") is roll.sealed
    assert page.has("1 vote was blank.") is not roll.sealed


def test_the_code_of_a_letter_used_again_says_that_the_vote_is_in_and_gives_no_second_vote(
    db: Session, site: Site, roll: Roll
) -> None:
    code = letter_for(site, roll, "Truus Paper")
    first, second = site.visitor(language="en"), site.visitor(language="en")
    old_window = second.open(f"{BASE}/brief").submit("To my ballot", code=code)
    assert old_window.lacks("You have voted already")
    old_window = old_window.submit("Vote").submit("Check my vote", choices="for")
    fill_in(
        first.open(f"{BASE}/brief").submit("To my ballot", code=code).submit("Vote"), roll, "against", "Cast my vote"
    )
    [truus] = db.scalars(select(BallotLetter.membership_id)).all()
    assert standing(db, roll, truus) == ("letter", 1)
    # A window that stood one press from casting puts nothing beside the first vote.
    refused = old_window.submit("Send my closed envelope" if roll.sealed else "Cast my vote", expect=409)
    assert refused.has("The newest vote counts.")
    assert standing(db, roll, truus) == ("letter", 1)
    # Typed again, in another browser: it says so, and shows nothing of the choice.
    page = site.visitor(language="en").open(f"{BASE}/brief").submit("To my ballot", code=code)
    assert page.has("You have voted already. Voting once more does not give a second vote.")
    assert page.has("is in: with the code of a letter")
    assert page.lacks("Against")
    assert page.submit("Vote again").has("There is a vote already.")
    assert standing(db, roll, truus) == ("letter", 1)
    # Who wants to, changes the one vote.
    again = site.visitor(language="en").open(f"{BASE}/brief").submit("To my ballot", code=code)
    fill_in(again.submit("Vote again", opnieuw="ja"), roll, "for", "Cast my vote")
    assert standing(db, roll, truus) == ("letter", 2)
    roll.close(db)
    db.commit()
    if not roll.sealed:
        roll.count(db)
        assert roll.counted(db) == {"yes": 1, "no": 0, "blank": 0}
    else:
        assert roll.envelopes(db) == 1
    # After closing the code opens nothing, and says of no code whether it was a good one.
    site.at(AFTER)
    page = site.visitor(language="en").open(f"{BASE}/brief").submit("To my ballot", code=code, expect=422)
    assert page.has("Or the vote is over.")


def standing(db: Session, roll: Roll, member: int) -> tuple[str, int]:
    """(how, revision) of a member without an account, fresh from the database."""
    db.expire_all()
    found = queries.standing_of(db, roll.poll(db), member)
    return found.channel.value, found.revision
