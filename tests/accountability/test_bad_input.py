"""Every form of this room: empty, too long, wrong type, another person, another neighbourhood."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from coop.accountability import actions, queries
from coop.districts.models import District
from tests.accountability import making
from tests.accountability.making import AFTER, ENDS
from tests.support import make
from tests.support.make import NOON, Person
from tests.support.site import Site

LONG = "x " * 3000


@dataclass(frozen=True)
class Stage:
    """A released report, the draft after it, and everybody who may post something."""

    released: str
    draft: str
    handed_in: str
    people: dict[str, Person]


@pytest.fixture
def stage(db: Session, place: District, writer: Person, chair: Person) -> Stage:
    """Something to post to on every address."""
    making.commitment(db, place)
    report = making.released(db, place, writer, chair)
    member = make.member(db, place)
    actions.ask_question(db, member.actor, place.id, report.id, text="Why?", at=NOON)
    first = ENDS + timedelta(days=1)
    draft = making.draft(db, place, writer, starts_on=first, ends_on=first + timedelta(days=20))
    waiting = making.handed_in(
        db, place, writer, starts_on=first + timedelta(days=30), ends_on=first + timedelta(days=50)
    )
    people = {"team": writer, "board": chair, "member": member}
    one, two, three = (f"verslagen/{row.id}" for row in (report, draft, waiting))
    return Stage(one, two, three, people)


STORY = {"kind": "went_well", "title": "A", "text": "B", "consent": "y", "consent_on": "2027-03-01"}
# who, address, what is posted
BAD = [
    ("team", "{draft}/invullen/kort", {"in_short": LONG}),
    ("team", "{draft}/invullen/geleerd", {"went_wrong": LONG, "learned": ""}),
    ("team", "{draft}/invullen/geleerd", {"went_wrong": "", "learned": LONG}),
    ("team", "{draft}/invullen/vragen", {"question_2": LONG}),
    ("team", "{draft}/invullen/cijfers", {"referred_value": "12,5"}),
    ("team", "{draft}/invullen/cijfers", {"referred_value": "9999999999"}),
    ("team", "{draft}/invullen/cijfers", {"satisfaction_numerator": "30", "satisfaction_denominator": "20"}),
    ("team", "{draft}/invullen/verhalen", {"reason": LONG}),
    ("team", "{draft}/invullen/verhalen/nieuw", {}),
    ("team", "{draft}/invullen/verhalen/nieuw", {**STORY, "kind": "gossip"}),
    ("team", "{draft}/invullen/verhalen/nieuw", {**STORY, "title": LONG}),
    ("team", "{draft}/invullen/verhalen/nieuw", {**STORY, "text": LONG}),
    ("team", "{draft}/invullen/verhalen/nieuw", {**STORY, "consent_on": ""}),
    ("team", "{draft}/invullen/verhalen/nieuw", {**STORY, "consent_on": "2027-02-30"}),
    ("team", "{draft}/invullen/verhalen/nieuw", {**STORY, "consent_on": "2999-01-01"}),
    ("team", "{draft}/invullen/toezeggingen/1", {"kept": "", "sentence": ""}),
    ("team", "{draft}/invullen/toezeggingen/1", {"kept": "perhaps", "sentence": "A"}),
    ("team", "{draft}/invullen/toezeggingen/1", {"kept": "done", "sentence": LONG}),
    ("team", "verslagen/nieuw", {"title": "A", "starts_on": "2027-13-01", "ends_on": "2027-02-01"}),
    ("team", "verslagen/nieuw", {"title": LONG, "starts_on": "2026-01-01", "ends_on": "2026-02-01"}),
    ("team", "verslagen/nieuw", {"title": "A", "starts_on": "2026-02-01", "ends_on": "2026-01-01"}),
    ("team", "{released}/verbetering", {}),
    ("team", "{released}/verbetering", {"text": LONG}),
    ("team", "{released}/vragen/1", {}),
    ("board", "{released}/vragen/1", {"answer": LONG}),
    ("board", "{handed_in}/terugsturen", {"reason": LONG}),
    ("board", "{handed_in}/vrijgeven", {"closes_on": "soon", "revision": "1"}),
    ("board", "{handed_in}/vrijgeven", {"closes_on": "2999-01-01", "revision": "{revision}"}),
    ("member", "{released}/vragen", {}),
    ("member", "{released}/vragen", {"text": LONG}),
    ("member", "{released}/oordeel", {"score": "five", "reason": "A"}),
    ("member", "{released}/oordeel", {"score": "5", "reason": ""}),
]


@pytest.mark.parametrize("who, path, fields", BAD)
def test_what_does_not_fit_is_refused_and_nothing_is_kept(
    site: Site, db: Session, place: District, stage: Stage, who: str, path: str, fields: dict[str, str]
) -> None:
    waiting = queries.draft_of(db, place.id, int(stage.handed_in.split("/")[1]))
    filled = {name: value.replace("{revision}", str(waiting.revision)) for name, value in fields.items()}
    commitment = queries.commitments_to_answer(db, waiting, NOON)[0].commitment.id
    asked = queries.questions_of(db, place.id, int(stage.released.split("/")[1]))[0].id
    address = path.format(**vars(stage)).replace("toezeggingen/1", f"toezeggingen/{commitment}")
    address = address.replace("vragen/1", f"vragen/{asked}")
    visitor = site.visitor(language="en").sign_in(stage.people[who])
    page = visitor.post(f"/noorderkwartier/{address}", filled, expect=422)
    assert page.has("Something is not right yet")
    assert page.html.count("<h1") == 1
    assert not db.new
    assert not db.dirty


@pytest.mark.parametrize("who, path, fields", BAD)
def test_others_and_people_of_elsewhere_cannot_post_it(
    site: Site, db: Session, stage: Stage, who: str, path: str, fields: dict[str, str]
) -> None:
    address = path.format(**vars(stage))
    for person in (None, make.secretary(db, make.district(db, "de-vaart")), stage.people["member"]):
        if person is stage.people[who]:
            continue
        visitor = site.visitor()
        if person is not None:
            visitor.sign_in(person)
        visitor.post(f"/noorderkwartier/{address}", fields, expect=403)


def test_an_answer_to_the_judgement_is_not_empty_not_endless_and_not_early(site: Site, stage: Stage) -> None:
    team = site.visitor(language="en").sign_in(stage.people["team"])
    path = f"/noorderkwartier/{stage.released}/antwoord"
    team.post(path, {"reply": "Thanks."}, expect=409)
    site.at(AFTER)
    team.post(path, {"reply": " "}, expect=422)
    team.post(path, {"reply": LONG}, expect=422)
    team.post(path, {"reply": "Thanks."})
    team.post(path, {"reply": "Thanks again."}, expect=409)
