"""Until publication no page, feed, file or mail tells how votes fall (test 22): every address is asked.

Two neighbourhoods are the same but for one thing: in the first everybody votes for, in the second against. Whatever
anybody gets from one must be, names and numbers of order aside, what they get from the other.
"""

import io
import re
import zipfile
from uuid import uuid4

import pytest
from sqlalchemy import text
from werkzeug.routing import Rule

from coop.districts.models import District
from coop.voting import actions
from coop.voting.models import Poll
from coop.voting.policy import BallotKind, PollState
from coop.web.qr import qr_svg
from tests.support import make
from tests.support.make import NOON, Person
from tests.support.site import Site, Visitor
from tests.voting.conftest import AFTER, SEED, Town, found
from tests.voting.test_sealed import hands_of, vote

VOTERS = 10
# What differs between any two neighbourhoods, or between any two answers.
ALIKE = (
    (re.compile(r"\b[0-9a-f]{64}\b"), "HASH"),
    (re.compile(r"\b[0-9a-f]{32}\b"), "TOKEN"),
    (re.compile(r'(name="(?:csrf_token|submission)"[^>]*value=")[^"]*'), r"\1"),
    (re.compile(r"coop-key-2:[0-9a-f:,]+|\b[0-9a-f]{130}\b|[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f-]{17}"), "KEY"),
    (re.compile(r"\b[0-9A-Z]{5}-[0-9A-Z]{5}\b"), "CODE"),
    (re.compile(r"\bperson\d+@coop\.test"), "MAIL"),
    (re.compile(r"Said aloud or by phone: [^<]*"), "SPOKEN"),
    (re.compile(r"/\d+\b"), "/N"),
    (re.compile(r'(value="|id="[a-z_-]*|for="[a-z_-]*|-)\d+"'), r'\1N"'),
    (re.compile(r'"(id|poll_id|number)": ?\d+'), r'"\1": N'),
)


def towns(site: Site) -> list[Town]:
    """Two neighbourhoods with the same people."""
    made = [found(site.db, slug) for slug in ("de-ene", "de-andere")]
    for town in made:
        town.crowd(VOTERS - 5)
    return made


def plain(answer: str, town: Town) -> str:
    """What is the same in both neighbourhoods."""
    place = town.db.get_one(District, town.place.id)
    # A picture of an address that the page says in words too.
    for address in set(re.findall(r"https?://[^\s<\"]+", answer)) if 'class="qr"' in answer else ():
        answer = answer.replace(qr_svg(address, "").rpartition(' d="')[2], f'{address}"/></svg>')
    for own in (place.slug, place.name, place.cooperative, place.slug.replace("-", " ")):
        answer = re.sub(re.escape(own), "PLACE", answer, flags=re.IGNORECASE)
    for pattern, same in ALIKE:
        answer = pattern.sub(same, answer)
    return answer


def addresses(site: Site, town: Town, poll: Poll) -> list[str]:
    """Every address of a neighbourhood that needs no number, or the number of this vote only."""
    rules: list[Rule] = [rule for rule in site.app.url_map.iter_rules() if "GET" in (rule.methods or ())]
    wanted = [rule for rule in rules if rule.arguments <= {"district", "poll_id"} and rule.arguments]
    paths = []
    for rule in wanted:
        path = re.sub(r"<[^>]*poll_id>", str(poll.id), rule.rule)
        path = re.sub(r"<[^>]*>", town.place.slug, path)
        paths.append(path)
    # The log of acts in office runs on over all neighbourhoods, so its numbers differ; about votes it says nothing.
    # What is over the fence, and the agendas of neighbours, are about the other neighbourhood, by name.
    others = ("/over-de-schutting", "/open-data/buren")
    paths = [path for path in paths if not path.endswith("/logboek") and not any(part in path for part in others)]
    assert sum(f"/stemmen/{poll.id}" in path for path in paths) >= 15
    return sorted(set(paths))


def names_in(packed: bytes) -> str:
    """What files lie in an archive; what is in them are hashes of envelopes, different in every vote."""
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        return " ".join(name.partition("/")[2] for name in archive.namelist())


def told(site: Site, town: Town, poll: Poll) -> dict[str, str]:
    """What everybody who did not vote gets from every address."""
    readers: dict[str, Person | None] = {"visitor": None, "secretary": town.secretary, "board": town.board}
    readers["member"] = town.members[VOTERS]
    answers = {}
    for name, person in readers.items():
        window = site.visitor(language="en")
        if person:
            window.sign_in(person)
        for path in addresses(site, town, poll):
            answer = window.get(path)
            is_packed = "zip" in answer.content_type
            body = names_in(answer.data) if is_packed else answer.get_data(as_text=True)
            assert not is_packed or "ballots.csv" not in body, (name, path)
            answers[f"{name} {plain(path, town)}"] = plain(f"{answer.status_code} {body}", town)
    mails = town.db.execute(text("SELECT subject, body FROM outbox WHERE district_id = :here"), {"here": town.place.id})
    answers["mail"] = plain("\n".join(sorted(f"{row[0]} {row[1]}" for row in mails)), town)
    return answers


def apart(one: str, other: str) -> str:
    """Where two answers part."""
    place = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return f"…{one[max(place - 80, 0) : place + 60]!r} | {other[max(place - 20, 0) : place + 60]!r}"


