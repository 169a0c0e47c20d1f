"""Secret votes through the pages, without JavaScript: open, vote, change, close, open the box, publish, check."""

import base64
import io
import json
import zipfile
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from coop.ballotbox.models import Box
from coop.ballotbox.policy import BoxState, Channel
from coop.ballotbox.queries import announced
from coop.demo.sealed import tellers_of_demo
from coop.kernel.errors import ConflictError
from coop.rules.sealing.chance import SeededChance
from coop.rules.sealing.checking import check, check_checkpoint, check_receipt, check_tracker
from coop.rules.sealing.faults import UntrueError
from coop.rules.sealing.hpke import Sealer
from coop.rules.sealing.keys import OpeningKeys
from coop.rules.sealing.shares import seed_of
from coop.rules.sealing.tellers import answer_of
from coop.rules.sealing.vault import opened_box
from coop.voting import actions
from coop.voting.models import Poll, SealedPoll, StoredBallot
from coop.voting.policy import BallotKind, PollState
from coop.voting.queries import sealed_of, turnout_of
from tests.rules.sealing.tampering import standalone
from tests.support.make import NOON, Person
from tests.support.site import Page, Site, Visitor
from tests.voting.conftest import AFTER, SEED, Town

BASE = "/noorderkwartier/stemmen"


def reader(site: Site, person: Person) -> Visitor:
    return site.visitor(language="en").sign_in(person)


def opened(town: Town, site: Site, poll: Poll) -> Poll:
    """Open a draft as a secret vote through the page; an election of persons with tellers."""
    if poll.ballot_kind is BallotKind.ELECTION:
        return opened_with_tellers(town, site, poll)
    page = reader(site, town.secretary).open(f"{BASE}/{poll.id}/openen").submit("Open as a secret vote")
    assert page.has("The secret vote is open")
    town.db.refresh(poll)
    return poll


def opened_with_tellers(town: Town, site: Site, poll: Poll) -> Poll:
    """Three tellers bring a key and prove their codes; then the vote opens."""
    about, tellers = (town.db, town.secretary.actor, town.place.id, poll.id), tellers_of_demo()
    trial = actions.take_teller_key(*about, tellers.line, chance=SeededChance("trial")).trial.encode()
    for two in (tellers.codes[:2], tellers.codes[1:]):
        actions.answer_trial(*about, answer_of(trial, list(two)))
    return actions.open_with_tellers(*about, hands_of(site), at=NOON, key="k", name=str(uuid4()))


def motion(town: Town, site: Site) -> Poll:
    return opened(town, site, town.of_kind(BallotKind.MOTION, "Evening hours"))


def code_on(page: Page) -> str:
    """The code that the check page shows."""
    return str(page.soup.select_one("strong.code").get_text())  # type: ignore[union-attr]


def vote(site: Site, person: Person, poll: Poll, *choices: str, own: str = "", base: str = BASE) -> tuple[str, bytes]:
    """From the ballot to the receipt; gives the code and the receipt."""
    page = reader(site, person).open(f"{base}/{poll.id}/stem")
    given: dict[str, Any] = {
        "choices": choices[0] if poll.ballot_kind is BallotKind.MOTION else list(choices),
        "own": own,
    }
    page = page.submit("Check my vote", **given)
    code = code_on(page)
    sent, page = page, page.submit("Send my closed envelope")
    assert page.has("Received: your vote is in")
    # The code is not lost when the receipt is loaded again; it stands in no address and not in the receipt.
    assert code in page.text
    assert code not in page.path
    link = page.soup.select_one("a[download]")
    assert link
    assert sent.submit("Send my closed envelope").text == page.text
    assert code.encode() not in base64.b64decode(str(link["href"]).partition(",")[2])
    assert page.has("It says nothing about what was chosen.")
    return code, base64.b64decode(str(link["href"]).partition(",")[2])


def unpacked(visitor: Visitor, path: str) -> dict[str, bytes]:
    """The files of a download."""
    answer = visitor.client.get(path)
    assert answer.status_code == 200
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        return {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}


def folder(site: Site, poll: Poll) -> dict[str, bytes]:
    """What anybody downloads."""
    return unpacked(site.visitor(), f"{BASE}/{poll.id}/stembestanden.zip")


