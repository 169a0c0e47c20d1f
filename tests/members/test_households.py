"""One envelope for a household: a page with all names, then a letter with a code for each person."""

from sqlalchemy.orm import Session

from coop.members.policy import MemberRow, envelopes
from tests.support import make
from tests.support.site import Page, Site, Visitor

OFFICE = "/noorderkwartier/leden"


def lives(name: str, street: str, house_number: str) -> tuple[MemberRow, str]:
    return MemberRow(0, name, street, house_number, "", "", None, None), name


def test_letters_to_one_address_go_together_however_it_is_written() -> None:
    rows = [lives("A", "Kade", "3 hs"), lives("B", "Plein", "1"), lives("C", "KADE", "3-HS"), lives("D", "Kade", "3")]
    assert [[name for _row, name in one] for one in envelopes(rows)] == [["A", "C"], ["B"], ["D"]]


def test_who_has_no_whole_address_shares_an_envelope_with_nobody() -> None:
    rows = [lives("A", "Kade", ""), lives("B", "Kade", ""), lives("C", "", "3"), lives("D", "", "3")]
    assert [len(one) for one in envelopes(rows)] == [1, 1, 1, 1]


def waiting(site: Site, office: Visitor) -> None:
    """Three applications on paper, of which two at one address."""
    for name, number in (("Ada Buur", "3"), ("Cor Ver", "9"), ("Bo Buur", "3")):
        page = office.open(f"{OFFICE}/inschrijven")
        page.submit(
            "Enter this application", name=name, street="Kade", house_number=number, stated_age="41", accepts="y"
        )


def pages(page: Page) -> list[str]:
    return [one.get_text(" ", strip=True) for one in page.soup.select("section.letter")]


def test_an_envelope_begins_with_all_names_and_codes_stay_personal(db: Session, site: Site) -> None:
    place = make.district(db)
    office = site.visitor(language="en").sign_in(make.secretary(db, place))
    waiting(site, office)
    made = office.open(f"{OFFICE}/brieven").submit("Make the letters", together="y")
    cover, ada, bo, cor = pages(made)
    assert cover.startswith("Ada Buur Bo Buur Kade 3")
    assert "holds 2 letters" in cover
    codes = [one.get_text() for one in made.soup.select(".code")]
    assert len(set(codes)) == 3
    assert not any(code in cover for code in codes)
    assert ada.startswith("Ada Buur Kade 3")
    assert bo.startswith("Bo Buur Kade 3")
    assert cor.startswith("Cor Ver Kade 9")


def test_without_the_choice_each_letter_has_an_envelope_of_its_own(db: Session, site: Site) -> None:
    place = make.district(db)
    office = site.visitor(language="en").sign_in(make.secretary(db, place))
    waiting(site, office)
    made = office.open(f"{OFFICE}/brieven").submit("Make the letters")
    assert len(pages(made)) == 3
    assert made.lacks("This envelope holds")
