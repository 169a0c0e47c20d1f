"""What can be done in each state by secretary and board: a sentence about what follows, and the button."""

from datetime import datetime
from typing import Any

from coop.panels import actions
from coop.panels.policy import ACTIVE, AFTER_DECISION, DECIDED, PUTS_BACK, QUORUM, RESERVES, SEATS, Draw, Facts, State
from coop.panels.views.acts_of_answer import answering, handing_over
from coop.panels.views.buttons import Act, button, form_link
from coop.web.words import _


def acts_for(found: Any, facts: Facts, at: datetime, *, secretary: bool, board: bool, due: bool) -> list[Act]:
    """What this person can do now, the step itself first."""
    acts: list[Act] = []
    if secretary:
        acts += _letters(found, facts, at)
        acts += _of_secretary(found, facts)
        acts += handing_over(found, facts, at)
        if due:
            words = _("Do what is due by the clock")
            why = _("A term has ended. The site does this by itself within a minute; with this button it does it now.")
            acts.append(button(found, "klok", words, why))
    if board:
        acts += _of_board(found, facts, at)
    if secretary and found.state is not State.ERASED:
        why = _("They have no account. With an e-mail address they get a message when they have to do something.")
        words = _("Where employer and complaints committee get messages")
        acts.append(form_link(found, "panels.contacts", words, why, main=False))
    return acts + (_stopping(found, facts, secretary=secretary, board=board) if secretary or board else [])


def _letters(found: Any, facts: Facts, at: datetime) -> list[Act]:
    """Employer and committee without e-mail get on paper what waits for them."""
    acts = []
    asks_employer = found.state is State.EMPLOYER_CONFIRMATION and not facts.employer_confirmed
    if asks_employer and not actions.has_e_mail(found.employer_contact):
        why = _("The employer got no message: we have no e-mail address of it. Send it a letter with what we ask.")
        acts.append(form_link(found, "panels.employer_letter", _("Print the letter to the employer"), why))
    if (facts.for_committee or at < facts.held_until_at) and not actions.has_e_mail(found.committee_contact):
        why = _("The complaints committee got no message: we have no e-mail address of it. Send it a letter.")
        acts.append(form_link(found, "panels.committee_letter", _("Print the letter to the committee"), why))
    return acts


def _of_secretary(found: Any, facts: Facts) -> list[Act]:
    rows: dict[State, list[Act]] = {}
    table = _simple_acts(found, facts)
    rows.update(table)
    if found.state is State.APPROVED:
        return _of_draw(found, facts)
    acts = rows.get(found.state, [])
    if facts.seats_missing > 0 and facts.reserves > 0 and found.state in _CALLS:
        why = _("A seat is empty, or too few can judge somebody. The next who keeps the panel spread is asked.")
        acts = [*acts, button(found, "reserve", _("Ask the next reserve"), why)]
    return acts


_CALLS = (State.PUBLISHED, State.CLOSED, State.SCREENING, State.SHORTLIST_SET, State.CONFLICT_CHECK)


def _of_draw(found: Any, facts: Facts) -> list[Act]:
    if found.draw is Draw.NONE:
        why = _("Residents can put themselves on the list for the draw. Six of them and three reserves are drawn.")
        return [form_link(found, "panels.open_pool", _("Invite residents to volunteer"), why)]
    if found.draw is Draw.POOL_OPEN:
        return _of_pool(found, facts)
    if found.draw is Draw.POOL_FROZEN:
        why = _("1,000 possible panels are computed. You get a message when the list is published.")
        return [form_link(found, "panels.draw_progress", _("See how far the draw is"), why)]
    if found.draw is Draw.LIST_PUBLISHED:
        why = _("Throw three ten-sided dice in public. Everybody who is drawn gets a message and says yes or no.")
        return [form_link(found, "panels.dice", _("Enter the dice"), why)]
    acts = []
    if facts.accepted >= QUORUM:
        why = _("From then on people can apply. Rubric, mandate and closing day are fixed.")
        acts.append(form_link(found, "panels.publish", _("Publish the vacancy"), why))
    if facts.seats_missing > 0 and facts.reserves > 0:
        why = _("A seat is empty. The next person who keeps the panel spread is asked.")
        acts.append(button(found, "reserve", _("Ask the next reserve"), why))
    return acts


