"""The blueprint, and what every page of a procedure shows."""

from typing import Any

from flask import Blueprint

from coop.districts.policy import MandateSnapshot
from coop.kernel.access import Role
from coop.panels import queries
from coop.panels.policy import FINISHED, STATE_WORDS, STEPS, State, item_of
from coop.web.address import district
from coop.web.guard import actor
from coop.web.session import db, now
from coop.web.words import _

bp = Blueprint("panels", __name__, url_prefix="/<district>")


def sees_drafts() -> bool:
    """Drafts are for the secretary and the board."""
    return actor().has(Role.SECRETARY) or actor().has(Role.BOARD)


def load(procedure_id: int) -> Any:
    """The procedure in the URL; a draft only for who works on it."""
    return queries.procedure_of(db(), district().id, procedure_id, drafts=sees_drafts())


def is_closed_by_clock(procedure: Any) -> bool:
    """The closing moment has passed, also when nobody has started the scoring yet."""
    return procedure.state is State.PUBLISHED and bool(now() >= procedure.closes_at)


def words_of(procedure: Any) -> str:
    """Where a procedure is, in the language of the page."""
    return _("closed for applications") if is_closed_by_clock(procedure) else _(STATE_WORDS[procedure.state])


def shown(procedure: Any) -> dict[str, Any]:
    """What the templates of a procedure share: state in words, line of steps, rubric, mandate."""
    place = STEPS.index(procedure.state) if procedure.state in STEPS else -1
    words = words_of(procedure)
    steps = [
        (_(STATE_WORDS[state]), "done" if number < place else "now" if number == place else "next")
        for number, state in enumerate(STEPS)
    ]
    return {
        "procedure": procedure,
        "state": words,
        "tone": "plain" if procedure.state in FINISHED else "busy",
        "steps": steps if place >= 0 else [(words, "now")],
        "items": [item_of(code) for code in procedure.items],
        "mandate": MandateSnapshot.from_json(procedure.mandate) if procedure.mandate else None,
    }
