"""The whole road of a vacancy, from draft to erased, by seven people in a real Chromium, on both databases.

Secretary, three panel members, candidate, board and employer each have a window of their own. Three more members and a
second candidate do the same through the acts themselves. The clock of the site is moved by the test; what happens by
the clock is done by the real jobs.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session
from werkzeug.serving import make_server

from coop.app import create_app
from coop.jobs import run_jobs
from coop.kernel.config import Config
from coop.kernel.db import session_factory
from coop.panels import actions
from coop.panels.models import Application, Procedure, Seat
from coop.panels.policy import AppState, SeatState, State
from coop.panels.queries import applications_of, interviews_of, lottery_of, my_volunteer, seats_of
from tests.panels.making import ITEMS
from tests.support import make
from tests.support.browser import DISTRICT, PATIENCE, Chromium, Watched, download, go
from tests.support.make import NOON, PASSWORD, Person

NEVER = datetime(2020, 1, 1, tzinfo=UTC)
SENTENCE = "This came out of the example that was told."
CONFIG = Config(testing=True, demo=True, database="sqlite:///unused", secret="x" * 40)


@dataclass
class Town:
    """The site on a database of its own, with a clock that the test sets, and a window for each person."""

    sessions: Callable[[], Session]
    app: Any
    origin: str
    browser: Chromium
    now: datetime
    people: dict[str, Person]
    others: list[Person]
    windows: dict[str, tuple[BrowserContext, Page, Watched]]
    place: int
    signed_in: dict[str, datetime] = field(default_factory=dict)
    number: int = 0

    @property
    def base(self) -> str:
        return f"{DISTRICT}/vacatures/{self.number}"

    def at(self, moment: datetime) -> None:
        """Move the clock, and let the jobs do what is due."""
        self.now = moment
        assert not [line for line in run_jobs(self.app, CONFIG, moment) if "failed (" in line]

    def page(self, who: str) -> Page:
        """The window of somebody; opened at first use."""
        if who not in self.windows:
            context = self.browser.browser.new_context(viewport={"width": 360, "height": 740})
            page, watched = context.new_page(), Watched(self.origin)
            page.set_default_timeout(PATIENCE)
            page.on("console", watched.console)
            page.on("pageerror", lambda error: watched.wrong.append(f"script: {error}"))
            self.windows[who] = (context, page, watched)
            page.goto(f"{self.origin}/taal/en?next=/")
        return self.windows[who][1]

    def open(self, who: str, path: str) -> Page:
        """Open a page as somebody, who signs in when asked to."""
        page = self.page(who)
        if who in self.people and self.now - self.signed_in.get(who, NEVER) > timedelta(days=29):
            page.goto(f"{self.origin}/inloggen?next={DISTRICT}/")
            self.fill(page, "Sign in", email=self.people[who].account.email, password=PASSWORD)
            self.signed_in[who] = self.now
        page.goto(f"{self.origin}{path}")
        return page

    def send(self, who: str, path: str, button: str, **fields: str | list[str]) -> Page:
        """Fill in the form of a page and press its button; a list ticks boxes, other values fill or choose."""
        return self.fill(self.open(who, self.base + path), button, **fields)

    def fill(self, page: Page, button: str, **fields: str | list[str]) -> Page:
        """Fill in what is open, and press `button`."""
        for name, value in fields.items():
            for one in value if isinstance(value, list) else [value]:
                box = page.locator(f'[name="{name}"][value="{one}"]')
                if box.count() and box.get_attribute("type") in ("radio", "checkbox"):
                    box.check()
                elif page.locator(f'select[name="{name}"]').count():
                    page.select_option(f'select[name="{name}"]', one)
                else:
                    page.fill(f'[name="{name}"]', one)
        go(page.get_by_role("button", name=button, exact=True).first)
        faults = page.locator("#error-summary")
        assert not faults.count(), f"{page.url}: {faults.inner_text()}"
        return page

    def press(self, who: str, button: str) -> Page:
        """A button on the page of the secretary."""
        return self.fill(self.open(who, f"{self.base}/beheer"), button)

    def do(self, act: Callable[..., Any]) -> Any:
        """What the others do, through the acts themselves."""
        with self.sessions() as db:
            result = act(db, db.get_one(Procedure, self.number))
            db.commit()
            return result

    def state(self) -> State:
        """Where the procedure is."""
        return State(self.do(lambda _db, found: found.state.value))

    def ids(self) -> list[int]:
        """The applications by number."""
        return list(self.do(lambda db, found: [one.id for one in applications_of(db, found.id)]))


@pytest.fixture
def town(real_engine: Engine, browser: Chromium) -> Iterator[Town]:
    sessions = session_factory(real_engine)
    with sessions() as db:
        place = make.district(db)
        make.mandates(db, place)
        people = {
            "secretary": make.secretary(db, place),
            "board": make.board(db, place),
            **{f"member{n}": make.member(db, place) for n in (1, 2, 3)},
        }
        others = [make.member(db, place) for _ in range(9)]
        db.commit()
        place_id = place.id
    app = create_app(CONFIG, sessions=sessions, clock=lambda: made.now)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    made = Town(sessions, app, f"http://127.0.0.1:{server.server_port}", browser, NOON, people, others, {}, place_id)
    Thread(target=server.serve_forever, daemon=True).start()
    yield made
    for context, _page, _watched in made.windows.values():
        context.close()
    server.shutdown()
    server.server_close()


MEMBERS = ("member1", "member2", "member3")
# With the cursor of a candidate: what is written on the form.
ANSWERS = {
    f"answer_{code}": "A neighbour wanted me to call. We practised, and then she called herself." for code in ITEMS
}
# The vacancy closes at 20:00 in the Netherlands.
CLOSES = NOON + timedelta(days=30, hours=6)
READ, TALKS = CLOSES + timedelta(days=2), CLOSES + timedelta(days=12)
DECIDED, PLACED = TALKS + timedelta(days=2), TALKS + timedelta(days=6)


def _prepare(town: Town) -> None:
    """Secretary and board: a vacancy that is approved, with its list of volunteers open."""
    page = town.open("secretary", f"{DISTRICT}/vacatures/nieuw")
    town.fill(
        *(page, "Save this draft"),
        title="Generalist",
        text="You help neighbours.",
        hours="28",
        home_organisation="Welfare",
        closes_on=f"{CLOSES.date()}",
        items=list(ITEMS),
        most_important="R2",
    )
    town.number = int(page.url.split("/vacatures/")[1].split("/")[0])
    town.press("secretary", "Show the profile to the board")
    town.send("board", "/goedkeuren", "Approve this vacancy", works_council=["y"])
    town.send("secretary", "/vrijwilligers", "Open the list of volunteers")


def _draw(town: Town) -> None:
    """Twelve volunteer, a job computes the list, three dice name a panel, and six say yes."""
    for place, who in enumerate(MEMBERS):
        told = {"cluster": ("Noord", "Zuid")[place % 2], "age_band": "67+", "experience": "no"}
        page = town.send(who, "/panel", "Put me on the list", **told)
        expect(page.get_by_role("status")).to_contain_text("on the list for the draw")
    for place, person in enumerate(town.others):
        told = {"cluster": ("Noord", "Zuid")[place % 2], "age_band": "30-49", "experience": ("yes", "no")[place % 2]}
        town.do(
            lambda db, found, by=person, told=told: actions.volunteer(
                *(db, by.actor, town.place, found.id), **told, at=town.now
            )
        )
    page = town.press("secretary", "Close the list and compute the draw")
    assert page.url.endswith("/loting/voortgang")
    expect(page.locator("main")).to_contain_text("waits for its turn")
    town.at(town.now + timedelta(minutes=1))
    page.reload()
    expect(page.locator("main")).to_contain_text("computed and published")
    expect(town.open("member1", f"{town.base}/loting").locator("main")).to_contain_text("Only you see this")
    expect(town.open("visitor", f"{town.base}/loting").locator("main")).not_to_contain_text("Only you see this")
    town.send(
        *("secretary", "/dobbelstenen", "Record this throw"),
        dice=town.do(lambda db, found: _line_with(town, db, found)),
        place="De Brug",
        witnesses="Nel and Cor",
    )
    for who in MEMBERS:
        town.send(who, "", "Yes, I join the panel")
    for person in _rest(town, SeatState.WAITING):
        town.do(
            lambda db, found, by=person: actions.answer_seat(
                *(db, by.actor, town.place, found.id), accepts=True, at=town.now
            )
        )


def _line_with(town: Town, db: Session, found: Procedure) -> str:
    """A throw that names a panel with the three members who have a window."""
    wanted = set()
    for who in MEMBERS:
        row = my_volunteer(db, found.id, town.people[who].account.id)
        assert row is not None
        wanted.add(row.pseudonym)
    return f"{next(n for n, panel in enumerate(lottery_of(db, town.place, found.id)) if wanted <= set(panel)):03d}"


def _rest(town: Town, answer: SeatState = SeatState.ACCEPTED) -> list[Person]:
    """Panel members without a window."""
    seats = town.do(lambda db, found: [one.account_id for one in seats_of(db, found.id) if one.answer is answer])
    return [person for person in town.others if person.account.id in seats]


def _apply(town: Town) -> str:
    """A briefing read, the vacancy open, one candidate through the pages (saved first), one through the acts."""
    page = town.open("member1", f"{town.base}/wegwijzer/1")
    for _ in range(4):
        go(page.get_by_role("link", name="Next page"))
    town.fill(page, "I have read this")
    day = f"{CLOSES.date()}"
    town.send("secretary", "/publiceren", "Publish the vacancy", closes_on=day, equal_treatment=["y"])
    page = town.send("candidate", "/solliciteren", "Save and go on later", name="Anna Bos", answer_R1="Half an ans")
    assert "/verder/" in page.url
    expect(page.locator("#answer_R1")).to_have_value("Half an ans")
    town.fill(page, "Send my application", contact="anna.bos@example.org", **ANSWERS)
    expect(page.locator("h1")).to_contain_text("number 1")
    private = page.url.removeprefix(town.origin)
    answers = {code.removeprefix("answer_"): text for code, text in ANSWERS.items()}
    town.do(
        lambda db, found: actions.apply(
            *(db, make.visitor_actor(town.place), town.place, found.id),
            name="Bram Vos",
            contact="06 12345678",
            answers=answers,
            token="private-bram",
            at=town.now,
        )
    )
    return private


def _read(town: Town) -> None:
    """Closed by the clock, sorted by the secretary, read without names by question."""
    # The job looked every minute until closing: else the site would think it had been silent and give a day more.
    town.do(lambda _db, found: setattr(found, "pulse_at", CLOSES - timedelta(minutes=1)))
    town.at(CLOSES + timedelta(minutes=1))
    assert town.state() is State.CLOSED
    for one in town.ids():
        town.send("secretary", f"/kandidaten/{one}", "Save this", state="admitted")
    town.press("secretary", "Let the panel read the answers")
    for who in MEMBERS:
        page = town.open(who, f"{town.base}/scoren/vraag/1")
        expect(page.locator("body")).not_to_contain_text("Anna Bos")
        for _ in ITEMS:
            for box in page.locator("textarea").all():
                box.fill(SENTENCE)
            for place, group in enumerate(page.locator("main form fieldset").all()):
                group.locator("input[type=radio]").nth(2 + place % 3).check()
            town.fill(page, "Hand in my scores for this question")
        expect(page.locator("main")).to_contain_text("You are ready")
        expect(town.open("secretary", f"{town.base}/beheer").locator("main")).to_contain_text("Not everybody")
    for person in _rest(town):
        _score_as(town, person)
    expect(town.open("secretary", f"{town.base}/beheer").locator("main")).to_contain_text("Everybody on the panel")
    town.send("secretary", "/selectie", "Make the shortlist", count="2")


def _score_as(town: Town, person: Person) -> None:
    sheet = {code: (2 + place % 4, SENTENCE) for place, code in enumerate(ITEMS)}
    for one in town.ids():
        town.do(
            lambda db, found, key=one: actions.submit_scores(
                *(db, person.actor, town.place, found.id, key), sheet=sheet, at=town.now
            )
        )


def _talk(town: Town, private: str) -> None:
    """Names, stepping back, invitations, interviews, sealed scores, and all scores open at once."""
    town.at(READ)
    town.press("secretary", "Show the names to the panel")
    for who in MEMBERS:
        page = town.send(who, "/belangen", "Save what I said")
        expect(page.get_by_role("status")).to_contain_text("Noted")
    for person in _rest(town):
        town.do(
            lambda db, found, by=person: actions.declare(
                *(db, by.actor, town.place, found.id), steps_back=[], at=town.now
            )
        )
    town.at(READ + timedelta(minutes=1))
    assert town.state() is State.INTERVIEWING
    for place, one in enumerate(town.ids()):
        town.send(
            *("secretary", f"/kandidaten/{one}/gesprek", "Plan this interview"),
            day=f"{TALKS.date()}",
            time=f"{10 + place}:00",
            minutes="60",
            place="De Brug",
        )
    page = town.open("candidate", private)
    expect(page.locator("main")).to_contain_text("De Brug")
    calendar = download(page.get_by_role("link", name="Put it in my calendar"))
    assert "BEGIN:VEVENT" in calendar.path().read_text()
    town.at(TALKS)
    seats = town.do(
        lambda db, found: [
            str(seat.id)
            for seat in db.scalars(select(Seat).where(Seat.procedure_id == found.id, Seat.answer == SeatState.ACCEPTED))
        ]
    )
    for one in town.do(lambda db, found: list(interviews_of(db, found.id))):
        town.send("secretary", f"/kandidaten/{one}/aanwezig", "The interview was held", present=seats)
    assert town.state() is State.SCORING
    for who in MEMBERS:
        for one in town.ids():
            page = town.open(who, f"{town.base}/scoren/{one}")
            for box in page.locator("textarea").all():
                box.fill(SENTENCE)
            for place, group in enumerate(page.locator("main form fieldset").all()):
                group.locator("input[type=radio]").nth(2 + place % 3).check()
            town.fill(page, "Hand in my scores")
        page.goto(f"{town.origin}{town.base}/beraad")
        expect(page.locator("main")).to_contain_text("sealed")
    for person in _rest(town):
        _score_as(town, person)
    town.press("secretary", "Open the scores for the panel")


def _decide(town: Town) -> None:
    """A secret vote, the decision with reasons, the answer of the board."""
    town.at(DECIDED)
    for who in MEMBERS:
        expect(town.open(who, f"{town.base}/beraad").locator("main")).to_contain_text("Krippendorff")
        page = town.send(who, "/stem", "Cast my vote", approved=["1", "2"], first="1")
        expect(page.get_by_role("status")).to_contain_text("counted")
    for person in _rest(town):
        town.do(
            lambda db, found, by=person: actions.vote(
                *(db, by.actor, town.place, found.id), approved=[1], first=1, at=town.now
            )
        )
    page = town.open("secretary", f"{town.base}/besluit")
    expect(page.locator("main")).to_contain_text("chooses candidate 1")
    town.fill(page, "Record this decision", reason_items=["R2"], reasons="Listens, and leaves room.")
    expect(town.open("visitor", town.base).locator("main")).not_to_contain_text("Anna Bos")
    town.press("secretary", "Send the decision to the board")
    town.send("board", "/antwoord", "Record the answer of the board", event="agree")


def _place(town: Town, private: str) -> None:
    """The employer, the offer, the letter, and the term after which everything is erased."""
    page = town.open("secretary", f"{town.base}/beheer")
    address = page.get_by_role("link", name="page of the employer").get_attribute("href") or ""
    page = town.open("employer", address)
    expect(page.locator("main")).to_contain_text("Anna Bos")
    expect(page.locator("main")).not_to_contain_text("Bram Vos")
    town.at(PLACED)
    town.fill(page, "Send the answer of the employer", confirms="yes", checks_done=["y"])
    page = town.open("candidate", private)
    go(page.get_by_role("link", name="Answer the offer"))
    town.fill(page, "Send my answer", accepts="yes")
    expect(town.open("visitor", town.base).locator("main")).to_contain_text("somebody joins the team")
    other = town.do(
        lambda db, found: next(one.id for one in applications_of(db, found.id) if one.state is AppState.REJECTED)
    )
    words = {"text": "Thank you for your time.", "reason_R2": "We heard less about the other."}
    town.send("secretary", f"/kandidaten/{other}/brief", "Send this letter", **words)
    town.press("secretary", "Close this procedure")
    assert town.state() is State.RETENTION
    page = town.open("candidate2", f"{town.base}/sollicitatie/private-bram")
    expect(page.locator("main")).to_contain_text("Thank you for your time.")


# The site runs in this process: files that a browser does not fetch to the end are closed by the garbage collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning")
@pytest.mark.parametrize("real_engine", ["sqlite", "postgresql"], indirect=True)
def test_j7_j10_j38_seven_people_go_from_draft_to_erased(town: Town) -> None:
    _prepare(town)
    _draw(town)
    private = _apply(town)
    _read(town)
    _talk(town, private)
    _decide(town)
    _place(town, private)
    town.at(PLACED + timedelta(days=28) - timedelta(minutes=1))
    assert town.state() is State.RETENTION
    town.at(PLACED + timedelta(days=28))
    assert town.state() is State.ERASED
    page = town.open("secretary", f"{town.base}/beheer")
    expect(page.locator("main")).to_contain_text("Certificate of erasing")
    expect(page.locator("body")).not_to_contain_text("Anna Bos")
    assert page.goto(f"{town.origin}{private}").status == 404  # type: ignore[union-attr]
    kept = town.do(lambda db, _found: [str(vars(one)) for one in db.scalars(select(Application))])
    assert not [text for text in kept if "Anna" in text or "Bram" in text or "practised" in text]
    assert set(town.windows) >= {"secretary", *MEMBERS, "candidate", "board", "employer"}
    odd = [one for _context, _page, watched in town.windows.values() for one in watched.take()]
    assert not [one for one in odd if "404" not in one and "409" not in one]
