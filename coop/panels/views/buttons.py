"""What can be done on a page of the secretary or the board: steps that need a button only, and links to forms."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from coop.kernel.access import Permission
from coop.kernel.words import mark
from coop.panels import actions
from coop.web.address import url_for


@dataclass(frozen=True, slots=True)
class OneButton:
    """A step that needs nothing but a button: who may, what is done, and what is said afterwards."""

    permission: Permission
    action: Callable[..., Any]
    said: str


def _salted(db: Any, actor: Any, district_id: int, procedure_id: int, *, at: datetime) -> Any:
    return actions.freeze_pool(db, actor, district_id, procedure_id, salt=secrets.token_hex(16), at=at)


def _send(db: Any, actor: Any, district_id: int, procedure_id: int, *, at: datetime) -> Any:
    token = secrets.token_urlsafe(24)
    return actions.send_decision(db, actor, district_id, procedure_id, employer_token=token, at=at)


_M = Permission.MANAGE_PROCEDURE
ONE_BUTTON: dict[str, OneButton] = {
    "profiel-voorleggen": OneButton(
        _M, actions.submit_profile, mark("Board and residents can read the profile. They have a week for remarks.")
    ),
    "loting-berekenen": OneButton(
        _M, _salted, mark("The list of volunteers is closed. The draw is computed now; this page says how far it is.")
    ),
    "reserve": OneButton(_M, actions.call_reserve, mark("The next person is asked and says yes or no on My page.")),
    "klok": OneButton(_M, actions.catch_up, mark("What was due by the clock is done.")),
    "lezen": OneButton(
        _M,
        actions.start_screening,
        mark("The panel got a message. It has 10 days to read the answers and give scores."),
    ),
    "namen": OneButton(
        _M,
        actions.reveal_names,
        mark("The panel sees the names and says whom it knows. Write now to who is not invited."),
    ),
    "gesprekken": OneButton(
        _M, actions.start_interviews, mark("Plan an interview with each candidate, at least 7 days ahead.")
    ),
    "scores-openen": OneButton(
        _M, actions.reveal_scores, mark("The scores are open for the panel. Plan the deliberation.")
    ),
    "tweede-ronde": OneButton(
        _M, actions.second_round, mark("The panel votes once more. After that the published rules decide.")
    ),
    "versturen": OneButton(
        _M, _send, mark("The board has 5 working days. Give the employer the private address below.")
    ),
    "afronden": OneButton(
        _M,
        actions.conclude,
        mark("The panel is thanked. The data of candidates are erased 28 days after the last letter."),
    ),
    "papier-vernietigd": OneButton(
        _M, actions.destroy_paper, mark("Noted with the day. Of this procedure only counts and the draw are left.")
    ),
    "opnieuw": OneButton(
        Permission.APPROVE_PROCEDURE,
        actions.reopen,
        mark("This is the new draft. Nothing of candidates, panel or scores was carried over."),
    ),
}


@dataclass(frozen=True, slots=True)
class Act:
    """What can be done: `url` of a form, or of a button when `posts`; `why` tells what follows."""

    why: str
    label: str
    url: str
    posts: bool = False
    main: bool = True


def button(found: Any, step: str, label: str, why: str) -> Act:
    """A step of `ONE_BUTTON`."""
    return Act(why, label, url_for("panels.take_step", procedure_id=found.id, step=step), posts=True)


def form_link(found: Any, endpoint: str, label: str, why: str, *, main: bool = True) -> Act:
    """A link to a form; one that is not `main` stands at the end of the page."""
    return Act(why, label, url_for(endpoint, procedure_id=found.id), main=main)
