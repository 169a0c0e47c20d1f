"""What can be done while a decision of the panel waits for its answer."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from coop.panels import actions
from coop.panels.policy import BODY_WORDS, Event, Facts, Part, State, is_possible
from coop.panels.views.buttons import Act, form_link
from coop.web.words import _


def answering(found: Any) -> list[Act]:
    """What the board can do: answer, and say who of it takes no part."""
    why = _("Read the reasons of the panel. What you answer is public.")
    acts = [] if found.handed_to else [form_link(found, "panels.answer", _("Answer the decision of the panel"), why)]
    words = _("Somebody of the board has an interest of their own in this")
    why = _("Who knows the candidate well, or applied, takes no part in the answer.")
    return [*acts, form_link(found, "panels.procedure_ties", words, why, main=False)]


def handing_over(found: Any, facts: Facts, at: datetime) -> list[Act]:
    """What the secretary can do when nobody of the board can answer."""
    if found.state is not State.RATIFICATION:
        return []
    if not found.handed_to:
        why = _("Nobody of the board can answer, or it let its term pass. The statutes say who answers then.")
        words = _("Let somebody else answer for the board")
        may = is_possible(replace(facts, reason=True), Event.HAND_OVER, [Part.SECRETARY], at)
        return [form_link(found, "panels.hand_over", words, why)] if may else []
    body = _(BODY_WORDS[found.handed_to])
    by_mail = actions.has_e_mail(found.stand_in_contact)
    told = _("Print the letter to %(body)s", body=body)
    letter = _("It has the same choices as the private page, and room for a signature.")
    paper = _("Only when the private page is not used: write down what was signed.")
    return [
        form_link(found, "panels.stand_in_letter", told, letter, main=not by_mail),
        form_link(found, "panels.stand_in", _("Record the answer of %(body)s", body=body), paper, main=not by_mail),
        form_link(
            *(found, "panels.hand_over", _("Hand it over to somebody else")),
            _("When this was the wrong one. The private page of before closes."),
            main=False,
        ),
    ]