def _of_pool(found: Any, facts: Facts) -> list[Act]:
    paper = form_link(
        *(found, "panels.paper_volunteer", _("Put somebody without e-mail on the list")),
        _("For who has no computer: all messages then go by letter or by phone."),
        main=False,
    )
    if facts.volunteers < SEATS + RESERVES:
        return [paper]
    why = _("The list of volunteers closes and 1,000 possible panels are computed. This takes seconds to a minute.")
    return [button(found, "loting-berekenen", _("Close the list and compute the draw"), why), paper]


def _simple_acts(found: Any, facts: Facts) -> dict[State, list[Act]]:
    return {**_acts_of_office(found, facts), **_acts_of_panel(found, facts), **_acts_of_the_end(found, facts)}


def _acts_of_office(found: Any, facts: Facts) -> dict[State, list[Act]]:
    sorting = _("Say below of each application whether it can take part. Take out what tells who somebody is.")
    reading = _("The panel gets a message and has 10 days to read the answers without names.")
    on_paper = form_link(
        *(found, "panels.paper_application", _("Type over an application on paper")),
        _("For who brought or sent it before the closing moment."),
        main=False,
    )
    return {
        State.DRAFT: [
            button(
                *(found, "profiel-voorleggen", _("Show the profile to the board")),
                _("Board and residents read it. They have a week for remarks."),
            ),
            form_link(
                found,
                "panels.edit_draft",
                _("Change the draft"),
                _("Until you show it you can change everything."),
                main=False,
            ),
        ],
        State.PUBLISHED: [
            on_paper,
            form_link(
                *(found, "panels.poster", _("Print a poster")),
                _("One sheet to hang up in the community centre."),
                main=False,
            ),
            form_link(
                *(found, "panels.correct", _("Correct the text")),
                _("Only the text can still be mended. What changed is said in public."),
                main=False,
            ),
        ],
        State.CLOSED: [
            Act(sorting, "", "")
            if facts.unsorted
            else button(found, "lezen", _("Let the panel read the answers"), reading),
            on_paper,
        ],
        State.SHORTLIST_SET: [
            button(
                *(found, "namen", _("Show the names to the panel")),
                _("The shortlist cannot change any more. Members see the names, to say whom they know too well."),
            )
        ],
    }


def _acts_of_panel(found: Any, facts: Facts) -> dict[State, list[Act]]:
    return {
        State.SCREENING: [
            form_link(
                *(found, "panels.shortlist", _("Make the shortlist")),
                _("This works when everybody is ready, or after the deadline when at least 4 are."),
            )
        ],
        State.CONFLICT_CHECK: []
        if facts.undeclared
        else [
            button(
                *(found, "gesprekken", _("Start the interviews")),
                _("You then plan an interview with each candidate, at least 7 days ahead."),
            )
        ],
        State.SCORING: [
            button(
                *(found, "scores-openen", _("Open the scores for the panel")),
                _("This works when everybody is ready, or after the deadline when at least 4 are."),
            )
        ],
        State.DELIBERATION: [
            form_link(
                found,
                "panels.deliberation",
                _("The scores beside each other"),
                _("Talk first about where you differ."),
                main=False,
            ),
            *(
                [
                    button(
                        found,
                        "tweede-ronde",
                        _("Vote a second time"),
                        _("It is a tie. Talk for a quarter of an hour first."),
                    )
                ]
                if facts.tied and facts.round == 1 and facts.voted == facts.voters
                else []
            ),
            form_link(
                *(found, "panels.decide", _("Record the decision of the panel")),
                _("Everybody who may vote must have voted. You write down the reasons."),
            ),
        ],
    }


def _acts_of_the_end(found: Any, facts: Facts) -> dict[State, list[Act]]:
    employer = _("Only when the employer does not use its private address: write down what it says.")
    answer = _("Write down what the chosen candidate says, for who has no computer.")
    return {
        State.PANEL_DECIDED: [
            button(
                *(found, "versturen", _("Send the decision to the board")),
                _("The board gets a message and has 5 working days. The employer gets a private address."),
            )
        ],
        State.EMPLOYER_CONFIRMATION: [
            form_link(found, "panels.offer_on_paper", _("Record the answer of the candidate"), answer)
            if facts.employer_confirmed
            else form_link(found, "panels.employer", _("Record the answer of the employer"), employer)
        ],
        State.ERASED: []
        if found.paper_destroyed_at
        else [
            button(
                *(found, "papier-vernietigd", _("All paper is destroyed")),
                _("The site has erased its data. Destroy notes, sheets and letters on paper too; say so here."),
            )
        ],
        **{
            state: []
            if facts.letters_open
            else [
                button(
                    *(found, "afronden", _("Close this procedure")),
                    _("The panel is thanked. 28 days after the last letter the data of candidates are erased."),
                )
            ]
            for state in (State.PLACED, State.UNFILLED, State.CANCELLED, State.REOPENED)
        },
    }


