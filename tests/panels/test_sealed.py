"""No page tells anything about the scores of others before all are in."""

import ast
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy.orm import Session

import coop
from coop.kernel.errors import ConflictError
from coop.panels import actions
from coop.panels.actions.reminders import remind
from coop.panels.policy import AppState
from coop.panels.queries import seats_of
from coop.privacy import commands
from tests.panels.making import CLOSES, SECRET, TALKS, Hiring
from tests.support import make
from tests.support.make import Person
from tests.support.site import Site

# Pages of an account tell about signing in, which a test does anew; the log notes that somebody looked.
_OWN = ("static", "identity.", "audit.")
_MY_DATA = "/mijn-gegevens"
SAFE_TO_DIFFER = re.compile(rb'name="(?:csrf_token|submission)"[^>]*>')


def _addresses(site: Site, job: Hiring) -> list[str]:
    """Every page that can be asked for with what this procedure has, of all rooms."""
    application = job.applications()[0]
    known = {
        "district": job.place.slug,
        "procedure_id": job.id,
        "application_id": application.id,
        "seat_id": seats_of(job.db, job.id)[0].id,
        "number": 1,
        "token": application.token,
    }
    found = []
    with site.app.test_request_context("/"):
        adapter = site.app.url_map.bind("localhost")
        for rule in site.app.url_map.iter_rules():
            if "GET" in (rule.methods or ()) and rule.arguments <= set(known) and not rule.endpoint.startswith(_OWN):
                found.append(adapter.build(rule.endpoint, {key: known[key] for key in rule.arguments}))
    return sorted(set(found))


def _seen(site: Site, job: Hiring, people: list[Person | None]) -> dict[tuple[int, str], tuple[str, bytes]]:
    seen = {}
    for number, person in enumerate(people):
        visitor = site.visitor(language="en")
        if person:
            visitor.sign_in(person)
        for address in _addresses(site, job):
            answer = visitor.get(address)
            page = SAFE_TO_DIFFER.sub(b"", answer.data).replace(job.applications()[0].token.encode(), b"")
            # Length, ETag and every other header tell nothing either; a session and the hour are new each time.
            headers = {name: value for name, value in answer.headers if name not in ("Set-Cookie", "Date")}
            seen[number, address] = (f"{answer.status_code} {sorted(headers.items())}", page)
    return seen


def _changed(
    before: dict[tuple[int, str], tuple[str, bytes]], after: dict[tuple[int, str], tuple[str, bytes]]
) -> set[tuple[int, str]]:
    """Which pages of whom differ. One's own data name every signing in, which a test does anew."""
    return {key for key in before if before[key] != after[key] and not key[1].startswith(_MY_DATA)}


ROUNDS = [
    ("screening", CLOSES, timedelta()),
    ("screening", CLOSES, timedelta(days=11)),
    ("scoring", TALKS, timedelta()),
    ("scoring", TALKS, timedelta(days=3)),
]


@pytest.mark.parametrize(
    ("step", "begins", "later"),
    ROUNDS,
    ids=["reading", "reading, late without a quorum", "interviews", "interviews, late without a quorum"],
)
def test_no_page_of_anybody_changes_when_others_hand_in_their_scores(
    db: Session, site: Site, job: Hiring, step: str, begins: datetime, later: timedelta
) -> None:
    getattr(job, step)()
    waiting = job.panel[-1]
    site.at(begins + later)
    people = [waiting, job.secretary, job.board, make.administrator(db, job.place), job.volunteers[-1], None]
    before = _seen(site, job, people)
    assert len(before) > 150
    job.score_all(job.panel[:3], at=begins)
    after = _seen(site, job, people)
    assert _changed(before, after) == set()
    # Among one's own data stand one's own scores of the reading round, no more of them than before.
    secret = SECRET.encode()
    assert not [key for key, (_, page) in after.items() if page.count(secret) > before[key][1].count(secret)]
    assert not [key for key, (_, page) in after.items() if secret in page and key[1][: len(_MY_DATA)] != _MY_DATA]


@pytest.mark.parametrize("ready", [0, 3, 5])
def test_reminders_tell_only_who_gets_them_how_far_the_panel_is(
    db: Session, site: Site, job: Hiring, ready: int
) -> None:
    job.scoring()
    due = job.procedure.scores_due_at
    assert due is not None
    people: list[Person | None] = [job.secretary, job.board, make.administrator(db, job.place)]
    site.at(due)
    with db.begin_nested() as point:
        remind(db, at=due - timedelta(hours=1))
        before = _seen(site, job, people)
        point.rollback()
    db.expire_all()
    job.score_all(job.panel[:ready])
    sent = remind(db, at=due - timedelta(hours=1))
    assert sent == 6 - ready
    after = _seen(site, job, people)
    assert _changed(before, after) == set()


