"""Statements of the demo: one round that is counted, one that is open."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from coop.agenda.policy import Domain
from coop.demo.cast import MEMBERS, PASSWORD, Cast, email_of
from coop.identity.actions import open_account
from coop.identity.gateways import Argon2
from coop.kernel.access import Role
from coop.kernel.clock import local_day
from coop.members.actions import appoint
from coop.members.queries import actor_of
from coop.opinions.actions import (
    Plan,
    answer_statement,
    count_due,
    decide,
    end_round,
    offer_statement,
    open_round,
    suggest,
    withdraw_statement,
)
from coop.opinions.queries import statements_of
from coop.rules.opinions import Answer

# Statement, and what most of each of two groups say of it: + agree, - disagree, 0 both.
OUTSIDE = (
    ("Er moet een plek komen waar jongeren 's avonds binnen kunnen zitten.", "++"),
    ("Ik groet mijn buren op straat.", "++"),
    ("Het wijkteam moet vaker buiten te zien zijn.", "++"),
    ("Op het plein mag best een parkeerplaats weg voor een bank.", "+-"),
    ("Na tien uur 's avonds moet het buiten stil zijn.", "-+"),
    ("Jongeren op straat geven mij een onveilig gevoel.", "-+"),
    ("Er moeten camera's komen op het Loodspad.", "-+"),
    ("Bewoners kunnen zelf het plantsoen onderhouden.", "+-"),
    ("Een buurtfeest mag elk jaar een dag de straat afsluiten.", "+-"),
    ("Wie overlast geeft, moet eerst een gesprek krijgen en dan pas een boete.", "+-"),
    ("Wij hebben een hek om de speeltuin nodig.", "0+"),
    ("De straatverlichting mag 's nachts overal uit.", "--"),
)
CARE = (
    ("Ik weet bij wie ik terechtkan als ik voor iemand zorg.", ""),
    ("Ik durf mijn buren om hulp te vragen.", ""),
    ("Het team mag langskomen zonder dat ik erom vraag.", ""),
    ("Hulp moet ook in het weekend te krijgen zijn.", ""),
)
PROFESSIONALS = (("nel", "Nel van Houten"), ("achmed", "Achmed Salah"), ("geert", "Geert Hofman"))


def fill_opinions(db: Session, cast: Cast, now: datetime) -> None:
    """Two groups that share three wishes; one of these stands on the agenda."""
    here, began = cast.busy.id, now - timedelta(days=44)
    board = cast.actor("board")
    counted = open_round(
        db,
        board,
        here,
        Plan(
            Domain.SAFETY,
            "Samen buiten in onze buurt",
            "Over het plein en de straat zijn wij het niet altijd eens. Wat delen wij wel? Met de uitkomst maken wij "
            "het plan voor het plein.",
            [text for text, _camps in OUTSIDE],
            local_day(began + timedelta(days=21)),
        ),
        at=began,
    )
    for number, (key, _name) in enumerate(MEMBERS):
        camp = 0 if number % 5 < 3 else 1
        for place, (_text, camps) in enumerate(OUTSIDE, 1):
            # Some stray from their group, some leave a statement out: as in a real neighbourhood.
            said = {"+": Answer.AGREE, "-": Answer.DISAGREE}.get(camps[camp], Answer((number + place) % 3 - 1))
            if (number * 7 + place * 3) % 9 == 0:
                said = Answer.PASS
            if (number + place * 5) % 11:
                answer_statement(db, cast.actor(key), here, counted.id, position=place, answer=said, at=began)
    _ask_professionals(db, cast, counted.id, began)
    count_due(db, at=began + timedelta(days=22))
    offer_statement(
        db,
        board,
        here,
        statements_of(db, counted.id)[0].id,
        "Ongeveer 9 van de 10 mensen die de stellingen “Samen buiten in onze buurt” beantwoordden, zijn het hiermee eens.",
        at=now - timedelta(days=2),
    )
    plan = Plan(
        Domain.CARE,
        "Zorgen voor elkaar",
        "Wij willen weten waar mensen steun missen. Het team gebruikt dit in het plan voor volgend jaar.",
        [text for text, _camps in CARE],
        local_day(now + timedelta(days=17)),
    )
    asked = open_round(db, cast.actor("team"), here, plan, at=now - timedelta(days=4))
    for key, places in (("member", 2), ("member3", 4)):
        for place in range(1, places + 1):
            answer_statement(db, cast.actor(key), here, asked.id, position=place, answer=Answer.AGREE, at=now)
    _suggest(db, cast, asked.id, now)
    _take_away(db, cast, asked.id, now)
    _end_one(db, cast, now - timedelta(days=70))


# Who brings in what, and the reason when it is refused; None: it waits for an answer.
_SUGGESTED = (
    ("member5", "Wie voor een ander zorgt, moet makkelijk een dag vrij kunnen nemen.", ""),
    (
        "member8",
        "Mijn buurvrouw Ans doet te weinig voor haar moeder.",
        ("Hier staat iets over een persoon. Schrijf het zo dat het voor iedereen kan gelden."),
    ),
    ("member", "Ook mannen moeten leren zorgen.", None),
)
# Added too quickly, and taken away when somebody saw whom it is about.
_NAMED = "Iedereen aan de Anjerhof zou moeten doen wat Wilma doet."


def _suggest(db: Session, cast: Cast, round_id: int, now: datetime) -> None:
    """Statements of residents: one added, one refused, one that waits."""
    for key, text, reason in _SUGGESTED:
        made = suggest(db, cast.actor(key), cast.busy.id, round_id, text, at=now - timedelta(days=2))
        if reason is not None:
            decide(
                db,
                cast.actor("team"),
                cast.busy.id,
                made.id,
                admits=not reason,
                reason=reason,
                at=now - timedelta(days=1),
            )


def _take_away(db: Session, cast: Cast, round_id: int, now: datetime) -> None:
    here, team = cast.busy.id, cast.actor("team")
    made = suggest(db, cast.actor("member9"), here, round_id, _NAMED, at=now - timedelta(days=3))
    decide(db, team, here, made.id, admits=True, reason="", at=now - timedelta(days=3))
    added = next(one for one in statements_of(db, round_id) if one.text == _NAMED)
    why = "Hierin werd een buurvrouw genoemd. Dat hadden wij eerder moeten zien."
    withdraw_statement(db, cast.actor("board"), here, added.id, why, at=now - timedelta(days=2))


def _end_one(db: Session, cast: Cast, at: datetime) -> None:
    """A round that asked the wrong thing."""
    texts = ("De bus moet vaker rijden.", "Ik reis liever met de bus dan met de auto.", "De halte ligt te ver weg.")
    why = "De vervoerder besloot intussen zelf over lijn 4. Uw antwoord kon daar niets meer aan veranderen."
    asked = Plan(
        *(Domain.SAFETY, "De bus door onze buurt", "Wij willen de vervoerder een brief schrijven."),
        *(texts, local_day(at + timedelta(days=28))),
    )
    found = open_round(db, cast.actor("board"), cast.busy.id, asked, at=at)
    end_round(db, cast.actor("board"), cast.busy.id, found.id, why, at=at + timedelta(days=6))


def _ask_professionals(db: Session, cast: Cast, round_id: int, at: datetime) -> None:
    """The team answers as well; of fewer than five nothing would be shown."""
    here, today = cast.busy.id, local_day(at)
    actors = [cast.actor(key) for key in ("team", "team2")]
    for key, name in PROFESSIONALS:
        account = open_account(db, Argon2(cheap=True), email=email_of(key), name=name, password=PASSWORD, at=at)
        appoint(db, here, account.id, Role.TEAM_MEMBER, starts_on=today)
        actors.append(actor_of(db, here, account.id, name, today))
    for number, actor in enumerate(actors):
        for place, (_text, camps) in enumerate(OUTSIDE, 1):
            said = Answer.AGREE if camps[0] == "+" or (number + place) % 4 == 0 else Answer.DISAGREE
            answer_statement(db, actor, here, round_id, position=place, answer=said, at=at)
