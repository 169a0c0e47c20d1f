"""The pages of the agenda, driven as a visitor would."""

from datetime import date, timedelta
from typing import Any

import pytest

from coop.agenda import actions, queries
from coop.agenda.models import Comment, Commitment, Edition, Item, Support
from coop.agenda.policy import CommitmentState, ItemState, Kind, Origin
from tests.agenda.conftest import Town
from tests.agenda.test_actions import promise, rows
from tests.support import make
from tests.support.make import NOON, Person
from tests.support.site import CountStatements, Page, Site, Visitor

AGENDA = "/noorderkwartier/agenda"


def english(site: Site, person: Person | None = None) -> Visitor:
    visitor = site.visitor(language="en")
    return visitor.sign_in(person) if person else visitor


def fill_in(page: Page, **more: Any) -> dict[str, Any]:
    return {
        "kind": "problem",
        "title": "Dark path",
        "in_short": "It is dark behind the station.",
        "domain": "safety",
        "place": "Kade",
        "details": "Since *autumn*.",
        **more,
    }


def test_everybody_reads_the_agenda_without_signing_in(site: Site, town: Town) -> None:
    town.on_agenda("Dark path")
    town.item("Soup table", kind=Kind.STRENGTH)
    page = english(site).open(AGENDA)
    assert page.has("2 items")
    assert page.has("Dark path")
    assert page.has("In short: Soup table.")
    assert page.has("1 supporter")
    page = page.submit("Show", soort="strength", zoek="soup")
    assert page.has("1 item")
    assert page.lacks("Dark path")
    assert page.follow("Clear all choices").has("2 items")


def test_nonsense_in_the_address_of_the_list_is_no_choice_at_all(site: Site, town: Town) -> None:
    town.item()
    page = english(site).open(f"{AGENDA}?soort=x&leefgebied=1&staat=%00&volgorde=up&pagina=-3&zoek={'a' * 300}")
    assert page.has("0 items")
    assert english(site).open(f"{AGENDA}?soort=x&staat=y&pagina=99999999").has("1 item")
    assert english(site).open(f"{AGENDA}?zoek=<script>").lacks("<script>")


def test_everything_that_is_wrong_is_said_at_once_before_what_looks_like_it(site: Site, town: Town) -> None:
    town.item("Dark path", in_short="It is dark behind the station.")
    page = english(site, town.member).open(f"{AGENDA}/nieuw")
    many = " ".join(["dark path behind the station"] * 20)
    wrong = fill_in(page, title="", in_short=many, kind="", details="x" * 9000)
    refused = page.submit("Bring in this item", expect=422, **wrong)
    for words in ("Choose what it is.", "Give it a short title.", "You use 100 words.", "Use at most"):
        assert refused.has(words)
    assert refused.lacks("Is it there already?")
    assert many in refused.html
    assert refused.submit("Bring in this item", **fill_in(refused)).has("Is it there already?")


def test_an_empty_agenda_invites(site: Site, town: Town) -> None:
    assert english(site).open(AGENDA).has("Be the first")


def test_the_list_has_pages_of_thirty(site: Site, town: Town) -> None:
    for number in range(31):
        town.item(f"Item {number:02}", at=NOON - timedelta(minutes=number))
    page = english(site).open(f"{AGENDA}?volgorde=newest")
    assert page.has("Item 29")
    assert page.lacks("Item 30")
    assert page.follow("Next page").has("Item 30")


def test_a_resident_brings_in_an_item_and_the_board_puts_it_on_the_agenda(site: Site, town: Town) -> None:
    page = english(site, town.resident).open(AGENDA).follow("Bring in an item")
    page = page.submit("Bring in this item", **fill_in(page))
    assert page.has("Thank you. Your item can be read by everybody from now on.")
    assert page.has("This item is new.")
    assert page.has("You are one of the supporters of this item.")
    assert "<em>autumn</em>" in page.html
    board = english(site, town.board).open("/noorderkwartier/agenda/beheer").follow("Dark path")
    board = board.submit("Put on the agenda")
    assert board.has("The item is on the agenda.")
    assert board.has("Samira")