def test_a_member_sees_the_own_sheet_and_no_other(db: Session, site: Site, job: Hiring) -> None:
    job.scoring()
    first = job.applications()[0]
    job.score(job.panel[0], first, 5)
    job.score(job.panel[1], first, 1)
    site.at(TALKS)
    seen = _seen(site, job, [job.panel[0]])
    own = [address for (_, address), (_, page) in seen.items() if f"{SECRET}5".encode() in page]
    mine = [f"{_MY_DATA}{more}" for more in ("", "/gegevens.html", "/gegevens.json")]
    assert own == [*mine, f"/noorderkwartier/vacatures/{job.id}/scoren/{first.id}"]
    assert not [address for (_, address), (_, page) in seen.items() if f"{SECRET}1".encode() in page]


def test_names_are_for_the_secretary_until_the_shortlist_is_known(db: Session, site: Site, job: Hiring) -> None:
    job.screening(("Quirina", "Bram"))
    site.at(CLOSES)
    others: list[Person | None] = [job.board, make.administrator(db, job.place), job.volunteers[-1], None]
    private = f"/noorderkwartier/vacatures/{job.id}/sollicitatie/"

    def named(people: list[Person | None]) -> set[str]:
        found = _seen(site, job, people).items()
        return {address for (_, address), (_, page) in found if b"Quirina" in page and not address.startswith(private)}

    assert named([job.panel[0], *others]) == set()
    office = site.visitor(language="en").sign_in(job.secretary)
    assert office.open(f"/noorderkwartier/vacatures/{job.id}/beheer").has("Quirina")
    job.score_all(job.panel, at=CLOSES)
    job.do(actions.agree_on_invited, CLOSES, count=2)
    job.do(actions.reveal_names, CLOSES)
    assert named(others) == set()
    assert named([job.panel[0]]) == {
        f"/noorderkwartier/vacatures/{job.id}/belangen",
    }


def test_the_vote_is_kept_as_counts_and_no_page_shows_them_before_all_have_voted(
    db: Session, site: Site, job: Hiring
) -> None:
    job.deliberating()
    site.at(TALKS + timedelta(days=2))
    people: list[Person | None] = [job.secretary, job.board, job.panel[-1], make.administrator(db, job.place), None]
    job.vote(job.panel[0], 1)
    before = _seen(site, job, people)
    job.vote(job.panel[1], 2)
    after = _seen(site, job, people)
    assert _changed(before, after) == set()
    assert job.procedure.tally == {"ballots": 2, "approvals": {"1": 1, "2": 1}, "firsts": {"1": 1, "2": 1}}
    assert job.applications(AppState.INTERVIEWED)


def test_a_member_is_counted_once_in_a_round(job: Hiring) -> None:
    job.deliberating()
    job.vote(job.panel[0], 1)
    before = job.procedure.tally
    with pytest.raises(ConflictError, match="voted already"):
        job.vote(job.panel[0], 2)
    assert job.procedure.tally == before


# What a page may ask about sheets: one's own, whether everybody is ready, and what is open (which raises before that).
_SEALED = {"screening_round", "interview_round", "screening_means", "sheet_of", "ScoreSheet"}


def test_no_page_form_or_other_room_reads_sheets_past_the_seal() -> None:
    for path in (Path(coop.__file__).parent).rglob("*.py"):
        inside = "panels/actions" in str(path) or "panels/queries" in str(path) or "panels/models" in str(path)
        if inside or "migrations" in str(path):
            continue
        tree = ast.parse(path.read_text())
        names = {one.attr for one in ast.walk(tree) if isinstance(one, ast.Attribute)}
        names |= {one.id for one in ast.walk(tree) if isinstance(one, ast.Name)}
        assert not names & _SEALED, path


def test_what_the_command_line_prints_does_not_change_when_scores_come_in(
    db: Session, job: Hiring, monkeypatch: pytest.MonkeyPatch
) -> None:
    @contextmanager
    def same() -> Iterator[Session]:
        yield db

    monkeypatch.setattr(commands, "command_transaction", same)
    job.scoring()

    def printed() -> str:
        return CliRunner().invoke(commands.erasures, ["export"]).output

    before = printed()
    job.score_all(job.panel[:3])
    assert printed() == before
    assert SECRET not in before
