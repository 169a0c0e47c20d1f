"""Neighbours who look after the conversations of the demo: turns, reports, decisions and an objection."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from coop.agenda import actions as agenda
from coop.agenda.models import Item
from coop.demo.cast import Cast
from coop.moderation import actions
from coop.moderation.policy import HouseRule, Verdict

_TURNS = ("member", "member23", "member24", "member25")
_WILLING = ("member26", "member27", "resident")
_DICE = "4162"
_ITEM = "Te hard rijden op de Veerstraat"
# Who wrote it, the words, the rule, who reported it.
_SAID: tuple[tuple[str, str, HouseRule, tuple[str, ...]], ...] = (
    ("member31", "Die bestuurder van de witte bus is gewoon een asociaal.", HouseRule.INSULT, ("member2", "member3")),
    (
        "member32",
        "Koop uw drempels bij mij, deze week met korting.",
        HouseRule.ADVERT,
        ("member2", "member3", "member4"),
    ),
    ("member33", "Er staat elke dag een auto van nummer 12 fout.", HouseRule.PERSON, ("member2", "member3", "member6")),
    ("member34", "Dit soort mensen leert het nooit.", HouseRule.GROUP, ("member6",)),
)


def fill_moderation(db: Session, cast: Cast, now: datetime) -> None:
    """Two comments were decided about, one with an objection; one is hidden and one waits."""
    place = cast.busy.id
    began = now - timedelta(days=40)
    for key in _TURNS:
        actions.offer_turn(db, cast.actor(key), place, at=began)
    # As many turns as there are numbers, so that the same people decide below on every database.
    drawn = actions.close_list(db, cast.actor("board"), place, len(_TURNS), at=began)
    actions.draw_turns(db, cast.actor("board"), place, drawn.id, _DICE, at=began)
    for key in _WILLING:
        actions.offer_turn(db, cast.actor(key), place, at=now)
    item = db.scalars(select(Item).where(Item.district_id == place, Item.title == _ITEM)).one()
    said = []
    for number, (key, text, rule, reporters) in enumerate(_SAID):
        at = now - timedelta(days=9 - 2 * number)
        voice = agenda.comment(db, cast.actor(key), place, item.id, text, at=at)
        for hour, reporter in enumerate(reporters, 1):
            actions.report(db, cast.actor(reporter), place, voice.id, rule, at=at + timedelta(hours=hour))
        said.append(voice.id)

    def decide(key: str, voice: int, verdict: Verdict, reason: str, days: int) -> None:
        rule, at = _SAID[said.index(voice)][2], now - timedelta(days=days)
        actions.decide(db, cast.actor(key), place, [voice], verdict=verdict, rule=rule, reason=reason, at=at)

    sign = "Sinds er een bord staat rijden ze bij ons in de straat wel langzamer."
    agenda.comment(db, cast.actor("resident"), place, item.id, sign, at=began)
    taken = agenda.comment(db, cast.actor("member35"), place, item.id, "Ik zag gisteren wie het was.", at=began)
    words = "Zeg dat liever tegen het wijkteam dan hier."
    agenda.answer(db, cast.actor("member27"), place, item.id, taken.id, text=words, at=began + timedelta(hours=3))
    actions.take_back(db, cast.actor("member35"), place, taken.id, at=began + timedelta(hours=5))
    decide("member23", said[0], Verdict.REMOVE, "Boos zijn mag. Iemand uitschelden niet.", 8)
    decide("member24", said[1], Verdict.REMOVE, "Dit is reclame. Het gaat niet over de straat.", 6)
    actions.object_to(
        db, cast.actor("member31"), place, said[0], "Ik noemde geen naam. Iedereen weet hoe hard hij rijdt.", at=now
    )