def test_the_team_says_who_brought_it_in(site: Site, town: Town) -> None:
    page = english(site, town.team).open(f"{AGENDA}/nieuw")
    page = page.submit("Bring in this item", **fill_in(page, origin="school"))
    assert page.has("A school")
    assert town.db.query(Item).one().origin is Origin.SCHOOL


def test_a_resident_has_no_such_choice_and_cannot_smuggle_it_in(site: Site, town: Town) -> None:
    visitor = english(site, town.resident)
    page = visitor.open(f"{AGENDA}/nieuw")
    assert page.lacks("Who brought it in?")
    answer = visitor.client.post(
        page.path, data={**fill_in(page), "origin": "school", "csrf_token": token(page)}, follow_redirects=True
    )
    assert answer.status_code == 200
    assert town.db.query(Item).one().origin is Origin.RESIDENT


def token(page: Page) -> str:
    field = page.soup.select_one("input[name=csrf_token]")
    assert field is not None
    return str(field["value"])


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("kind", None, "Choose what it is."),
        ("kind", "crime", "Choose what it is."),
        ("title", "", "Give it a short title."),
        ("title", "   ", "Give it a short title."),
        ("title", "x" * 101, "Use at most 100 characters."),
        ("in_short", "", "Say in short what it is about."),
        ("in_short", "word " * 61, "You use 61 words. Use at most 60."),
        ("in_short", "x" * 601, "Use at most 600 characters."),
        ("domain", "", "Choose a part of daily life."),
        ("domain", "moon", "Choose a part of daily life."),
        ("place", "x" * 121, "Use at most 120 characters."),
        ("details", "x" * 4001, "Use at most 4,000 characters."),
    ],
)
def test_bad_input_is_named_and_what_was_typed_stays(
    site: Site, town: Town, field: str, value: str | None, words: str
) -> None:
    page = english(site, town.resident).open(f"{AGENDA}/nieuw")
    page = page.submit("Bring in this item", expect=422, **fill_in(page, **{field: value}))
    assert page.has(words)
    assert page.has("Something is not right yet")
    assert page.soup.title is not None
    assert page.soup.title.get_text().startswith("Error:")
    if field != "title":
        assert 'value="Dark path"' in page.html
    assert rows(town.db, Item) == 0


def test_support_by_click_once_twice_and_taken_back(site: Site, town: Town) -> None:
    item = town.item()
    visitor = english(site, town.member)
    page = visitor.open(f"{AGENDA}/{item.id}")
    again = page
    page = page.submit("This is mine too")
    assert page.has("Thank you. You count as a supporter of this item.")
    assert page.has("2 supporters")
    page = again.submit("This is mine too")
    assert page.has("You supported this item already. You count once.")
    assert rows(town.db, Support) == 2
    page = page.submit("Take my support back")
    assert page.has("1 supporter")


def test_a_visitor_is_asked_to_sign_in_and_then_comes_back(site: Site, town: Town) -> None:
    item = town.item()
    page = english(site).open(f"{AGENDA}/{item.id}")
    assert page.lacks("This is mine too")
    assert page.follow("Sign in to support it").path == "/inloggen"
    english(site).post(f"{AGENDA}/{item.id}/steunen", expect=403)
    assert rows(town.db, Support) == 1


def test_too_late_to_support_says_why_and_keeps_the_page(site: Site, town: Town) -> None:
    item = town.item()
    page = english(site, town.member).open(f"{AGENDA}/{item.id}")
    actions.refuse(town.db, town.board.actor, town.place.id, item.id, "Not for us.", at=NOON)
    page = page.submit("This is mine too", expect=409)
    assert page.has("This item is no longer open.")
    assert page.has("Not for us.")


