"""A large file of members: sent, entered by the job, whole or not at all."""

import io
from datetime import timedelta
from time import process_time

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from coop.districts.models import District
from coop.importing import enter_files
from coop.members.actions import take_import
from coop.members.models import MemberImport, Membership
from coop.members.policy import ImportState
from tests.support import make
from tests.support.make import NOON
from tests.support.site import Page, Site, Visitor

HERE = "/noorderkwartier/leden/invoeren"
MANY = 15_000


def _file(rows: int, *, wrong: str = "") -> bytes:
    lines = [
        f"Lid Nummer {n},Lange Kerkstraat,{n},1234 AB,lid{n}@coop.test,2024-01-02,{18 + n % 70}" for n in range(rows)
    ]
    return "\n".join(["name,street,house_number,postcode,email,member_since,age", *lines, wrong]).encode()


def _send(office: Visitor, content: bytes) -> tuple[int, str, str]:
    form = office.open(HERE)
    token = form.soup.select_one("input[name=csrf_token]")
    assert token is not None
    data = {"csrf_token": token["value"], "file": (io.BytesIO(content), "leden.csv")}
    answer = office.client.post(HERE, data=data, content_type="multipart/form-data", follow_redirects=True)
    for step in (*answer.history, answer):
        step.request.environ["wsgi.input"].close()
    return answer.status_code, answer.request.path, answer.get_data(as_text=True)


@pytest.fixture
def office(db: Session, site: Site) -> Visitor:
    return site.visitor(language="en").sign_in(make.secretary(db, make.district(db)))


def _members(db: Session) -> int:
    return db.scalar(select(func.count()).select_from(Membership)) or 0


def test_fifteen_thousand_members_are_in_within_a_minute(
    db: Session, sessions: sessionmaker[Session], office: Visitor
) -> None:
    began = process_time()
    content = _file(MANY)
    assert len(content) > 1024 * 1024  # more than any other form may send
    status, path, html = _send(office, content)
    assert status == 200
    assert "<progress" in html
    assert office.get(f"{path}?vanzelf=1").headers["Refresh"] == "2"
    assert _members(db) == 0
    assert _send(office, content)[0] == 409
    assert enter_files(sessions, NOON) == "1 entered, 0 refused"
    assert process_time() - began < 60
    assert _members(db) == MANY
    page = office.open(path)
    assert page.has("all 15,000 members stand in the register")
    assert "Refresh" not in office.get(f"{path}?vanzelf=1").headers
    assert db.scalars(select(MemberImport.content)).one() == ""
    assert enter_files(sessions, NOON) == ""


def _rows(page: Page) -> list[list[str]]:
    return [[cell.get_text(strip=True) for cell in row.select("th, td")] for row in page.soup.select("tbody tr")]


def _number_seven(db: Session, place: District) -> None:
    known = {"street": "Lange Kerkstraat", "admitted_on": NOON.date()}
    db.add(Membership(district_id=place.id, name="lid nummer 7", house_number="7", **known))
    db.flush()


def test_everything_that_is_wrong_stands_in_one_list(db: Session, site: Site) -> None:
    place = make.district(db)
    _number_seven(db, place)
    office = site.visitor(language="en").sign_in(make.secretary(db, place))
    status, path, html = _send(office, _file(600, wrong="Later,,,,,2031-01-01,30\nOld,,,,,,old"))
    assert (status, _members(db)) == (422, 1)
    assert _rows(Page(office, path, status, html)) == [
        ["Line 9", "This person already is in the register."],
        ["Line 602", "“Member since” lies in the future."],
        ["Line 603", "The age is not a whole number of years."],
    ]
    status, path, html = _send(office, _file(250, wrong="\n".join(f"X{n},,,,,,old" for n in range(250))))
    assert len(_rows(Page(office, path, status, html))) == 200
    assert "The first 200 of 251." in html


def test_who_came_in_before_the_job_keeps_all_out_and_is_named_by_line(
    db: Session, sessions: sessionmaker[Session], site: Site
) -> None:
    place = make.district(db)
    office = site.visitor(language="en").sign_in(make.secretary(db, place))
    status, path, _html = _send(office, _file(600))
    assert status == 200
    _number_seven(db, place)
    assert enter_files(sessions, NOON) == "0 entered, 1 refused"
    assert _members(db) == 1
    page = office.open(path)
    assert page.has("Nothing was entered.")
    assert _rows(page) == [["Line 9", "This person already is in the register."]]


def test_a_job_that_was_stopped_in_the_middle_begins_anew(
    db: Session, sessions: sessionmaker[Session], office: Visitor
) -> None:
    _send(office, _file(600))
    assert take_import(db, at=NOON) is not None
    assert take_import(db, at=NOON + timedelta(minutes=1)) is None
    assert enter_files(sessions, NOON + timedelta(minutes=6)) == "1 entered, 0 refused"
    assert db.scalars(select(MemberImport.state)).one() is ImportState.DONE


def test_only_this_address_takes_large_files(db: Session, office: Visitor) -> None:
    large = {"name": "x" * 1_200_000}
    refused = office.client.post("/noorderkwartier/leden/inschrijven", data=large)
    assert refused.status_code == 413
    refused.request.environ["wsgi.input"].close()
    status, _path, html = _send(office, b"name\n" + b"x" * 9_000_000)
    assert status == 413
    assert "too much at once" in html


def test_progress_of_another_neighbourhood_is_not_shown(db: Session, site: Site, office: Visitor) -> None:
    path = _send(office, _file(600))[1]
    other = site.visitor(language="en").sign_in(make.secretary(db, make.district(db, "de-vaart")))
    other.open(path.replace("noorderkwartier", "de-vaart"), expect=404)
