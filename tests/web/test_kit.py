"""What every page and form gets from the web kit."""

import re

import pytest
from flask import Flask
from sqlalchemy.orm import Session, sessionmaker

from coop.app import create_app
from coop.kernel.config import Config
from coop.web import address
from coop.web.filters import markdown, percent
from coop.web.limits import Counts
from coop.web.pages import safe_path
from tests.support import make
from tests.support.site import Site, cookie_of


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example",
        "https://evil.example",
        "/\\evil.example",
        "javascript:x",
        "",
        None,
        "\\\\x",
        "/\r\nSet-Cookie:x",
    ],
)
def test_nobody_is_sent_to_another_site(target: str | None) -> None:
    assert safe_path(target) is None


def test_a_path_of_our_own_is_fine() -> None:
    assert safe_path("/noorderkwartier/agenda?soort=wens") == "/noorderkwartier/agenda?soort=wens"


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "<img src=x onerror=alert(1)>",
        "![x](http://evil.example/x.png)",
        '<a href="x" onclick="y">z</a>',
        "[x](data:text/html,<script>)",
    ],
)
def test_markdown_never_makes_anything_that_runs(text: str) -> None:
    html = str(markdown(text))
    assert not re.search(r"<script|<img|<[^>]+\son\w+=|href=\"(?:javascript|data)", html, re.IGNORECASE)


def test_markdown_keeps_what_people_use() -> None:
    html = str(markdown("# Kop\n\n**vet** en [link](https://example.org)\n\n- een\n- twee"))
    assert "<h3>Kop</h3>" in html
    assert "<strong>vet</strong>" in html
    assert 'rel="nofollow' in html
    assert "<li>een</li>" in html


def test_every_answer_has_the_security_headers(site: Site) -> None:
    answer = site.visitor().get("/")
    csp = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in csp
    assert "unsafe" not in csp
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Strict-Transport-Security" not in answer.headers


@pytest.mark.parametrize("tiles", ["", "https://tiles.example.org/{z}/{x}/{y}.png"])
def test_pictures_come_from_elsewhere_only_where_the_operator_names_tiles(tiles: str) -> None:
    config = Config(testing=True, database="sqlite://", secret="x" * 40, tiles=tiles, tiles_credit="© Maps")
    answer = create_app(config, sessions=Session).test_client().get("/taal/en")
    rules = answer.headers.getlist("Content-Security-Policy")
    assert len(rules) == 1
    pictures = [rule.split() for rule in rules[0].split("; ") if rule.startswith("img-src")]
    assert pictures == [["img-src", "'self'", "data:", *(["https://tiles.example.org"] if tiles else [])]]
    assert rules[0].count("https:") == (1 if tiles else 0)  # nothing but pictures


def test_behind_tls_cookies_are_secure_and_hsts_is_on() -> None:
    config = Config(secret="a1b2c3d4e5f6a7b8c9d0e1f2a3b4c5d6", base_url="https://buurt.example.org")
    app = create_app(config, sessions=Session)
    answer = app.test_client().get("/taal/en", base_url="https://buurt.example.org")
    assert "max-age" in answer.headers["Strict-Transport-Security"]
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-coop=")
    for word in ("Secure", "HttpOnly", "SameSite=Lax"):
        assert word in cookie


def test_a_post_without_token_is_refused(db: Session, site: Site) -> None:
    make.district(db)
    site.app.config["WTF_CSRF_ENABLED"] = True
    answer = site.visitor().client.post("/inloggen", data={"email": "a@b.nl", "password": "x"})
    assert answer.status_code == 400


def test_the_language_is_dutch_until_somebody_chooses(site: Site) -> None:
    assert 'lang="nl"' in site.visitor().get("/").text
    assert 'lang="en"' in site.visitor(language="en").get("/").text
    visitor = site.visitor()
    assert visitor.get("/taal/en?next=//evil.example").headers["Location"] == "/"


def test_an_unknown_page_and_neighbourhood_are_said_in_words(site: Site) -> None:
    visitor = site.visitor(language="en")
    assert visitor.open("/nergens/", expect=404).has("We do not know this neighbourhood.")
    assert visitor.open("/a/b/c/d", expect=404).has("This page is not here")


