"""Team charters of the demo: two versions and a draft in Noorderkwartier, one in De Vaart; and who follows whom."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from coop.demo.cast import Cast
from coop.districts.actions import publish_charter, write_charter
from coop.districts.models import District
from coop.districts.policy import IdealType
from coop.kernel.clock import local_day
from coop.members.actions import follow

_FIRST = {
    "breadth": "Voor alle bewoners, en eerst voor gezinnen met schulden, zorgen om kinderen en kans op uithuiszetting.",
    "approach": "Wij bellen aan. Eén teamlid blijft bij een gezin zolang dat nodig is en houdt alle hulp bij elkaar.",
    "staffing": "Acht mensen van zeven organisaties. De organisaties kiezen zelf wie zij sturen.",
    "neighbourhood": "Bewoners melden wat zij zien. Buurtmoeders gaan de eerste keer mee aan de deur.",
    "organisation": "De gemeente stuurt het team aan. Ieder teamlid houdt een baas bij de eigen organisatie.",
    "financing": "De gemeente betaalt. Wat er bespaard wordt, gaat terug naar de gemeente.",
}
_SECOND = _FIRST | {
    "staffing": "Acht mensen van zeven organisaties. Een commissie van gelote bewoners kiest mee wie erbij komt.",
    "organisation": "De leden van de coöperatie zeggen wat vóórgaat. Ieder teamlid houdt een baas bij de eigen organisatie.",
    "financing": "De gemeente betaalt. Over de vrije uren beslissen de leden. Over het wijkbudget geven zij advies.",
}
_WHY = "In De Flats lopen veel problemen door elkaar. Vroeger kwamen daar vijftien hulpverleners. Nu is er één gezicht."
_NEW = {
    "breadth": "Voor vragen die nog klein zijn: een brief die niemand snapt, een eerste schuld, een buur die alleen zit.",
    "approach": "Drie gesprekken, dan kijken wij samen of het zelf weer lukt. Is het zwaar? Dan zoeken wij een specialist.",
    "staffing": "Eén teamlid, acht uur per week, en twaalf vrijwilligers die een cursus hebben gedaan.",
    "neighbourhood": "De vrijwilligers houden het spreekuur open. Het teamlid helpt hen en brengt mensen bij elkaar.",
    "organisation": "De startgroep van de coöperatie praat elke maand met de gemeente. De gemeente beslist nog.",
    "financing": "De gemeente betaalt de uren. De woningstichting geeft de keet aan het Jaagpad.",
}
_NEW_WHY = "De Vaart is nieuw en jong. Grote problemen zijn er nog weinig. Wij willen dat het zo blijft."


def fill_charters(db: Session, cast: Cast, now: datetime) -> None:
    """Publish the charters and leave a draft; Joke Veenstra and Samira Haddou follow De Vaart."""

    boards = {cast.busy.id: cast.actor("board"), cast.new.id: cast.actor("board2", cast.new)}

    def publish(place: District, ideal: IdealType, why: str, answers: dict[str, str], days_ago: int) -> None:
        by = boards[place.id]
        write_charter(db, by, place.id, ideal=ideal, why=why, answers=answers)
        publish_charter(db, by, place.id, on=local_day(now - timedelta(days=days_ago)))

    publish(cast.busy, IdealType.ALONGSIDE, _WHY, _FIRST, 600)
    publish(cast.busy, IdealType.ALONGSIDE, _WHY, _SECOND, 200)
    publish(cast.new, IdealType.EARLY, _NEW_WHY, _NEW, 25)
    draft = _SECOND | {"breadth": _SECOND["breadth"] + " Ook voor ouderen die alleen zijn."}
    write_charter(db, cast.actor("board"), cast.busy.id, ideal=IdealType.ALONGSIDE, why=_WHY, answers=draft)
    for key in ("member", "resident"):
        follow(db, cast.actor(key), cast.new.id, at=now - timedelta(days=20))
