"""What stands in the calendar of the demo."""

from datetime import datetime, time, timedelta

from sqlalchemy.orm import Session

from coop.demo.cast import Cast
from coop.events.actions import Plan, cancel_event, plan_event
from coop.events.policy import EventKind
from coop.kernel.clock import AMSTERDAM

# days from now, hour, minutes, kind, who, title, place, text
EVENTS = (
    (-23, 19, 90, EventKind.CAFE, "team", "Sociaal Café: rondkomen in de winter", "De Brug, grote zaal",
     "Wij praatten over energie en toeslagen. Er waren 34 buren."),
    (9, 20, 120, EventKind.MEETING, "board", "Ledenvergadering", "De Brug, grote zaal",
     "Wij bespreken het verslag van het team. U mag vragen stellen, ook als u geen lid bent. Er is een lift."),
    (16, 19, 90, EventKind.CAFE, "team", "Sociaal Café: zorgen voor een ander", "Buurtkamer Spoorzone",
     "Voor iedereen die voor iemand zorgt. Er is koffie. Ria tolkt naar het Turks."),
    (5, 14, 120, EventKind.ACTIVITY, "board", "Opening van de speeltuin aan de Kade", "Kade, bij de brug",
     "Bewoners maakten hem zelf. Het team komt ook. Neem kinderen mee."),
    (12, 10, 60, EventKind.WALK_IN, "team", "Inloop voor jongeren en hun ouders", "Basisschool De Golf", ""),
)  # fmt: skip


def fill_events(db: Session, cast: Cast, now: datetime) -> None:
    """One past, some to come, one cancelled."""
    here = cast.busy.id
    for days, hour, minutes, kind, who, title, place, text in EVENTS:
        day = (now + timedelta(days=days)).astimezone(AMSTERDAM).date()
        starts_at = datetime.combine(day, time(hour), AMSTERDAM)
        plan = Plan(kind, title, text, place, starts_at, minutes)
        event = plan_event(db, cast.actor(who), here, plan, at=min(now, starts_at) - timedelta(days=8))
        if kind is EventKind.WALK_IN:
            reason = "Ruud is ziek. Bel 088 000 12 34, dan maken wij een afspraak."
            cancel_event(db, cast.actor(who), here, event.id, reason, at=now - timedelta(hours=4))
