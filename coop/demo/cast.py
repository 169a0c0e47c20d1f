"""The people, streets and mandates of the two demo neighbourhoods. All names are made up."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from coop.districts.actions import add_streets, found_district, settle_mandate
from coop.districts.models import District
from coop.districts.policy import Decider, Level, Subject
from coop.districts.queries import clusters_of, district_of
from coop.identity.actions import open_account
from coop.identity.gateways import Argon2
from coop.identity.models import Account
from coop.kernel.access import Actor, Role
from coop.kernel.clock import local_day
from coop.members.actions import admit_member, appoint, join_team
from coop.members.queries import actor_of

PASSWORD = "waterstad-demo"  # noqa: S105 (the demo tells it to everybody)

# key, name, role in Noorderkwartier, whether a member too
LEADS: tuple[tuple[str, str, Role | None, bool], ...] = (
    ("resident", "Samira Haddou", Role.RESIDENT, False),
    ("member", "Joke Veenstra", None, True),
    ("board", "Henk Dijkema", Role.BOARD, True),
    ("board2", "Marisol Pinas", Role.BOARD, True),
    ("team", "Fenna Postma", Role.TEAM_MEMBER, False),
    ("team2", "Ruud Aksoy", Role.TEAM_MEMBER, False),
    ("secretary", "Ineke Brands", Role.SECRETARY, False),
    ("candidate", "Tomas Lindeman", None, False),
    ("administrator", "Wim de Haas", Role.ADMINISTRATOR, False),
)
OBSERVER = "Wendela Prins"
ADVISER = "Truus Hogendoorn"
DECISIONS = {
    Role.BOARD: "Gekozen door de ledenvergadering",
    Role.SECRETARY: "Benoemd door het bestuur, met instemming van de leden",
    Role.ADMINISTRATOR: "Besluit van het bestuur bij de start van de site",
}
_FIRST = (
    "Aaltje Bilal Carla Dirk Emine Frits Gerda Hamza Ilse Jan Karima Leo Mieke Nordin Olga Piet Qiu Rita Sjoerd Trees "
    "Ulli Vera Willem Xenia Youssef Zeynep Arie Brigitte Cor Dewi"
).split()
_LAST = (
    "Bakker Cetin Douma El-Amrani Feenstra Groen Hoekstra Idrissi Jonker Kuipers Lam Mulder Nauta Oosterhof Popescu "
    "Rensen Smit Tahiri Uiterwijk Visser Wiersma Yilmaz Zijlstra Adema Boersma Chen Dekker Engel Fokkema Gomes"
).split()
MEMBERS: tuple[tuple[str, str], ...] = tuple(
    (f"member{number + 1}", f"{_FIRST[number % 30]} {_LAST[(number * 7 + number // 30) % 30]}") for number in range(60)
)

BUSY_STREETS = {
    "Grachtenbuurt": ("Turfkade", "Sluisgracht", "Veerstraat", "Brouwersplein"),
    "Bloemenbuurt": ("Lupinestraat", "Korenbloemweg", "Anjerhof", "Klaprooslaan"),
    "Spoorzone": ("Stationsdwarsweg", "Loodspad", "Seinhuislaan"),
    "De Flats": ("Pelikaanflat", "Reigerflat", "Ooievaarflat", "Kievitplein"),
}
NEW_STREETS = {
    "Vaartoever": ("Zuidoever", "Noordoever", "Jaagpad"),
    "Nieuwe Erven": ("Erf 1 tot 12", "Erf 13 tot 30", "Boomgaardlaan"),
}
TEAM: tuple[tuple[str, str, str, int, str, str], ...] = (
    ("Fenna Postma", "geld en schulden", "Stichting Budgetsteun", 32, "ma en do 9.00-12.00, De Brug", "team"),
    ("Ruud Aksoy", "jeugd en gezin", "Jeugdwerk Waterstad", 36, "wo 14.00-17.00, basisschool De Golf", "team2"),
    ("Nel van Houten", "mantelzorg en ouderen", "Zorggroep De Linde", 28, "di 10.00-12.00, De Brug", ""),
    ("Achmed Salah", "werk en meedoen", "Gemeente Waterstad", 36, "do 13.00-16.00, De Brug", ""),
    ("Loes Kramer", "psychische gezondheid", "GGZ Noord", 32, "op afspraak", ""),
    ("Bart Schuurman", "wonen en overlast", "Woningstichting Waterland", 24, "vr 9.00-11.00, Kievitplein", ""),
    ("Ploy Srisai", "mensen met een beperking", "MEE Waterstad", 28, "di 13.00-15.00, De Brug", ""),
    ("Geert Hofman", "opbouwwerk", "Welzijn Waterstad", 36, "elke dag in de buurt", ""),
)


@dataclass
class Cast:
    """The demo neighbourhoods and people, found by key."""

    busy: District
    new: District
    accounts: dict[str, Account]
    on: date
    _db: Session = field(repr=False)

    def account(self, key: str) -> Account:
        """The account of somebody by key, such as "member" or "member12"."""
        return self.accounts[key]

    def actor(self, key: str, district: District | None = None) -> Actor:
        """Somebody as an actor in a neighbourhood (the busy one unless another is given)."""
        account = self.accounts[key]
        return actor_of(self._db, (district or self.busy).id, account.id, account.name, self.on)


def email_of(key: str) -> str:
    """The e-mail address of a demo person."""
    return f"{key}@demo.example.org"


def fill_cast(db: Session, now: datetime) -> Cast:
    """Found both neighbourhoods with their people."""
    today = local_day(now)
    started = today - timedelta(days=700)
    busy = found_district(
        db,
        slug="noorderkwartier",
        name="Noorderkwartier",
        cooperative="Buurtcoöperatie Noorderkwartier",
        municipality="Waterstad",
        inhabitants=6840,
        team_minutes_week=252 * 60,
        about="Wij zijn bewoners van het Noorderkwartier. Samen sturen wij het sociaal wijkteam.",
        phone="088 000 12 34",
    )
    new = found_district(
        db,
        slug="de-vaart",
        name="De Vaart",
        cooperative="Buurtcoöperatie De Vaart in oprichting",
        municipality="Waterstad",
        inhabitants=3120,
        team_minutes_week=8 * 60,
        about="In De Vaart zijn wij net begonnen. Help mee om de eerste agenda te maken.",
        phone="088 000 12 34",
    )
    add_streets(db, busy.id, BUSY_STREETS)
    add_streets(db, new.id, NEW_STREETS)
    cast = Cast(busy, new, {}, today, db)
    _fill_people(db, cast, now, started)
    _fill_mandates(db, cast, started)
    return cast


def _fill_people(db: Session, cast: Cast, now: datetime, started: date) -> None:
    hasher = Argon2(cheap=True)
    clusters = clusters_of(db, cast.busy.id)
    people = [*LEADS, *((key, name, None, True) for key, name in MEMBERS)]
    for place, (key, name, role, is_member) in enumerate(people):
        account = open_account(
            db, hasher, email=email_of(key), name=name, password=PASSWORD, at=now - timedelta(days=700)
        )
        cast.accounts[key] = account
        if role:
            appoint(db, cast.busy.id, account.id, role, starts_on=started, reason=DECISIONS.get(role, ""))
        if is_member:
            cluster = clusters[place % len(clusters)]
            admit_member(db, cast.busy.id, name=name, on=started, account_id=account.id, cluster_id=cluster.id)
    for key, role in (
        ("administrator", Role.ADMINISTRATOR),
        ("secretary", Role.SECRETARY),
        ("team2", Role.TEAM_MEMBER),
    ):
        appoint(db, cast.new.id, cast.account(key).id, role, starts_on=started, reason="Startbijeenkomst van De Vaart")
    watcher = open_account(db, hasher, email=email_of("privacy"), name="Yara Tjon", password=PASSWORD, at=now)
    cast.accounts["privacy"] = watcher
    appoint(db, cast.busy.id, watcher.id, Role.PRIVACY_OFFICER, starts_on=started, reason="Benoemd door de leden")
    observer = open_account(db, hasher, email=email_of("observer"), name=OBSERVER, password=PASSWORD, at=now)
    cast.accounts["observer"] = observer
    adviser = open_account(db, hasher, email=email_of("adviser"), name=ADVISER, password=PASSWORD, at=now)
    cast.accounts["adviser"] = adviser
    appoint(db, cast.busy.id, adviser.id, Role.ADVISER, starts_on=started, reason="Gekozen door de ledenvergadering")
    for watched in (cast.busy, cast.new):
        appoint(
            db,
            watched.id,
            observer.id,
            Role.OBSERVER,
            starts_on=started,
            reason="Aangewezen door de gemeente Waterstad",
        )
    admit_member(db, cast.new.id, name="Joke Veenstra", on=started, account_id=cast.account("member").id)
    for name, specialism, organisation, hours, walk_in, key in TEAM:
        account_id = cast.account(key).id if key else None
        join_team(
            db,
            cast.busy.id,
            name=name,
            specialism=specialism,
            home_organisation=organisation,
            minutes_week=hours * 60,
            walk_in=walk_in,
            phone="088 000 12 34",
            account_id=account_id,
        )
    join_team(
        db,
        cast.new.id,
        name="Ruud Aksoy",
        specialism="jeugd en gezin",
        home_organisation="Jeugdwerk Waterstad",
        minutes_week=8 * 60,
        walk_in="vr 10.00-12.00, keet aan het Jaagpad",
        account_id=cast.account("team2").id,
    )


def _fill_mandates(db: Session, cast: Cast, started: date) -> None:
    giver = cast.actor("administrator")
    covenant = "Convenant met de gemeente Waterstad, artikel 4"
    levels = (
        (Subject.AGENDA, Level.DECISIVE, False),
        (Subject.PRIORITIES, Level.DECISIVE, False),
        (Subject.HIRING, Level.CO_DECISION, False),
        (Subject.ACCOUNT, Level.ADVISORY, False),
        (Subject.BUDGET, Level.ADVISORY, True),
    )
    for subject, level, declined in levels:
        settle_mandate(
            db,
            giver,
            cast.busy.id,
            subject=subject,
            level=level,
            declined=declined,
            decider=Decider.MUNICIPALITY if subject is Subject.BUDGET else Decider.BOARD,
            basis="Bewonersbijeenkomst: dit laten wij nu nog aan de gemeente" if declined else covenant,
            starts_on=started,
            review_on=started + timedelta(days=1095),
        )
    giver = cast.actor("administrator", cast.new)
    for subject in (Subject.AGENDA, Subject.PRIORITIES):
        settle_mandate(
            db,
            giver,
            cast.new.id,
            subject=subject,
            level=Level.ADVISORY,
            basis="Startafspraak met de gemeente Waterstad",
            starts_on=cast.on - timedelta(days=30),
            review_on=cast.on + timedelta(days=150),
        )


def cast_of(db: Session, on: date) -> Cast:
    """The cast of a demo that was filled before."""
    accounts = {row.email.partition("@")[0]: row for row in db.scalars(select(Account))}
    return Cast(district_of(db, "noorderkwartier"), district_of(db, "de-vaart"), accounts, on, db)
