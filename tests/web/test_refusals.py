"""Pages that refuse say for whom they are and where to go on."""

from sqlalchemy.orm import Session

from coop.agenda import actions as agenda
from coop.agenda.policy import Domain, Kind
from tests.support import make
from tests.support.site import Page, Site

HERE = "/noorderkwartier"


def _ways(page: Page) -> list[str]:
    return [str(link["href"]) for link in page.soup.select("main a")]


def test_who_may_not_open_a_page_reads_for_whom_it_is(site: Site, db: Session) -> None:
    place = make.district(db)
    page = site.visitor(language="en").sign_in(make.team(db, place)).open(f"{HERE}/agenda/beheer", expect=403)
    assert page.has("This is for: board member.")
    assert page.has("In Noorderkwartier you are: team member.")
    assert page.lacks("ecome a member")


def test_who_has_no_role_here_reads_what_to_do(site: Site, db: Session) -> None:
    place = make.district(db)
    page = site.visitor(language="en").sign_in(make.outsider(db, place)).open(f"{HERE}/agenda/nieuw", expect=403)
    assert page.has("You have no role in Noorderkwartier yet.")
    assert page.has("Do you want to take part? Become a member of the co-operative")
    assert page.follow("Become a member").status == 200


def test_who_is_no_longer_signed_in_can_sign_in_and_come_back(site: Site, db: Session) -> None:
    place = make.district(db)
    item = agenda.bring_in(
        db,
        make.resident(db, place).actor,
        place.id,
        kind=Kind.WISH,
        domain=Domain.HOUSING,
        title="A bench",
        in_short="Near the water.",
        at=make.NOON,
    )
    page = site.visitor(language="en").post(f"{HERE}/agenda/{item.id}/steunen", expect=403)
    assert _ways(page)[0] == f"/inloggen?next={HERE}/agenda/{item.id}"