def finish(town: Town, site: Site, poll: Poll) -> None:
    """Close, throw the lot, count, publish."""
    site.at(AFTER)
    secretary = reader(site, town.secretary)
    secretary.open(f"{BASE}/{poll.id}/beheer").submit("Close the vote")
    secretary.open(f"{BASE}/{poll.id}/tellen").submit("Count the votes", seed=SEED)
    box = sealed_of(town.db, town.place.id, poll.id)
    if box and box.waits_for_tellers:
        keys = OpeningKeys.of(seed_of(list(tellers_of_demo().codes[:2]), 2))
        files = opened_box(keys, actions.sealed_box(town.db, box.box_id), AFTER)
        about = (town.db, town.secretary.actor, town.place.id, poll.id)
        actions.take_opening(*about, files, site=hands_of(site).site, at=AFTER)
    secretary.open(f"{BASE}/{poll.id}/beheer").submit("Publish the result")
    town.db.refresh(poll)


def test_a_secret_motion_from_opening_to_everybodys_own_check(town: Town, site: Site) -> None:
    town.crowd(6)
    poll = motion(town, site)
    checkpoint = site.visitor().client.get("/noorderkwartier/stemlog").data
    votes = [("for" if number < 6 else "against", "A7" if number == 2 else "") for number in range(11)]
    voted = [vote(site, town.members[n], poll, choice, own=own) for n, (choice, own) in enumerate(votes)]
    assert voted[2][0].endswith("-A7")
    page = reader(site, town.members[0]).open(f"{BASE}/{poll.id}")
    assert page.has("You have voted. Your vote is in.")
    assert reader(site, town.members[0]).open(f"{BASE}/{poll.id}/bewijs").has("You voted on the website.")
    changed = vote(site, town.members[0], poll, "against")
    assert town.db.scalar(select(func.count()).select_from(StoredBallot)) == 0
    finish(town, site, poll)
    assert poll.state is PollState.PUBLISHED
    files = folder(site, poll)
    checked = check(files)
    standalone().check(files)
    assert checked.result["votes"] == {"yes": 5, "no": 6, "blank": 0}
    assert check_tracker(checked, changed[0])["counted_as"] == [["no"]]
    assert check_receipt(checked, changed[1])
    with pytest.raises(UntrueError):
        check_receipt(checked, voted[0][1])
    assert check_checkpoint(checked, checkpoint) == 1
    record = poll.record or {}
    assert "against" in json.dumps(record)
    stored = town.db.scalars(select(StoredBallot)).all()
    assert {one.membership_id for one in stored} == {None}
    assert sorted(one.choices[0] for one in stored) == ["against"] * 6 + ["for"] * 5
    result = site.visitor(language="en").open(f"{BASE}/{poll.id}/uitslag")
    assert result.has("rejected")
    links = {link.text: str(link["href"]).partition("?")[0] for link in result.soup.select("main a[href]")}
    assert links["Download all votes"] == f"{BASE}/{poll.id}/stembestanden.zip"
    assert links["Program that recounts them"] == "/static/verifier.py"


def test_23_a_code_is_looked_up_by_its_beginning_only(town: Town, site: Site) -> None:
    town.crowd(6)
    poll = motion(town, site)
    voted = [vote(site, town.members[number], poll, "for") for number in range(10)]
    anybody = site.visitor(language="en")
    assert anybody.client.get(f"{BASE}/{poll.id}/stemcodes").status_code == 303
    finish(town, site, poll)
    code = voted[3][0]
    # Among ten votes two signs would say whose it is: the page asks nothing, and shows all to everybody.
    page = anybody.open(f"{BASE}/{poll.id}/stemcodes")
    assert [row.get_text() for row in page.soup.select("main th[scope=row]")] == sorted(one for one, _ in voted)
    assert page.has("For")
    assert not page.soup.select("main form")
    for begin in (code, code[:2], "x", "%00", "é", "'\"<"):
        same = anybody.open(f"{BASE}/{poll.id}/stemcodes?begin={begin}").soup.select_one("main")
        assert str(same) == str(page.soup.select_one("main")), begin


