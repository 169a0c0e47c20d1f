"""A list of a co-operative elsewhere that the team of the demo read in, and an item that was taken over from it."""

import json
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from coop.agenda.policy import Domain, Kind
from coop.demo.cast import Cast
from coop.opendata.actions import read_list, take_over
from coop.opendata.policy import VERSION
from coop.opendata.queries import rows_of_list

_NAME = "Coöperatie Het Ketelhuis"
# Number, kind, domain, title, in short, place. All of it is made up.
_ROWS = (
    (
        14,
        Kind.INITIATIVE,
        Domain.HOUSING,
        "Klussen met een buur",
        (
            "Wie handig is, helpt een buur met een lamp of een "
            "lekkende kraan. Wie hulp krijgt, kookt of past een keer op."
        ),
        "Ketelplein",
    ),
    (
        22,
        Kind.WISH,
        Domain.FAMILY,
        "Huiswerk maken in de bibliotheek",
        ("Thuis is het te druk. In de bibliotheek is het stil, en er is iemand die helpt met rekenen."),
        "bibliotheek De Pijp",
    ),
    (
        31,
        Kind.PROBLEM,
        Domain.MONEY,
        "De bus is te duur geworden",
        ("Een kaartje naar het ziekenhuis en terug kost meer dan tien euro. Ouderen stellen hun afspraak uit."),
        "buslijn 8",
    ),
)


def fill_neighbours(db: Session, cast: Cast, now: datetime) -> None:
    """One list read in; one of its items taken over by a resident."""
    at = now - timedelta(days=9)
    rows = [
        {
            "id": number,
            "url": f"https://ketelhuis.example/zuidpoort/agenda/{number}",
            "kind": kind.value,
            "domain": domain.value,
            "state": "on_agenda",
            "title": title,
            "in_short": text,
            "details": "",
            "place": place,
            "origin": "resident",
            "created_at": "2026-01-15T10:00:00Z",
            "supporters": 11,
            "comments": 2,
            "merged_into_id": None,
            "answer_due_on": None,
        }
        for number, kind, domain, title, text, place in _ROWS
    ]
    whole = {"version": VERSION, "cooperative": _NAME, "collection": "agenda", "rows": rows}
    made = read_list(db, cast.actor("team"), cast.busy.id, json.dumps(whole).encode(), at=at)
    source = rows_of_list(db, cast.busy.id, made.id)[1]
    take_over(
        db,
        cast.actor("member4"),
        cast.busy.id,
        source,
        source.url,
        kind=Kind.WISH,
        domain=Domain.FAMILY,
        title="Een stille plek voor huiswerk",
        in_short="Thuis is het vaak druk. In buurthuis De Brug kan een kamer stil blijven, met iemand die helpt.",
        details="",
        place="buurthuis De Brug",
        at=at + timedelta(hours=3),
    )
