"""Where somebody is signed in: what ends there ends for every copy of the cookie."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from coop.identity.actions import begin_sign_in, forget_old_sign_ins
from coop.identity.models import SignIn
from coop.identity.policy import SIGNED_IN_FOR, Way, device_in_short
from tests.support import make
from tests.support.make import NOON, PASSWORD
from tests.support.site import CountStatements, Site, Visitor

MY_PAGE = "/noorderkwartier/mijn-pagina"


def _signed_in(site: Site, email: str) -> Visitor:
    visitor = site.visitor(language="en")
    visitor.open("/inloggen").submit("Sign in", email=email, password=PASSWORD)
    return visitor


def _copied(site: Site, visitor: Visitor) -> Visitor:
    thief = site.visitor(language="en")
    cookie = visitor.client.get_cookie("coop")
    assert cookie is not None
    thief.client.set_cookie("coop", cookie.value)
    return thief


def test_a_copied_cookie_is_worth_nothing_after_signing_out(db: Session, site: Site) -> None:
    make.district(db)
    make.account(db, email="joke@coop.test")
    joke = _signed_in(site, "joke@coop.test")
    thief = _copied(site, joke)
    assert thief.open(MY_PAGE).path == MY_PAGE
    joke.open("/").submit("Sign out")
    assert thief.open(MY_PAGE).path == "/inloggen"


def test_a_cookie_with_a_wrong_token_is_nobody(db: Session, site: Site) -> None:
    person = make.member(db, make.district(db))
    visitor = site.visitor().sign_in(person)
    for forged in ("{id}:x", "{id}:", "x:y", "99999999999999999999:t", "\u0663:t"):
        with visitor.client.session_transaction() as session:
            number = session["_user_id"].partition(":")[0] if "tt" in session["_user_id"] else "1"
            session["_user_id"] = forged.format(id=number)
        assert visitor.open(MY_PAGE).path == "/inloggen"


def test_signing_in_lasts_thirty_days(db: Session, site: Site) -> None:
    make.district(db)
    make.account(db, email="joke@coop.test")
    joke = _signed_in(site, "joke@coop.test")
    site.at(NOON + SIGNED_IN_FOR - timedelta(minutes=1))
    assert joke.open(MY_PAGE).path == MY_PAGE
    site.at(NOON + SIGNED_IN_FOR)
    assert joke.open(MY_PAGE).path == "/inloggen"


def test_one_sees_and_ends_ones_other_sign_ins(db: Session, site: Site) -> None:
    make.district(db)
    make.account(db, email="joke@coop.test")
    here, library, phone = (_signed_in(site, "joke@coop.test") for _number in range(3))
    page = here.open("/mijn-account")
    assert page.html.count("Sign out there</button>") == 2
    page = page.submit("Sign out there")
    assert page.html.count("Sign out there</button>") == 1
    assert page.submit("Sign out everywhere else").has("You are signed out in one other place.")
    assert here.open(MY_PAGE).path == MY_PAGE
    assert [one.open(MY_PAGE).path for one in (library, phone)] == ["/inloggen", "/inloggen"]


def test_nobody_ends_the_sign_in_of_somebody_else(db: Session, site: Site) -> None:
    make.district(db)
    make.account(db, email="joke@coop.test")
    make.account(db, email="henk@coop.test")
    joke, henk = _signed_in(site, "joke@coop.test"), _signed_in(site, "henk@coop.test")
    first = db.scalars(select(SignIn.id).order_by(SignIn.id)).first()
    henk.post(f"/mijn-account/uitloggen/{first}", expect=404)
    assert joke.open(MY_PAGE).path == MY_PAGE


def test_becoming_somebody_else_ends_the_first(db: Session, site: Site) -> None:
    make.district(db)
    make.account(db, email="joke@coop.test")
    joke = _signed_in(site, "joke@coop.test")
    copy = _copied(site, joke)
    joke.open("/inloggen").submit("Sign in", email="joke@coop.test", password=PASSWORD)
    assert joke.open(MY_PAGE).path == MY_PAGE
    assert copy.open(MY_PAGE).path == "/inloggen"


def test_who_is_signed_in_costs_one_statement(db: Session, site: Site) -> None:
    make.district(db)
    make.account(db, email="joke@coop.test")
    joke = _signed_in(site, "joke@coop.test")
    with CountStatements(db) as signed_in:
        joke.get("/privacy")
    with CountStatements(db) as visiting:
        site.visitor().get("/privacy")
    assert signed_in.count == visiting.count + 1


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        (MY_PAGE, "no-store"),
        ("/mijn-account", "no-store"),
        ("/inloggen/met-link/x", "no-store"),
        ("/noorderkwartier/agenda", "no-cache"),
        ("/noorderkwartier/agenda/nieuw", "no-cache"),
    ],
)
def test_personal_pages_are_kept_nowhere_and_typed_texts_come_back(
    db: Session, site: Site, path: str, kept: str
) -> None:
    member = site.visitor().sign_in(make.member(db, make.district(db)))
    assert kept in member.get(path).headers["Cache-Control"]


def test_signing_out_empties_the_cache(db: Session, site: Site) -> None:
    person = make.member(db, make.district(db))
    visitor = site.visitor().sign_in(person)
    token = visitor.open("/").soup.select_one("input[name=csrf_token]")
    assert token is not None
    answer = visitor.client.post("/uitloggen", data={"csrf_token": token["value"]})
    assert answer.headers["Clear-Site-Data"] == '"cache"'


def test_what_is_long_over_is_removed(db: Session) -> None:
    account = make.account(db)
    for days in (0, 29, 31):
        at = NOON - timedelta(days=days)
        begin_sign_in(db, account.id, token="t", way=Way.PASSWORD, user_agent="", at=at)
    assert forget_old_sign_ins(db, at=NOON) == 1
    assert len(db.scalars(select(SignIn)).all()) == 2


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140 Safari/537.36 Edg/140",
            "Edge, Windows",
        ),
        ("Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0", "Firefox, Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari, iPhone"),
        ("curl/8", ""),
    ],
)
def test_of_the_browser_two_words_are_kept(said: str, kept: str) -> None:
    assert device_in_short(said) == kept