def test_names_of_residents_are_for_the_neighbourhood_only(site: Site, town: Town) -> None:
    item = town.item()
    actions.comment(town.db, town.member.actor, town.place.id, item.id, "I *know* it.", at=NOON)
    actions.comment(town.db, town.team.actor, town.place.id, item.id, "So do we.", at=NOON)
    actions.offer_help(town.db, town.member.actor, town.place.id, item.id, "I bring soup.", at=NOON)
    path = f"{AGENDA}/{item.id}"
    for visitor in (english(site), english(site, make.outsider(town.db, town.place))):
        page = visitor.open(path)
        assert page.lacks("Joke")
        assert page.lacks("Samira")
        assert page.lacks("I bring soup.")
        assert page.has("A member, ")
        assert page.has("Fenna (team member)")
        assert page.has("1 person offers help.")
        assert "<em>know</em>" in page.html
    page = english(site, town.resident).open(path)
    assert page.has("Joke")
    assert page.has("I bring soup.")


def test_a_comment_cannot_bring_in_a_script(site: Site, town: Town) -> None:
    item = town.item()
    page = english(site, town.member).open(f"{AGENDA}/{item.id}")
    page = page.submit("Place comment", comment="<script>alert(1)</script> [x](javascript:alert(1)) <b>")
    assert page.has("Thank you. Everybody can read your comment from now on.")
    assert "<script>alert" not in page.html
    assert 'href="javascript' not in page.html


@pytest.mark.parametrize(
    ("text", "words"), [("", "Write your comment first."), (" \n", "Write your"), ("x" * 1501, "Use at most 1,500")]
)
def test_a_comment_that_does_not_fit_is_refused_below_the_item(site: Site, town: Town, text: str, words: str) -> None:
    item = town.item()
    page = english(site, town.member).open(f"{AGENDA}/{item.id}")
    page = page.submit("Place comment", expect=422, comment=text)
    assert page.has(words)
    assert page.has("Dark path")
    assert rows(town.db, Comment) == 0


def test_an_offer_of_help_can_be_changed_and_taken_back(site: Site, town: Town) -> None:
    item = town.item()
    page = english(site, town.member).open(f"{AGENDA}/{item.id}").follow("Offer help")
    assert page.submit("Send my offer", expect=422, offer=" ").has("Say what you would like to do.")
    page = page.submit("Send my offer", offer="I bring soup.")
    page = page.follow("Change my offer").submit("Send my offer", offer="I bring bread.")
    assert page.has("I bring bread.")
    assert page.lacks("I bring soup.")
    assert page.submit("Take my offer back").has("Nobody has offered help yet.")


def test_the_board_merges_and_both_pages_stay(site: Site, town: Town) -> None:
    one, two = town.item("Dark path"), town.item("Broken lamps", by=town.member.actor)
    page = english(site, town.board).open(f"{AGENDA}/{two.id}").follow("Merge with another item")
    assert page.submit("Merge the items", expect=422).has("Choose an item.")
    page = page.submit("Merge the items", into=str(one.id), reason="The same path.")
    assert page.has("Broken lamps : 1 supporter")
    assert page.has("2 supporters")
    page = page.follow("Broken lamps")
    assert page.has("This item goes on together with another one.")
    page = page.follow("Split off again").submit("Split off again", reason="Not the same after all.")
    assert page.has("This item is new.")


def test_a_merge_posted_with_another_neighbourhoods_item_or_nonsense_is_refused(
    site: Site, town: Town, other_town: Town
) -> None:
    item, foreign = town.item(), other_town.item()
    visitor = english(site, town.board)
    for into in (str(foreign.id), "x", "-1", str(item.id)):
        page = visitor.post(f"{AGENDA}/{item.id}/samenvoegen", {"into": into}, expect=422)
        assert page.has("Choose an item.")
    assert item.state is ItemState.NEW