def at_state(site: Site, town: Town, choice: str, state: PollState, *, secret: bool) -> Poll:
    """A motion on which everybody votes the same, brought to this state."""
    poll = town.of_kind(BallotKind.MOTION, "Evening hours")
    by, here = town.secretary.actor, town.place.id
    if secret:
        name = str(uuid4())
        actions.open_sealed_poll(town.db, by, here, poll.id, hands_of(site), at=NOON, key="a" * 64, name=name)
    else:
        actions.open_poll(town.db, by, here, poll.id, at=NOON, key="a" * 64)
    for number in range(VOTERS):
        if secret:
            vote(site, town.members[number], poll, choice, base=f"/{town.place.slug}/stemmen")
        else:
            town.cast(poll, number, choice)
    if state is not PollState.OPEN:
        site.at(AFTER)
        actions.close_poll(town.db, by, here, poll.id, at=AFTER)
        actions.seal_due_polls(town.db, site.app.extensions["coop.site_key"], at=AFTER)
    if state is PollState.COUNTED and secret:
        actions.open_sealed_box(town.db, by, here, poll.id, hands_of(site), seed=SEED, at=AFTER)
    elif state is PollState.COUNTED:
        actions.count_poll(town.db, by, here, poll.id, SEED, at=AFTER)
    town.db.flush()
    return poll


@pytest.mark.parametrize("secret", [True, False], ids=["secret", "ordinary"])
@pytest.mark.parametrize("state", [PollState.OPEN, PollState.CLOSED, PollState.COUNTED])
def test_22_nothing_that_anybody_can_get_depends_on_how_votes_fall(site: Site, state: PollState, secret: bool) -> None:
    first, second = towns(site)
    polls = [
        at_state(site.at(NOON), town, choice, state, secret=secret)
        for town, choice in ((first, "for"), (second, "against"))
    ]
    if state is not PollState.OPEN:
        site.at(AFTER)
    one, other = (told(site, town, poll) for town, poll in zip((first, second), polls, strict=True))
    assert one.keys() == other.keys()
    different = [name for name in one if one[name] != other[name]]
    assert not different, "\n".join(f"{name}: {apart(one[name], other[name])}" for name in different)


def windows(site: Site, town: Town) -> dict[str, Visitor]:
    """Six kinds of readers who do not vote."""
    made = {"visitor": site.visitor(language="en")}
    team, administrator = make.team(town.db, town.place), make.administrator(town.db, town.place)
    readers = {"secretary": town.secretary, "board": town.board, "member": town.members[VOTERS]}
    for name, person in {**readers, "team": team, "administrator": administrator}.items():
        made[name] = site.visitor(language="en").sign_in(person)
    return made


def everything(site: Site, readers: dict[str, Visitor], town: Town, poll: Poll) -> dict[str, str]:
    """What they get from every address of the site that needs no number but that of this vote."""
    sites = [
        rule.rule for rule in site.app.url_map.iter_rules() if "GET" in (rule.methods or ()) and not rule.arguments
    ]
    # One's own sign-ins, keys and looks in office say nothing of votes, and are new every time.
    sites = [path for path in sites if not path.startswith(("/mijn-account", "/mijn-gegevens"))]
    assert len(sites) >= 10
    answers = {}
    for name, window in readers.items():
        for path in sorted({*sites, *addresses(site, town, poll)}):
            answer = window.get(path)
            body = names_in(answer.data) if "zip" in answer.content_type else answer.get_data(as_text=True)
            answers[f"{name} {path}"] = plain(f"{answer.status_code} {body}", town)
    return answers


@pytest.mark.parametrize("secret", [True, False], ids=["secret", "ordinary"])
def test_22_when_everybody_changes_their_vote_no_page_of_the_site_changes(site: Site, secret: bool) -> None:
    """Also pages above the neighbourhoods, and for the team and who runs the site; the turnout stays what it was."""
    town = towns(site)[0]
    poll = at_state(site.at(NOON), town, "for", PollState.OPEN, secret=secret)
    readers = windows(site, town)
    before = everything(site, readers, town, poll)
    for number in range(VOTERS):
        if secret:
            vote(site, town.members[number], poll, "against", base=f"/{town.place.slug}/stemmen")
        else:
            town.cast(poll, number, "against", saw_version=1)
    after = everything(site, readers, town, poll)
    different = [name for name in before if before[name] != after[name]]
    assert not different, "\n".join(f"{name}: {apart(before[name], after[name])}" for name in different)


def test_22_after_publication_the_answers_do_differ(site: Site) -> None:
    first, second = towns(site)
    polls = [
        at_state(site.at(NOON), town, choice, PollState.COUNTED, secret=True)
        for town, choice in ((first, "for"), (second, "against"))
    ]
    site.at(AFTER)
    for town, poll in zip((first, second), polls, strict=True):
        actions.publish_poll(town.db, town.secretary.actor, town.place.id, poll.id, at=AFTER)
    results = [
        plain(
            site.visitor(language="en").get(f"/{town.place.slug}/stemmen/{poll.id}/uitslag").get_data(as_text=True),
            town,
        )
        for town, poll in zip((first, second), polls, strict=True)
    ]
    assert results[0] != results[1]
