"""Pages of members as people meet them."""

import io
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from coop.members.actions import refuse_applicant
from coop.members.models import Membership, MembershipApplication
from coop.notifications.models import OutboxMessage
from tests.support import make
from tests.support.make import NOON
from tests.support.site import Site

Fields = dict[str, Any]
HERE = "/noorderkwartier"


def test_from_application_to_vote(db: Session, site: Site) -> None:
    place = make.district(db)
    person, board = make.outsider(db, place), make.board(db, place)
    buyer = site.visitor(language="en").sign_in(person)
    page = buyer.open(f"{HERE}/mag-ik-stemmen")
    assert page.has("No, because you are not a member")
    page = page.follow("Become a member")
    refused = page.submit("Apply for membership", name="", stated_age="x", expect=422)
    assert refused.has("Fill in a name.")
    assert refused.has("Fill in a whole number.")
    filled: Fields = {"name": "Ada Buur", "street": "Noordstraat", "house_number": "3", "stated_age": "41"}
    refused = refused.submit("Apply for membership", **filled, expect=422)
    assert refused.has("Tick that you agree with the statutes.")
    assert 'value="Ada Buur"' in refused.html
    done = refused.submit("Apply for membership", accepts="y")
    assert done.has("Write down your number.")
    office = site.visitor(language="en").sign_in(board)
    letters = office.open(f"{HERE}/leden").follow("Letters: 1 to print").submit("Make the letters")
    code = letters.soup.select_one(".code")
    assert code is not None
    assert letters.soup.select_one("svg.qr")
    page = site.visitor(language="en").open(f"{HERE}/lid-worden/code")
    assert page.submit("Send the code", code="ABCD-EFGH-JKMN", expect=422).has("We do not know this code.")
    assert page.submit("Send the code", code=code.get_text().lower()).has("You have shown that you live here.")
    assert page.submit("Send the code", code=code.get_text(), expect=422).has("This code has been used already.")
    page = office.open(f"{HERE}/leden").follow("Ada Buur").submit("Admit as a member")
    assert page.has("Ada Buur is a member from today and gets a mail now.")
    mail = db.scalars(select(OutboxMessage).where(OutboxMessage.subject == "You are a member")).one()
    assert (mail.to_account_id, mail.params["path"]) == (person.account.id, f"{HERE}/mag-ik-stemmen")
    assert buyer.open(f"{HERE}/mag-ik-stemmen").has("Yes. You can vote in everything that opens from today.")


def test_refusing_needs_a_reason_that_the_applicant_reads(db: Session, site: Site) -> None:
    place = make.district(db)
    person, board = make.outsider(db, place), make.board(db, place)
    applying = site.visitor(language="en").sign_in(person)
    filled: Fields = {"name": "Bo", "street": "Kade", "house_number": "3", "stated_age": "41", "accepts": "y"}
    applying.open(f"{HERE}/lid-worden").submit("Apply for membership", **filled)
    page = site.visitor(language="en").sign_in(board).open(f"{HERE}/leden").follow("Bo")
    assert page.submit("Refuse with this reason", reason=" ", expect=422).has(
        "Say why. The applicant reads the reason."
    )
    assert page.submit("Refuse with this reason", reason="Lives elsewhere").has(
        "The applicant gets the reason by mail now."
    )
    mail = db.scalars(select(OutboxMessage).where(OutboxMessage.subject == "Your application is refused")).one()
    assert (mail.to_account_id, mail.params["reason"]) == (person.account.id, "Lives elsewhere")
    assert applying.open(f"{HERE}/lid-worden").has("Your application before was refused: Lives elsewhere")


def test_the_register_corrects_and_ends(db: Session, site: Site) -> None:
    place = make.district(db)
    make.member(db, place, "Cor Lid")
    office = site.visitor(language="en").sign_in(make.secretary(db, place))
    page = office.open(f"{HERE}/leden").submit("Search", zoek="cor l").follow("Cor Lid")
    assert page.submit("Correct the register", name=" ", expect=422).has("Fill in a name.")
    assert page.submit("Correct the register", stated_age="150", expect=422).has("Fill in the age in whole years.")
    page = page.submit("Correct the register", street="Plein", house_number="8", lives_here=None, stated_age="17")
    assert page.soup.select_one("input[name=stated_age][value='17']")
    assert page.has("The register is corrected.")
    ending = page.follow("End this membership")
    assert ending.submit("End this membership", on="never", expect=422).has("Choose why the membership ends.")
    assert ending.submit("End this membership", because="moved").has("The membership of Cor Lid ends on")
    assert office.open(f"{HERE}/leden?zoek=cor").has("Nobody found.")