@pytest.mark.parametrize(
    ("link", "button", "outcome", "twice"),
    [
        (
            "Not on the agenda",
            "Do not put on the agenda",
            "The board did not put this item on the agenda.",
            "The board has already decided not to put this item on the agenda.",
        ),
        (
            "Close and say what came of it",
            "Close this item",
            "This item is closed.",
            "This item was closed already.",
        ),
    ],
)
def test_refusing_and_closing_need_words_that_everybody_reads(
    site: Site, town: Town, link: str, button: str, outcome: str, twice: str
) -> None:
    item = town.on_agenda()
    page = english(site, town.board).open(f"{AGENDA}/{item.id}").follow(link)
    page.submit(button, expect=422, reason="")
    page.submit(button, expect=422, reason="x" * 1001)
    done = page.submit(button, reason="The lamps are new.")
    assert done.has(outcome)
    again = page.submit(button, expect=409, reason="I wrote this while a colleague was faster.")
    assert again.has(twice)
    assert again.has("I wrote this while a colleague was faster.")
    assert english(site).open(f"{AGENDA}/{item.id}").has("The lamps are new.")


@pytest.mark.parametrize("act", ["plaatsen", "weigeren", "samenvoegen", "afsluiten", "heropenen"])
def test_only_the_board_decides(site: Site, town: Town, act: str) -> None:
    item = town.item()
    for person in (town.resident, town.member, town.team, town.secretary):
        english(site, person).open(f"{AGENDA}/{item.id}/{act}", expect=403)
        english(site, person).post(f"{AGENDA}/{item.id}/{act}", {"reason": "x"}, expect=403)
    assert english(site).open(f"{AGENDA}/{item.id}/{act}").path == "/inloggen"
    assert item.state is ItemState.NEW


def test_an_item_of_another_neighbourhood_is_not_here(site: Site, town: Town, other_town: Town) -> None:
    item = town.item()
    visitor = english(site, other_town.board)
    for end in ("", "/plaatsen", "/weigeren", "/samenvoegen", "/afsluiten", "/heropenen", "/reageren"):
        visitor.open(f"/de-vaart/agenda/{item.id}{end}", expect=404)
    english(site, other_town.member).post(f"/de-vaart/agenda/{item.id}/steunen", expect=404)
    visitor.open(f"{AGENDA}/{item.id}/weigeren", expect=403)
    english(site).open("/de-vaart/agenda/2000000000", expect=404)


def test_the_board_publishes_an_edition_that_everybody_can_read(site: Site, town: Town) -> None:
    visitor = english(site, town.board)
    page = visitor.open("/noorderkwartier/agenda/edities")
    assert page.has("The agenda is still empty.")
    assert page.lacks("Publish an edition")
    page = visitor.open("/noorderkwartier/agenda/edities/nieuw", expect=409)
    assert page.has("The agenda is still empty.")
    town.on_agenda()
    page = visitor.open("/noorderkwartier/agenda/edities").follow("Publish an edition")
    page.submit("Publish this edition", expect=422, foreword="")
    done = page.submit("Publish this edition", foreword="This is our **first**.")
    assert done.has("Agenda of Noorderkwartier, edition 1")
    assert page.submit("Publish this edition", expect=409, foreword="Again").has("An edition was published today")
    assert rows(town.db, Edition) == 1
    page = english(site).open("/noorderkwartier/agenda/edities").follow("Edition 1 of 15 March 2027")
    assert page.has("Dark path")
    english(site, town.member).open("/noorderkwartier/agenda/edities/nieuw", expect=403)
    english(site).open("/noorderkwartier/agenda/edities/77", expect=404)


def test_the_whole_agenda_can_be_printed(site: Site, town: Town) -> None:
    visitor = english(site)
    assert visitor.open(f"{AGENDA}/afdrukken").has("There is nothing on the agenda yet.")
    town.on_agenda()
    assert visitor.open(f"{AGENDA}/afdrukken").has("It is dark there.")


