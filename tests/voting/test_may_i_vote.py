"""Whether somebody may vote: said before the day comes, for each open vote and for what comes."""

from datetime import timedelta

from coop.kernel.access import Role
from coop.members.actions import end_membership, settle_statutes
from coop.members.models import Membership
from coop.members.policy import StatuteRules
from tests.support import make
from tests.support.make import NOON, Person
from tests.support.site import CountStatements, Page, Site
from tests.voting.conftest import Town

ADDRESS = "/noorderkwartier/mag-ik-stemmen"
TODAY = NOON.date()


def asked(site: Site, person: Person | None = None) -> Page:
    visitor = site.visitor(language="en")
    return (visitor.sign_in(person) if person else visitor).open(ADDRESS)


def test_a_visitor_reads_who_stands_on_the_list_and_the_last_moment(town: Town, site: Site) -> None:
    town.open("About the park")
    page = asked(site)
    assert page.has("About the park")
    assert page.has("Yes, if you were a member on 15 March 2027 and kept to the rules below. Sign in before")
    assert page.has("Did you get a letter with a code?")


def test_who_is_no_member_reads_how_to_become_one(town: Town, site: Site) -> None:
    town.open()
    page = asked(site, make.outsider(town.db, town.place))
    assert page.has("Only those who were members on 15 March 2027 can vote in it.")
    assert page.has("Become a member")


def test_the_page_of_a_vote_leads_who_cannot_vote_to_why_and_what_to_do(town: Town, site: Site) -> None:
    poll, leads = town.open(), "May I vote? See why, and what you can do"
    late = make.member(town.db, town.place, "Late", since=TODAY)
    for person in (make.outsider(town.db, town.place), late):
        page = site.visitor(language="en").sign_in(person).open(f"/noorderkwartier/stemmen/{poll.id}")
        assert [str(link["href"]) for link in page.soup.select("main a") if link.get_text() == leads] == [ADDRESS]
    voter = site.visitor(language="en").sign_in(town.members[0]).open(f"/noorderkwartier/stemmen/{poll.id}")
    assert voter.lacks(leads)


def test_a_member_reads_yes_and_after_voting_that_the_vote_is_in(town: Town, site: Site) -> None:
    poll = town.open()
    page = asked(site, town.members[0])
    assert page.has("You are on the list of voters of 15 March 2027. Vote before")
    town.cast(poll, 0, "1")
    assert asked(site, town.members[0]).has("Yes, and your vote is in.")
    assert asked(site, town.members[1]).has("Yes, you can vote.")


def test_a_member_who_came_later_may_vote_the_next_time(town: Town, site: Site) -> None:
    town.open()
    late = make.member(town.db, town.place, "Late", since=TODAY)
    page = asked(site, late)
    assert page.has("You can vote in everything that opens from today.")
    assert page.has("You became a member after this vote had opened.")
    assert page.has("The list cannot change any more.")


def test_who_is_a_member_too_short_reads_from_which_day(town: Town, site: Site) -> None:
    admin = make.with_role(town.db, town.place, Role.BOARD)
    rules = StatuteRules(basis="art. 4", minimum_membership_days=30)
    settle_statutes(town.db, admin.actor, town.place.id, rules, starts_on=TODAY, at=NOON)
    recent = make.member(town.db, town.place, since=TODAY - timedelta(days=10))
    town.open()
    page = asked(site, recent)
    assert page.has("From 4 April 2027 you have been a member long enough.")
    assert page.has("No, not in this vote.")
    assert page.has("The membership has not lasted long enough yet.")


def test_who_gave_notice_reads_until_when(town: Town, site: Site) -> None:
    member = town.members[0]
    assert member.actor.membership_id
    end_membership(town.db, town.place.id, member.actor.membership_id, on=TODAY + timedelta(days=5))
    assert town.db.get_one(Membership, member.actor.membership_id).ended_on
    page = asked(site, member)
    assert page.has("Your membership ends on 20 March 2027.")
    assert page.has("also not in votes that are still open")


def test_coming_rules_are_announced(town: Town, site: Site) -> None:
    rules = StatuteRules(basis="art. 4", minimum_age=18)
    settle_statutes(town.db, town.board.actor, town.place.id, rules, starts_on=TODAY + timedelta(days=3), at=NOON)
    assert asked(site).has("For what opens on 18 March 2027 or later, other rules count.")


def test_what_is_not_open_and_what_is_elsewhere_is_not_named(town: Town, site: Site) -> None:
    town.draft("Not announced")
    page = asked(site, town.members[0])
    assert page.has("No vote is open now.")
    assert not page.has("Not announced")


def test_many_votes_cost_no_more_statements_than_one(town: Town, site: Site) -> None:
    visitor = site.visitor(language="en").sign_in(town.members[0])
    town.open("First")
    with CountStatements(town.db) as one:
        visitor.open(ADDRESS)
    for number in range(5):
        town.open(f"Vote {number}")
    with CountStatements(town.db) as six:
        assert visitor.open(ADDRESS).has("Vote 4")
    assert six.count == one.count