def test_a_number_too_large_for_a_row_is_not_found(db: Session, site: Site) -> None:
    make.district(db)
    site.visitor().open("/noorderkwartier/agenda/99999999999999", expect=404)


def test_signing_in_too_often_is_slowed(db: Session, sessions: sessionmaker[Session]) -> None:
    config = Config(secret="a1b2c3d4e5f6a7b8c9d0e1f2a3b4c5d6", testing=False)
    app: Flask = create_app(config, sessions=sessions)
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    # Another address each time, so that not the brake of one address stops it.
    tried = [{"email": f"a{number}@b.nl", "password": "wrong"} for number in range(12)]
    answers = [client.post("/inloggen", data=one).status_code for one in tried]
    assert answers[:10] == [422] * 10
    assert answers[-1] == 429


def test_in_the_demo_many_are_one_account_and_the_limit_is_wider(sessions: sessionmaker[Session]) -> None:
    config = Config(secret="a1b2c3d4e5f6a7b8c9d0e1f2a3b4c5d6", testing=False, demo=True)
    app = create_app(config, sessions=sessions)
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    tried = [{"email": f"a{number}@b.nl", "password": "wrong"} for number in range(102)]
    answers = [client.post("/inloggen", data=one).status_code for one in tried]
    assert answers[:100] == [422] * 100
    assert answers[-2:] == [429, 429]


def test_counts_end_with_their_time_and_old_ones_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    at = [4_000_000_000.0]
    monkeypatch.setattr("coop.web.limits.time", lambda: at[0])
    counts = Counts()
    assert [counts.incr("a", 60) for _ in range(3)] == [1, 2, 3]
    at[0] += 60
    assert counts.incr("a", 60) == 1
    for number in range(1_100):
        counts.incr(f"b{number}", 1)
    at[0] += 2
    counts.incr("c", 60)
    for number in range(3_000):
        counts.incr(f"d{number}", 60)
    assert "b0" not in counts.expirations
    assert counts.incr("a", 60) == 2


def test_a_failing_commit_shows_no_success_and_saves_nothing(db: Session, sessions: sessionmaker[Session]) -> None:
    class Broken(Session):
        def commit(self) -> None:
            raise OSError("disk full")

    place = make.district(db)
    person = make.resident(db, place)
    cookie = cookie_of(db, person)
    config = Config(secret="a1b2c3d4e5f6a7b8c9d0e1f2a3b4c5d6", demo=True)
    bind = db.get_bind()
    app = create_app(config, sessions=lambda: Broken(bind, join_transaction_mode="create_savepoint"))
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"] = cookie
        session["language"] = "en"
    fields = {"kind": "wish", "domain": "housing", "title": "A bench", "in_short": "A bench near the water."}
    answer = client.post("/noorderkwartier/agenda/nieuw", data=fields)
    assert answer.status_code == 500
    assert "Thank you" not in answer.text
    assert "Your last step was not saved" in answer.text
    after = client.get("/noorderkwartier/agenda")
    assert "Thank you" not in after.text
    assert "A bench" not in after.text


def test_addresses_that_only_one_person_knows_are_not_remembered(site: Site) -> None:
    with site.app.test_request_context():
        before = address._built.cache_info().currsize
        assert address.url_for("identity.use_link", token="abc") == "/inloggen/met-link/abc"
        assert address._built.cache_info().currsize == before
        address.url_for("identity.sign_in")
        assert address.url_for("identity.sign_in") == "/inloggen"
        assert address._built.cache_info().hits >= 1


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (0, "0%"),
        (1, "100%"),
        (0.0001, "minder dan 1%"),
        (0.006, "1%"),
        (0.994, "99%"),
        (0.996, "meer dan 99%"),
        (1.2, "120%"),
    ],
)
def test_a_few_of_many_are_not_nobody(site: Site, share: float, said: str) -> None:
    with site.app.test_request_context():
        assert percent(share) == said