def test_23_of_a_large_vote_the_beginning_is_asked_that_many_share(
    town: Town, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    town.crowd(6)
    poll = motion(town, site)
    codes = [vote(site, town.members[number], poll, "for")[0] for number in range(10)]
    finish(town, site, poll)
    anybody = site.visitor(language="en")
    for signs in (1, 2):
        monkeypatch.setattr("coop.voting.views.sealed.signs_asked", lambda _total, signs=signs: signs)
        first = anybody.open(f"{BASE}/{poll.id}/stemcodes")
        assert not [code for code in codes if first.has(code)]
        assert [box["maxlength"] for box in first.soup.select("#begin")] == [str(signs)]
        page = first.submit("Show these votes", begin=codes[3][:signs].lower())
        for code in codes:
            assert page.has(code) is (code[:signs] == codes[3][:signs])
        # A whole code in the field looks for no more than its beginning.
        assert anybody.open(f"{BASE}/{poll.id}/stemcodes?begin={codes[3]}").has(codes[3])
        for strange in ("", "%00", "é", "'\"<"):
            assert anybody.open(f"{BASE}/{poll.id}/stemcodes?begin={strange}").lacks(codes[3])


def test_secret_priorities_and_elections_are_counted_from_the_box(town: Town, site: Site) -> None:
    town.crowd(6)
    hours = opened(town, site, town.draft("Hours"))
    board = opened(town, site, town.of_kind(BallotKind.ELECTION, "Anna", "Bram", "Cor"))
    for number in range(10):
        vote(site, town.members[number], hours, *(("1", "2") if number % 2 else ("3",)))
        vote(site, town.members[number], board, *(("1", "2") if number < 6 else ("3", "1")))
    finish(town, site, hours)
    finish(town, site, board)
    for poll in (hours, board):
        checked = check(folder(site, poll))
        standalone().check(folder(site, poll))
        assert poll.state is PollState.PUBLISHED
        assert checked.result["ballots"] == 10
        assert json.dumps(checked.result["winners"]) in json.dumps(poll.record)


def test_an_open_ballot_never_enters_a_secret_vote(town: Town, site: Site) -> None:
    poll = motion(town, site)
    with pytest.raises(ConflictError, match="secret vote"):
        town.cast(poll, 0, "for")
    voter = reader(site, town.members[0])
    page = voter.open(f"{BASE}/{poll.id}/stem")
    token = page.soup.select_one("input[name=csrf_token]")["value"]  # type: ignore[index]
    sent = {"csrf_token": token, "choices": "for", "version": "0", "submission": "x"}
    for path in ("stem", "controle"):
        voter.client.post(f"{BASE}/{poll.id}/{path}", data=sent)
    assert town.db.scalar(select(func.count()).select_from(StoredBallot)) == 0


def test_10_reloading_going_back_and_sending_twice_are_harmless(town: Town, site: Site) -> None:
    poll = motion(town, site)
    voter = reader(site, town.members[0])
    check_page = voter.open(f"{BASE}/{poll.id}/stem").submit("Check my vote", choices="for")
    first = check_page.submit("Send my closed envelope")
    again = check_page.submit("Send my closed envelope")
    assert first.soup.select_one("a[download]") == again.soup.select_one("a[download]")
    # Back to the check page, where the browser sends the ballot of before once more: the answer is a page of its own.
    sent = voter.open(f"{BASE}/{poll.id}/stem").submit("Check my vote", choices="against")
    back = check_page.submit("Change my choice").submit("Check my vote", choices="against")
    assert back.path == f"{BASE}/{poll.id}/bewijs"
    assert back.has("changed nothing")
    assert back.has("You voted on the website.")
    # Two check pages in two windows: the newer vote stays.
    other = voter.open(f"{BASE}/{poll.id}/stem").submit("Check my vote", choices="blank")
    sent.submit("Send my closed envelope")
    assert other.submit("Send my closed envelope", expect=409).has("another window")
    for path in ("envelop", "envelop-sluiten", "bewijs"):
        assert voter.client.get(f"{BASE}/{poll.id}/{path}").status_code in (200, 303)


def test_15_a_late_vote_is_refused_and_says_so(town: Town, site: Site) -> None:
    poll = motion(town, site)
    page = reader(site, town.members[0]).open(f"{BASE}/{poll.id}/stem").submit("Check my vote", choices="for")
    site.at(AFTER)
    assert page.submit("Send my closed envelope", expect=409).has("The vote is closed.")


def test_the_browser_gets_a_receipt_or_a_reason_in_json(town: Town, site: Site) -> None:
    poll = motion(town, site)
    voter = reader(site, town.members[0])
    page = voter.open(f"{BASE}/{poll.id}/stem").submit("Check my vote", choices="blank")
    fields = [one for one in page.soup.select("form input[name]") if one["name"] != "choices"]
    form = {str(one["name"]): str(one["value"]) for one in fields}
    url, head = f"{BASE}/{poll.id}/envelop", {"Accept": "application/json"}
    answer = voter.client.post(url, data=form, headers=head)
    assert answer.status_code == 200
    assert set(answer.json) == {"receipt", "key"}  # type: ignore[arg-type]
    wrong: dict[str, tuple[str, ...]] = {
        "envelope": ("", "!!", base64.b64encode(b"x").decode(), "A" * 4_004),
        "submission": ("x" * 37, "a\0b", "other"),
        "version": ("", "-1", "x", "²", "1" * 10),
        "voter": ("", "0", str(town.members[1].actor.membership_id)),
    }
    for name, texts in wrong.items():
        for value in texts:
            answer = voter.client.post(url, data={**form, name: value}, headers=head)
            assert (answer.status_code, name) == (409, name)
            assert answer.json
            assert answer.json["reason"]
    assert turnout_of(town.db, poll) == {Channel.ONLINE: 1}


def test_22_while_it_is_open_pages_show_only_how_many_voted(town: Town, site: Site) -> None:
    poll = motion(town, site)
    for number, choice in enumerate(("for", "for", "against")):
        vote(site, town.members[number], poll, choice)
    page = site.visitor(language="en").open(f"{BASE}/{poll.id}")
    assert page.has("Have voted")
    assert site.visitor().client.get(f"{BASE}/{poll.id}/stembestanden.zip").status_code == 404
    assert site.visitor().client.get(f"{BASE}/{poll.id}/uitslag").status_code in (303, 404)


def test_31_every_member_is_told_whether_they_voted(town: Town, site: Site) -> None:
    poll = motion(town, site)
    vote(site, town.members[0], poll, "for")
    actions.close_poll(town.db, town.secretary.actor, town.place.id, poll.id, at=AFTER)
    actions.seal_due_polls(town.db, site.app.extensions["coop.site_key"], at=AFTER)
    mails = town.db.execute(text("SELECT to_account_id, body FROM outbox WHERE body LIKE '%is closed%'")).all()
    told: dict[int, str] = {row[0]: row[1] for row in mails}
    assert "You voted on the website" in told[town.members[0].account.id]
    assert "You did not vote" in told[town.members[1].account.id]
    assert actions.seal_due_polls(town.db, site.app.extensions["coop.site_key"], at=AFTER) == []


def test_39_before_voting_the_page_says_what_a_code_can_prove(town: Town, site: Site) -> None:
    poll = motion(town, site)
    page = reader(site, town.members[0]).open(f"{BASE}/{poll.id}/stem")
    for words in ("The code shows how you voted. Do not share it.", "our choice can be guessed", "cheat together"):
        assert page.has(words)


@pytest.mark.parametrize("kind", [BallotKind.CHOICE, BallotKind.ELECTION, BallotKind.MOTION])
def test_39_who_can_fill_in_a_rare_ballot_is_told_before_voting(town: Town, site: Site, kind: BallotKind) -> None:
    poll = opened(town, site, town.of_kind(kind, "Dawn", "Noon", "Dusk") if kind is not BallotKind.MOTION else
                  town.of_kind(kind, "Evening hours"))  # fmt: skip
    page = reader(site, town.members[0]).open(f"{BASE}/{poll.id}/stem")
    assert page.has("A rare order or combination is like a signature") is (kind is not BallotKind.MOTION)
    # Who keeps the key, and what happens when few vote, differ with the kind.
    assert page.has("Three tellers keep the key on paper") is (kind is BallotKind.ELECTION)
    assert page.has("The key is kept in a locked part") is (kind is not BallotKind.ELECTION)
    assert page.has("With fewer than 10 votes only totals") is (kind is BallotKind.MOTION)
    assert page.has("With fewer than 10 votes the box stays closed") is (kind is not BallotKind.MOTION)


def test_25_few_voters_in_a_motion_give_totals_and_elsewhere_the_vote_must_be_void(town: Town, site: Site) -> None:
    few, hours = motion(town, site), opened(town, site, town.draft("Hours"))
    for number in range(3):
        vote(site, town.members[number], few, "for")
    vote(site, town.members[0], hours, "1")
    finish(town, site, few)
    assert folder(site, few)["ballots.csv"] == b"tracker,choices\n"
    assert check(folder(site, few)).result["votes"]["yes"] == 3
    site.at(AFTER)
    secretary = reader(site, town.secretary)
    secretary.open(f"{BASE}/{hours.id}/beheer").submit("Close the vote")
    page = secretary.open(f"{BASE}/{hours.id}/tellen").submit("Count the votes", seed=SEED, expect=409)
    assert page.has("Fewer than 10 members voted")
    # The box stays closed: no lot is written down, and the key was not asked for.
    assert town.db.scalars(select(Box.state).order_by(Box.id)).all()[-1] is BoxState.SEALED


def test_25_of_two_voters_nothing_is_opened_not_even_a_motion_and_the_page_says_what_to_do(
    town: Town, site: Site
) -> None:
    poll = motion(town, site)
    for number in range(2):
        vote(site, town.members[number], poll, "for")
    site.at(AFTER)
    secretary = reader(site, town.secretary)
    secretary.open(f"{BASE}/{poll.id}/beheer").submit("Close the vote")
    page = secretary.open(f"{BASE}/{poll.id}/tellen").submit("Count the votes", seed=SEED, expect=409)
    assert page.has("Fewer than 3 members voted")
    assert page.has("Declare this vote void")
    assert "ballots.csv" not in folder(site, poll)
    # Said before the lot is written down, in the language of the reader, and not by the vault.
    assert town.db.scalars(select(Box.state)).one() is BoxState.SEALED


def test_an_election_of_persons_opens_as_a_secret_vote_with_tellers_only(town: Town, site: Site) -> None:
    poll = town.of_kind(BallotKind.ELECTION, "Anna", "Bram", "Cor")
    page = reader(site, town.secretary).open(f"{BASE}/{poll.id}/openen")
    assert page.has("three tellers keep the key")
    assert page.has("Open as a secret vote with tellers")
    assert not page.soup.select(f"form[action$='{poll.id}/geheim-openen']")
    with pytest.raises(ConflictError, match="three tellers"):
        actions.open_sealed_poll(
            town.db, town.secretary.actor, town.place.id, poll.id, hands_of(site), at=NOON, key="k", name=str(uuid4())
        )


def test_a_vote_that_is_declared_void_while_somebody_casts_takes_no_envelope(town: Town, site: Site) -> None:
    poll, by = motion(town, site), town.members[0]
    box = sealed_of(town.db, town.place.id, poll.id)
    assert box
    envelope = Sealer(box.announced.key("opening"), box.announced.purpose).seal(b" " * 256, b"r" * 32)

    def declare_void() -> None:
        actions.void_poll(town.db, town.board.actor, town.place.id, poll.id, "A mistake.", at=NOON)

    def cast(begin: Callable[[], object]) -> None:
        about = (town.db, by.actor, town.place.id, poll.id, envelope)
        how: dict[str, Any] = {"site": hands_of(site).site, "at": NOON, "own_clock": False}
        actions.cast_sealed_ballot(*about, saw_version=0, submission="one", begin=begin, **how)

    for begin in (declare_void, lambda: None):
        with pytest.raises(ConflictError, match="void"):
            cast(begin)
    assert turnout_of(town.db, poll) == {}


def hands_of(site: Site) -> actions.Hands:
    """Key and vault of the site in tests."""
    return actions.Hands(site.app.extensions["coop.site_key"], site.app.extensions["coop.vault"], "coop.test/stemlog")


def test_who_is_counted_wrongly_reads_until_when_they_can_say_so(town: Town, site: Site) -> None:
    town.crowd(6)
    poll = motion(town, site)
    for number in range(10):
        vote(site, town.members[number], poll, "for")
    finish(town, site, poll)
    in_time, over = "Tell the board before", "you could say that your vote was wrong"
    for days, words, others in ((0, in_time, over), (29, in_time, over), (30, over, in_time)):
        site.at(AFTER + timedelta(days=days))
        for path in ("uitslag", "stemcodes?begin=AB"):
            page = site.visitor(language="en").open(f"{BASE}/{poll.id}/{path}")
            assert page.has(words), (days, path)
            assert page.lacks(others), (days, path)


def test_envelopes_and_key_are_destroyed_after_thirty_days(town: Town, site: Site, db: Session) -> None:
    town.crowd(6)
    poll = motion(town, site)
    for number in range(10):
        vote(site, town.members[number], poll, "for")
    finish(town, site, poll)
    hands = hands_of(site)
    assert actions.destroy_due_boxes(db, hands, at=AFTER + timedelta(days=29)) == 0
    assert actions.destroy_due_boxes(db, hands, at=AFTER + timedelta(days=31)) == 1
    assert actions.destroy_due_boxes(db, hands, at=AFTER + timedelta(days=32)) == 0
    assert db.scalar(text("SELECT count(*) FROM sealed_envelopes WHERE envelope IS NOT NULL")) == 0
    box = db.scalars(select(Box).join(SealedPoll, SealedPoll.box_id == Box.id)).one()
    with pytest.raises(ConflictError, match="destroyed"):
        hands.keeper.new(announced(box).facts)
    check(folder(site, poll))