def test_the_team_tells_how_a_commitment_goes(site: Site, town: Town) -> None:
    made = promise(town)
    page = english(site, town.team).open("/noorderkwartier/toezeggingen").follow("A walk-in hour each week")
    page = page.follow("Tell how it goes")
    assert page.submit("Publish this progress", expect=422).has("Choose how it stands.")
    page.submit("Publish this progress", expect=422, state="done", text=" ")
    page.submit("Publish this progress", expect=422, state="sleeping", text="Zzz")
    page.submit("Publish this progress", expect=422, state="done", text="x" * 2001)
    done = page.submit("Publish this progress", state="stopped", text="There was *no* room.")
    assert done.has("Stopped")
    assert "<em>no</em>" in done.html
    assert done.lacks("Tell how it goes")
    assert page.submit("Publish this progress", expect=409, state="done", text="After all.").has("closed already")
    assert english(site).open(f"/noorderkwartier/toezeggingen/{made.id}").has("There was no room.")


def test_commitments_can_be_chosen_by_state_and_are_late_after_their_day(
    site: Site, town: Town, other_town: Town
) -> None:
    made = promise(town)
    page = english(site).open("/noorderkwartier/toezeggingen")
    assert page.lacks("Later than promised")
    assert page.follow("Done (0)").has("No commitment is in this state.")
    site.at(NOON + timedelta(days=300))
    assert english(site).open("/noorderkwartier/toezeggingen?staat=open").has("Later than promised")
    english(site).open("/noorderkwartier/toezeggingen?staat=nonsense")
    english(site).open(f"/de-vaart/toezeggingen/{made.id}", expect=404)
    assert english(site).open("/de-vaart/toezeggingen").has("There are no commitments yet.")
    for person in (town.member, town.resident, town.secretary):
        english(site, person).open(f"/noorderkwartier/toezeggingen/{made.id}/voortgang", expect=403)
    english(site, other_town.team).open(f"/de-vaart/toezeggingen/{made.id}/voortgang", expect=404)
    assert town.db.get_one(Commitment, made.id).state is CommitmentState.OPEN
    assert made.due_on == date(2027, 9, 1)


def _busy(town: Town, size: int) -> Item:
    """`size` items, and one of them with `size` comments, offers, supporters and duplicates."""
    people = [make.member(town.db, town.place) for _ in range(size)]
    items = [town.item(f"Item {n} of {size}") for n in range(size)]
    main = items[0]
    for person, item in zip(people, items, strict=True):
        actions.support(town.db, person.actor, town.place.id, main.id, at=NOON)
        actions.comment(town.db, person.actor, town.place.id, main.id, "Yes", at=NOON)
        actions.offer_help(town.db, person.actor, town.place.id, main.id, "Soup", at=NOON)
        promise(town, item_id=main.id)
        if item is not main:
            actions.put_on_agenda(town.db, town.board.actor, town.place.id, item.id, at=NOON)
    double = town.item(f"Double of {size}")
    actions.merge(town.db, town.board.actor, town.place.id, double.id, main.id, at=NOON)
    return main


@pytest.mark.parametrize("signed_in", [False, True])
def test_pages_need_few_statements_whatever_their_size(site: Site, town: Town, signed_in: bool) -> None:
    counted: list[dict[str, int]] = []
    for size in (2, 12):
        item = _busy(town, size)
        visitor = english(site, town.member if signed_in else None)
        count = {}
        for name, path in (
            ("list", AGENDA),
            ("item", f"{AGENDA}/{item.id}"),
            ("print", f"{AGENDA}/afdrukken"),
            ("commitments", "/noorderkwartier/toezeggingen"),
        ):
            with CountStatements(town.db) as seen:
                visitor.open(path)
            count[name] = seen.count
        counted.append(count)
    assert counted[0] == counted[1]
    assert counted[1]["list"] <= 8
    assert counted[1]["item"] <= 10
    assert queries.agenda_counts(town.db, town.place.id).total == 14