def test_a_file_with_a_mistake_enters_nobody(db: Session, site: Site) -> None:
    place = make.district(db)
    office = site.visitor(language="en").sign_in(make.secretary(db, place))
    address = f"{HERE}/leden/invoeren"
    form = office.open(address)
    token = form.soup.select_one("input[name=csrf_token]")
    assert token is not None

    def send(content: bytes) -> tuple[int, str]:
        data = {"csrf_token": token["value"], "file": (io.BytesIO(content), "leden.csv")}
        answer = office.client.post(address, data=data, content_type="multipart/form-data", follow_redirects=True)
        return answer.status_code, answer.get_data(as_text=True)

    status, html = send(b"name,age\nAda,4x\nBo,5\n")
    assert (status, "The age is not a whole number" in html, "Refused rows: 1." in html) == (422, True, True)
    assert send(b"")[0] == 422
    assert send(b"\xff\xfe\x00")[0] == 422
    assert db.scalar(select(Membership.id).where(Membership.name == "Bo")) is None
    status, html = send("name,age\nAdé,4\nBo,5\n".encode())
    assert (status, "2 members are entered" in html) == (200, True)
    saved = office.get(f"{HERE}/leden/bestand.csv").get_data(as_text=True)
    assert "Adé" in saved


def test_statutes_are_public_and_settled_by_the_board(db: Session, site: Site) -> None:
    place = make.district(db)
    assert site.visitor(language="en").open(f"{HERE}/statuten").has("The board has not entered the statutes yet.")
    board = site.visitor(language="en").sign_in(make.board(db, place))
    form = board.open(f"{HERE}/statuten").follow("Change these rules")
    refused = form.submit("Check these rules", minimum_age="300", basis="", expect=422)
    assert refused.has("Name the article of the statutes")
    refused = refused.submit("Check these rules", basis="art. 4", expect=422)
    assert refused.has("Fill in a whole number from 0 to 25.")
    check = refused.submit("Check these rules", basis="art. 4", minimum_age="18", minimum_membership_days="30")
    assert check.has("but not be taken back")
    assert site.visitor(language="en").open(f"{HERE}/statuten").has("The board has not entered the statutes yet.")
    check = check.submit("Change what I filled in").submit("Check these rules", minimum_membership_days="31")
    done = check.submit("Settle these rules")
    assert done.has("The rules are settled and count from")
    assert site.visitor(language="en").open(f"{HERE}/mag-ik-stemmen").has("You are 18 years or older.")


def test_an_application_is_seen_by_the_register_only(db: Session, site: Site) -> None:
    place = make.district(db)
    applying = site.visitor(language="en")
    filled: Fields = {
        "name": "Geheim",
        "street": "Kade",
        "house_number": "3",
        "stated_age": "41",
        "accepts": "y",
    }
    applying.open(f"{HERE}/lid-worden").submit("Apply for membership", **filled)
    number = db.scalar(select(MembershipApplication.id))
    for person in (make.member(db, place), make.team(db, place), make.administrator(db, place)):
        for path in ("/leden", f"/leden/aanvragen/{number}", "/leden/brieven", "/leden/bestand.csv"):
            site.visitor().sign_in(person).open(HERE + path, expect=403)


def test_taking_back_an_application_that_was_decided_says_why_not(db: Session, site: Site) -> None:
    place = make.district(db)
    person, board = make.outsider(db, place), make.board(db, place)
    buyer = site.visitor(language="en").sign_in(person)
    filled: Fields = {"name": "Ada Buur", "street": "Noordstraat", "house_number": "3", "stated_age": "41"}
    buyer.open(f"{HERE}/lid-worden").submit("Apply for membership", **filled, accepts="y")
    page = buyer.open(f"{HERE}/lid-worden")
    application = db.scalars(select(MembershipApplication)).one()
    refuse_applicant(db, board.actor, place.id, application.id, "Lives elsewhere.", at=NOON)
    refused = page.submit("Take my application back", expect=409)
    assert refused.has("This application was already decided on or taken back.")
    assert refused.lacks("You took your application back.")
