"""What waits, for whom, in one or two sentences at the top of the secretary's page."""

from datetime import datetime
from typing import Any

from coop.panels import actions
from coop.panels.policy import BODY_WORDS, QUORUM, RESERVES, SEATS, Draw, Facts, State
from coop.web.words import _


def waits_for(found: Any, facts: Facts, at: datetime) -> list[str]:
    """Who has to do something now; the members' meeting first, because nothing else helps a panel without people."""
    usual = _of_draw(found, facts) if found.state is State.APPROVED else _of_state(found, facts, at)
    if not actions.needs_meeting(facts, at):
        return [usual]
    asked = _(
        "The members' meeting chooses who is missing on the panel: everybody on the list was asked, and too few said "
        "yes. The board asks the meeting, and writes down here whom it chose."
    )
    return [asked] if found.state is State.APPROVED else [asked, usual]


def _of_draw(found: Any, facts: Facts) -> str:
    if found.draw is Draw.POOL_OPEN and facts.volunteers >= SEATS + RESERVES:
        return _("Residents can volunteer. The secretary closes the list; then the draw is computed.")
    if found.draw is Draw.DRAWN and facts.accepted >= QUORUM:
        return _("The secretary publishes the vacancy. From then on people can apply.")
    return {
        Draw.NONE: _("The secretary invites residents to volunteer for the panel."),
        Draw.POOL_OPEN: _("Residents can volunteer. Not enough did so yet; the secretary asks more of them."),
        Draw.POOL_FROZEN: _("Nobody: the site computes the draw. The secretary gets a message when it is ready."),
        Draw.LIST_PUBLISHED: _("The secretary has the dice thrown in public, and enters them."),
        Draw.DRAWN: _("Who was asked for the panel says yes or no. With four times yes the vacancy can open."),
    }[found.draw]


def _of_state(found: Any, facts: Facts, at: datetime) -> str:
    done = _when_done(found, facts, at)
    if done:
        return done
    return {
        State.DRAFT: _("The secretary finishes the profile."),
        State.PROFILE_REVIEW: _("The board approves the profile, or asks for changes."),
        State.PUBLISHED: _("Candidates can apply. Nobody else has to do anything until the closing moment."),
        State.CLOSED: _("The secretary says of each application whether it can take part."),
        State.SCREENING: _("The panel reads the answers. Scores are sealed: nobody sees any, or how many."),
        State.SHORTLIST_SET: _("The secretary shows the names of the shortlist to the panel."),
        State.CONFLICT_CHECK: _("Each panel member says whom they know too well."),
        State.INTERVIEWING: _("The secretary plans and holds the interviews."),
        State.SCORING: _("The panel gives scores. They are sealed: nobody sees any, or how many."),
        State.DELIBERATION: _("The panel deliberates and votes."),
        State.PANEL_DECIDED: _("The secretary sends the decision to the board and the employer."),
        State.RATIFICATION: _("The board answers."),
        State.EMPLOYER_CONFIRMATION: _("The employer confirms the place."),
        State.PLACED: _("The secretary writes to who was not chosen."),
        State.UNFILLED: _("The secretary writes to the candidates. The board can open the vacancy again."),
        State.CANCELLED: _("The secretary writes to the candidates."),
        State.REOPENED: _("The secretary writes to the candidates."),
        State.RETENTION: _("Nobody. The clock erases the data after the last term."),
        State.SUSPENDED: _("The secretary solves what stopped the procedure."),
        State.ERASED: _("The secretary destroys what is left on paper, and says so here."),
    }.get(found.state, _("Nobody has to do anything now."))


def _when_done(found: Any, facts: Facts, at: datetime) -> str:
    """The same where the usual work of a state is done, or something else comes first; empty when it does not."""
    rows = {
        State.PROFILE_REVIEW: (
            facts.remarks_open > 0,
            _("The secretary answers the remarks. Then the board approves."),
        ),
        State.PUBLISHED: (at >= facts.closes_at, _("The closing moment has passed: the vacancy closes by itself.")),
        State.CLOSED: (not facts.unsorted, _("All applications are sorted. The secretary lets the panel read them.")),
        State.CONFLICT_CHECK: _after_declaring(facts),
        State.RATIFICATION: _answering(found, facts),
        State.EMPLOYER_CONFIRMATION: (facts.employer_confirmed, _("The chosen candidate answers the offer.")),
        State.UNFILLED: (
            not facts.letters_open,
            _("The board opens the vacancy again, or the secretary closes the procedure."),
        ),
        State.RETENTION: (at < facts.held_until_at, _("The complaints committee rules on a complaint.")),
        State.SUSPENDED: (facts.for_committee, _("The complaints committee rules.")),
        State.ERASED: (found.paper_destroyed_at is not None, _("Nobody. Everything is done.")),
    }
    written = _("Everybody has had a letter. The secretary closes the procedure.")
    rows |= dict.fromkeys((State.PLACED, State.CANCELLED, State.REOPENED), (not facts.letters_open, written))
    is_so, words = rows.get(found.state, (False, ""))
    return words if is_so else ""


def _answering(found: Any, facts: Facts) -> tuple[bool, str]:
    if found.handed_to:
        words = _("The answer comes from %(body)s, in place of the board.", body=_(BODY_WORDS[found.handed_to]))
        return True, f"{words} {_('It is late.')}" if facts.board_late else words
    if not facts.board_free:
        return True, _("Nobody of the board can answer. The secretary writes down who answers instead.")
    return facts.board_late, _("The board answers. It is late.")


def _after_declaring(facts: Facts) -> tuple[bool, str]:
    if facts.fewest_judges < QUORUM:
        return not facts.undeclared, _("Too few members can judge every candidate. The secretary asks a reserve.")
    return not facts.undeclared, _("Every member has said whom they know. The secretary starts the interviews.")
