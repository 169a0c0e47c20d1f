"""Every kind of vote as a secret vote: its rule, its effect, its result and its published files say one thing."""

import json
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from coop.ballotbox.models import Box
from coop.kernel.errors import ConflictError
from coop.rules.sealing.checking import check
from coop.voting import actions
from coop.voting.models import Poll, SealedPoll
from coop.voting.policy import BallotKind, Method, PollState, Settings, VoteKind
from tests.rules.sealing.tampering import standalone
from tests.support.site import Site
from tests.voting.conftest import AFTER, SEED, USUAL, Town
from tests.voting.test_sealed import BASE, finish, folder, hands_of, opened, reader, vote

CHOICE = USUAL[BallotKind.CHOICE]
FORMS: dict[str, tuple[BallotKind, Settings, tuple[str, ...]]] = {
    "priorities": (BallotKind.PRIORITIES, USUAL[BallotKind.PRIORITIES], ("1", "2")),
    "budget": (BallotKind.BUDGET, USUAL[BallotKind.BUDGET], ("1", "2")),
    "motion": (BallotKind.MOTION, USUAL[BallotKind.MOTION], ("for", "against")),
    "election": (BallotKind.ELECTION, USUAL[BallotKind.ELECTION], ("1", "2")),
    "approve": (BallotKind.CHOICE, replace(CHOICE, method=Method.SCORE), ("1", "2")),
    "schulze": (BallotKind.CHOICE, replace(CHOICE, method=Method.SCHULZE), ("1", "2")),
    "ranked pairs": (BallotKind.CHOICE, replace(CHOICE, method=Method.RANKED_PAIRS), ("1", "2")),
}


def draft(town: Town, form: str) -> Poll:
    kind, settings, _ = FORMS[form]
    titles = ("Evening hours",) if kind is BallotKind.MOTION else ("Red", "Blue", "Green")
    divides: dict[str, Any] = {"amounts": (700, 700, 700), "budget": 1200} if kind.divides else {}
    return town.of_kind(kind, *titles, settings=settings, **divides)


def outcome(poll: Poll) -> Any:
    record = poll.record or {}
    return record["explanation"]["outcome"] if "explanation" in record else record["count"]


@pytest.mark.parametrize("form", FORMS)
def test_every_kind_can_be_secret_and_a_tie_ends_the_same_everywhere(town: Town, site: Site, form: str) -> None:
    town.crowd(4)
    _, _, (one, two) = FORMS[form]
    poll = opened(town, site, draft(town, form))
    page = reader(site, town.members[0]).open(f"{BASE}/{poll.id}")
    assert page.has("Kind of vote")
    assert page.has(poll.vote_kind.words)
    # As many for one as for the other: in most kinds only the lot can decide.
    for number in range(10):
        mine = (one, two) if poll.ballot_kind.divides else (one if number % 2 else two,)
        vote(site, town.members[number], poll, *mine)
    finish(town, site, poll)
    files = folder(site, poll)
    result = check(files).result
    standalone().check(files)
    shown = outcome(poll)
    if "passed" in result:
        assert (shown["passed"], result["passed"]) == (False, False)
    else:
        assert list(shown["winners"]) == result["winners"]
        assert len(result["winners"]) >= 1
    facts = json.loads(files["poll.json"])
    assert (facts["effect"], facts["question"]) == (poll.vote_kind.value, poll.question)
    assert site.visitor(language="en").open(f"{BASE}/{poll.id}/uitslag").status == 200


@pytest.mark.parametrize("kind", VoteKind)
def test_the_effect_of_a_vote_is_announced_in_the_files_and_on_the_ballot(
    town: Town, site: Site, kind: VoteKind
) -> None:
    poll = opened(town, site, town.of_kind(BallotKind.MOTION, "Evening hours", vote_kind=kind))
    page = reader(site, town.members[0]).open(f"{BASE}/{poll.id}/stem")
    assert page.has(kind.words)
    assert page.has(kind.help) or kind is VoteKind.CONSULTATION
    box = actions_box(town, poll)
    assert json.loads(box)["effect"] == kind.value


def actions_box(town: Town, poll: Poll) -> str:
    """What was announced."""
    query = select(Box.facts).join(SealedPoll, SealedPoll.box_id == Box.id).where(SealedPoll.poll_id == poll.id)
    return str(town.db.scalar(query))


def test_a_published_result_that_differs_from_the_site_stops_the_count(
    town: Town, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    town.crowd(4)
    poll = opened(town, site, draft(town, "approve"))
    for number in range(10):
        vote(site, town.members[number], poll, "1")
    site.at(AFTER)
    actions.close_poll(town.db, town.secretary.actor, town.place.id, poll.id, at=AFTER)
    actions.seal_due_polls(town.db, site.app.extensions["coop.site_key"], at=AFTER)
    true = actions.count_poll

    def lie(*given: Any, **more: Any) -> Poll:
        counted = true(*given, **more)
        counted.record = {**(counted.record or {}), "count": {**outcome(counted), "winners": ["3"]}}
        return counted

    monkeypatch.setattr("coop.voting.actions.sealed.count_poll", lie)
    with pytest.raises(ConflictError, match="another result"):
        actions.open_sealed_box(
            town.db, town.secretary.actor, town.place.id, poll.id, hands_of(site), seed=SEED, at=AFTER
        )


def test_a_draft_goes_on_to_void_with_a_reason_from_every_state_but_published(town: Town, site: Site) -> None:
    poll = opened(town, site, draft(town, "schulze"))
    vote(site, town.members[0], poll, "2", "1")
    page = reader(site, town.secretary).open(f"{BASE}/{poll.id}/ongeldig")
    page.submit("Declare void", reason="", expect=422)
    page.submit("Declare void", reason="Blue was painted red.")
    town.db.refresh(poll)
    assert poll.state is PollState.VOID
    assert site.visitor(language="en").open(f"{BASE}/{poll.id}").has("Blue was painted red.")
