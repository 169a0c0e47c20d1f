"""What was heard at doors in the demo: waiting, on the agenda, with another item, and put away."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from coop.agenda.models import Item
from coop.agenda.policy import Domain, Kind
from coop.demo.cast import Cast
from coop.districts.queries import clusters_of
from coop.doors.actions import Told, add_notes, bring_notes_in, note_heard, put_away
from coop.doors.policy import BATCH_LENGTH, Way
from coop.kernel.access import Role
from coop.kernel.clock import local_day
from coop.members.actions import appoint

_PATH = (
    "Ik ga na vijven niet meer langs het Loodspad.",
    "De lampen doen het al weken niet.",
    "Mijn dochter belt als zij bij het tunneltje is.",
    "Met de hond loop ik nu om.",
    "Daar is het te donker, ik wacht op de bus.",
    "Er is daar niemand die je hoort.",
)
_LIFT = (
    "De lift staat elke week stil. Ik kom dan niet beneden.",
    "Ik draag de boodschappen van mijn buurvrouw vier trappen op.",
    "Toen de lift stuk was heb ik drie dagen niemand gezien.",
)
_AWAY = ("Bij ons thuis gaat het niet goed, kan er iemand komen?",)
# Who, how, in which streets (empty: everywhere), about what, days ago, in which words.
_WAITING: tuple[tuple[str, Way, str, Domain | None, int, tuple[str, ...]], ...] = (
    (
        *("team", Way.DOOR, "De Flats", Domain.MEETING, 3),
        ("Ik zou wel willen eten met anderen, maar niet alleen binnenkomen.", "Op zondag is alles dicht."),
    ),
    ("team", Way.STREET, "Bloemenbuurt", Domain.SAFETY, 2, ("Bij school rijden auto's over de stoep.",)),
    ("member2", Way.DOOR, "Grachtenbuurt", Domain.HOUSING, 1, ("De kelder ruikt naar schimmel.",)),
    ("team2", Way.PAPER, "", None, 16, ("De buurtkrant lees ik altijd. Meer doe ik niet mee.",)),
    ("team2", Way.SPOKEN, "Spoorzone", Domain.CARE, 4, ("Ik zorg voor mijn man. Een middag vrij zou veel schelen.",)),
)


def fill_doors(db: Session, cast: Cast, now: datetime) -> None:
    """Notes of the last weeks, by the team and by a volunteer."""
    here, board = cast.busy.id, cast.actor("board")
    started, ends = local_day(now) - timedelta(days=30), local_day(now) + timedelta(days=150)
    volunteer = cast.account("member2").id
    reason = "Belt dit najaar aan in de Grachtenbuurt"
    appoint(db, here, volunteer, Role.VOLUNTEER, starts_on=started, ends_on=ends, reason=reason)
    heard = _Round(db, cast, now)
    path = db.scalars(select(Item).where(Item.district_id == here, Item.title.contains("Donker pad"))).one()
    ids = heard.note("team", Way.DOOR, "Spoorzone", domain=Domain.SAFETY, days=20, lines=_PATH)
    add_notes(db, board, here, ids, path.id, at=now - timedelta(days=18))
    ids = heard.note("team2", Way.DOOR, "De Flats", domain=Domain.HOUSING, days=12, lines=_LIFT)
    bring_notes_in(
        *(db, cast.actor("team2"), here, ids),
        kind=Kind.PROBLEM,
        domain=Domain.HOUSING,
        title="De lift in de Reigerflat staat vaak stil",
        in_short="Als de lift stuk is, komen mensen die slecht lopen de deur niet uit. Buren dragen de boodschappen.",
        place="Reigerflat",
        at=now - timedelta(days=9),
    )
    ids = heard.note("team", Way.DOOR, "De Flats", domain=Domain.FAMILY, days=11, lines=_AWAY)
    said = "Dit gaat over één huishouden. Het team is er geweest en helpt."
    put_away(db, board, here, ids, said, at=now - timedelta(days=10))
    for who, way, place, domain, days, lines in _WAITING:
        heard.note(who, way, place, domain=domain, days=days, lines=lines)


class _Round:
    """Rings at doors."""

    def __init__(self, db: Session, cast: Cast, now: datetime) -> None:
        self._db, self._cast, self._now = db, cast, now
        self._clusters = {one.name: one.id for one in clusters_of(db, cast.busy.id)}
        self._sent = 0

    def note(
        self, who: str, way: Way, place: str, *, domain: Domain | None, days: int, lines: tuple[str, ...]
    ) -> list[int]:
        """Write down what was heard so many days ago."""
        self._sent += 1
        at = self._now - timedelta(days=days)
        told = Told("\n".join(lines), way, self._clusters.get(place), domain, local_day(at))
        batch, actor = f"{self._sent:0{BATCH_LENGTH}}", self._cast.actor(who)
        return [one.id for one in note_heard(self._db, actor, self._cast.busy.id, told, batch=batch, key=b"", at=at)]