def _of_board(found: Any, facts: Facts, at: datetime) -> list[Act]:
    if actions.needs_meeting(facts, at):
        why = _("Everybody on the list was asked and too few said yes. The members' meeting can choose who is missing.")
        words = _("Write down whom the members' meeting chose")
        return [form_link(found, "panels.choose_member", words, why), *_usual_of_board(found, at)]
    return _usual_of_board(found, at)


def _usual_of_board(found: Any, at: datetime) -> list[Act]:
    if found.state is State.PROFILE_REVIEW:
        return [
            form_link(
                *(found, "panels.approve", _("Approve this vacancy")),
                _("After that the mandate is fixed, and the panel can be drawn."),
            ),
            form_link(
                *(found, "panels.request_changes", _("Ask for changes")),
                _("The profile goes back to the secretary with your reason."),
                main=False,
            ),
        ]
    if found.state is State.PUBLISHED and not found.extended and at < found.closes_at:
        why = _("Once, by at most 14 days. Candidates get a message.")
        return [form_link(found, "panels.extend", _("Give candidates more time"), why, main=False)]
    if found.state is State.RATIFICATION:
        return answering(found)
    if found.state is State.UNFILLED:
        why = _("A new draft is made. Candidates, panel and scores are not carried over.")
        return [button(found, "opnieuw", _("Open this vacancy again"), why)]
    return []


def _stopping(found: Any, facts: Facts, *, secretary: bool, board: bool) -> list[Act]:
    acts = []
    if found.state is State.SUSPENDED:
        acts = _while_suspended(found, facts, secretary=secretary)
    elif found.state in ACTIVE:
        if found.state in AFTER_DECISION and not facts.asked:
            why = _("When something came out after the panel decided. Everything stops; it rules within 10 days.")
            acts.append(_ask_committee(found, why))
        why = _("Everything and every term stops, for 14 days at most. Candidates get a message.")
        acts.append(form_link(found, "panels.suspend", _("Suspend this procedure"), why, main=False))
    elif _is_ground_open(found, facts):
        why = _("When panel or board doubts the ground of the employer. Do this before you write about the end.")
        acts.append(_ask_committee(found, why))
    if board and found.state in _CAN_CANCEL and found.suspended_from not in DECIDED:
        why = _("The procedure ends. Everybody can read your reason.")
        acts.append(form_link(found, "panels.cancel", _("Call this vacancy off"), why, main=False))
    return acts


def _while_suspended(found: Any, facts: Facts, *, secretary: bool) -> list[Act]:
    acts = []
    if facts.wronged and found.suspended_from in PUTS_BACK:
        why = _("A complaint of somebody who was refused is founded. This person takes part again.")
        acts.append(form_link(found, "panels.put_back", _("Let a candidate take part again"), why))
    if secretary and not facts.for_committee:
        why = _("All terms go on with the time that was left.")
        acts.append(form_link(found, "panels.resume", _("Let the procedure go on"), why, main=not acts))
    if secretary and facts.suspended_from in (State.INTERVIEWING, State.SCORING, State.DELIBERATION):
        why = _("When fewer than 4 members can vote in the end. Reserves come in; the first interviews are dropped.")
        acts.append(form_link(found, "panels.hear_again", _("Have all candidates heard again"), why, main=False))
    if not facts.renewed and not facts.for_committee:
        why = _("Once, by another 14 days.")
        acts.append(form_link(found, "panels.suspend", _("Suspend longer"), why, main=False))
    return acts


def _is_ground_open(found: Any, facts: Facts) -> bool:
    ended = found.state is State.UNFILLED and facts.ended_by_employer
    return ended and not facts.last_letters and not facts.asked


def _ask_committee(found: Any, why: str) -> Act:
    return form_link(found, "panels.ask_committee", _("Ask the complaints committee to look"), why, main=False)


_CAN_CANCEL = (
    *(State.DRAFT, State.PROFILE_REVIEW, State.SUSPENDED),
    *ACTIVE[: ACTIVE.index(State.PANEL_DECIDED)],
)
