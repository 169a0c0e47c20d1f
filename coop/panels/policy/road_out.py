"""The rows from the scores to erasing. Numbers T23 to T48 are those of the domain notes."""

from coop.panels.policy import guards as g
from coop.panels.policy.states import Event, Part, State
from coop.panels.policy.steps import (
    ACTIVE,
    AFTER_LETTERS,
    BEFORE_DECISION,
    COMPLAINING,
    WITH_APPLICATIONS,
    Effect,
    ends,
    row,
)

_S, _E, _P, _F = State, Event, Part, Effect
_SEC, _BOARD, _CLOCK = _P.SECRETARY, _P.BOARD, _P.CLOCK
_DECIDING = (
    row("T23", _S.INTERVIEWING, _E.SUBMIT_SCORES, _P.MEMBER, (), _S.INTERVIEWING),
    row("T23", _S.SCORING, _E.SUBMIT_SCORES, _P.MEMBER, (), _S.SCORING),
    row(
        "T24",
        _S.SCORING,
        _E.REVEAL,
        (_CLOCK, _SEC),
        (g.SCORED,),
        _S.DELIBERATION,
        _F.START_DECISION_CLOCK,
        _F.TELL_PANEL,
    ),
    *(
        row("E3", before, _E.STRIKE, _SEC, (g.REASON,), before)
        for before in (_S.INTERVIEWING, _S.SCORING, _S.DELIBERATION)
    ),
    row(
        *("T25", _S.SCORING, _E.SCORES_DEADLINE, _CLOCK),
        (g.SCORES_LATE, g.NO_SCORES_QUORUM),
        _S.SUSPENDED,
        *(_F.STOP_CLOCKS, _F.TELL_OFFICE, _F.TELL_PANEL, _F.TELL_CANDIDATES),
    ),
    row("T26", _S.DELIBERATION, _E.AMEND, _P.MEMBER, (), _S.DELIBERATION),
    row("T27", _S.DELIBERATION, _E.VOTE, (_P.MEMBER, _SEC), (g.VOTE_OPEN,), _S.DELIBERATION),
    row("T27", _S.DELIBERATION, _E.NEW_ROUND, _SEC, (g.QUORUM_VOTED, g.TIED), _S.DELIBERATION, _F.TELL_PANEL),
    row("T27", _S.DELIBERATION, _E.DECIDE, _SEC, (g.QUORUM_VOTED, g.NOT_TIED, g.REASON), _S.PANEL_DECIDED),
    *ends(
        *("T28", _S.DELIBERATION, _E.NO_SUITABLE, _SEC),
        (g.QUORUM_VOTED, g.REASON),
        _S.UNFILLED,
        *(_F.TELL_BOARD, _F.TELL_PANEL),
    ),
    row("T29", _S.PANEL_DECIDED, _E.SEND, _SEC, (), _S.RATIFICATION, _F.START_BOARD_CLOCK, _F.TELL_BOARD),
)
_ANSWERED = (_F.TELL_PANEL, _F.TELL_OFFICE, _F.TELL_EMPLOYER)
_ANSWERS = (_BOARD, _P.STAND_IN)
_ANSWERING = (
    row(
        *("E26", _S.RATIFICATION, _E.HAND_OVER, _SEC),
        (g.BOARD_CANNOT, g.REASON),
        _S.RATIFICATION,
        *(_F.TELL_BOARD, _F.TELL_OFFICE, _F.TELL_PANEL),
    ),
    row("T30", _S.RATIFICATION, _E.AGREE, _ANSWERS, (), _S.EMPLOYER_CONFIRMATION, *_ANSWERED),
    row(
        *("T31", _S.RATIFICATION, _E.DEVIATE, _ANSWERS),
        (g.ADVISORY, g.REASON, g.SOMEBODY_ELSE),
        _S.EMPLOYER_CONFIRMATION,
        *_ANSWERED,
    ),
    *ends(
        *("T31", _S.RATIFICATION, _E.DEVIATE, _ANSWERS),
        (g.ADVISORY, g.REASON, g.NOBODY_ELSE),
        _S.UNFILLED,
        *(_F.TELL_PANEL, _F.TELL_OFFICE),
    ),
    row(
        *("T32", _S.RATIFICATION, _E.REFUSE_SECOND_KEY, _ANSWERS),
        (g.CO_DECISION, g.REASON, g.NOT_RECONCILED),
        _S.DELIBERATION,
        *(_F.TELL_PANEL, _F.TELL_OFFICE),
    ),
    row(
        *("T32", _S.RATIFICATION, _E.REFUSE_SECOND_KEY, _ANSWERS),
        (g.CO_DECISION, g.REASON, g.NEXT_IN_TIME),
        _S.PANEL_DECIDED,
        *(_F.NEXT_CANDIDATE, _F.TELL_PANEL, _F.TELL_OFFICE),
    ),
    *ends(
        *("T32", _S.RATIFICATION, _E.REFUSE_SECOND_KEY, _ANSWERS),
        (g.CO_DECISION, g.REASON),
        _S.UNFILLED,
        *(_F.TELL_PANEL, _F.TELL_OFFICE),
    ),
    row(
        *("T33", _S.RATIFICATION, _E.REFUSE_ON_PROCEDURE, _ANSWERS),
        (g.DECISIVE, g.REASON, g.NOT_REFUSED),
        _S.SUSPENDED,
        *(_F.STOP_CLOCKS, _F.TELL_PANEL, _F.TELL_OFFICE, _F.TELL_CANDIDATES),
    ),
    row(
        *("T34", _S.RATIFICATION, _E.SILENCE, _CLOCK),
        (g.BOARD_LATE, g.SILENCE_IS_YES),
        _S.EMPLOYER_CONFIRMATION,
        *_ANSWERED,
    ),
    row(
        *("T34", _S.RATIFICATION, _E.SILENCE, _CLOCK),
        (g.BOARD_LATE, g.SILENCE_IS_NOTHING, g.NOT_TOLD_LATE),
        _S.RATIFICATION,
        *(_F.MARK_BOARD_LATE, _F.TELL_BOARD, _F.TELL_OFFICE),
    ),
)
_JOINED = (_F.TELL_PANEL, _F.TELL_OFFICE, _F.TELL_BOARD, _F.TELL_TEAM, _F.TELL_EMPLOYER)
_HIRED = _S.EMPLOYER_CONFIRMATION
_PLACING = (
    row(
        *("T35", _HIRED, _E.EMPLOYER_CONFIRMS, (_P.EMPLOYER, _SEC)),
        (g.EMPLOYER_OPEN, g.CHECKS_DONE),
        _HIRED,
        *(_F.MAKE_OFFER, _F.TELL_OFFICE),
    ),
    row(
        *("E17", _HIRED, _E.ACCEPT_OFFER, (_P.CANDIDATE, _SEC)),
        (g.EMPLOYER_AGREED, g.PLACE_LEFT),
        _S.DELIBERATION,
        *(_F.NEXT_PLACE, _F.START_DECISION_CLOCK, *_JOINED),
    ),
    row("T35", _HIRED, _E.ACCEPT_OFFER, (_P.CANDIDATE, _SEC), (g.EMPLOYER_AGREED,), _S.PLACED, *_JOINED),
    *(
        one
        for number, event, parts, guards in (
            ("T36", _E.EMPLOYER_REFUSES, (_P.EMPLOYER, _SEC), (g.REASON,)),
            ("T37", _E.DECLINE_OFFER, (_P.CANDIDATE, _SEC), ()),
        )
        for one in (
            row(
                *(number, _HIRED, event, parts),
                (*guards, g.NEXT_IN_TIME),
                _S.PANEL_DECIDED,
                *(_F.NEXT_CANDIDATE, _F.TELL_PANEL, _F.TELL_OFFICE),
            ),
            *ends(number, _HIRED, event, parts, guards, _S.UNFILLED, _F.TELL_PANEL, _F.TELL_OFFICE, _F.TELL_BOARD),
        )
    ),
)
_ENDING = (
    *(row("T38", before, _E.WRITE_LETTER, _SEC, (), before) for before in (*WITH_APPLICATIONS, *AFTER_LETTERS[:4])),
    row("T38", _S.PLACED, _E.CONCLUDE, _SEC, (g.LETTERS_SENT,), _S.CONCLUDED, _F.TELL_PANEL),
    row("T39", _S.UNFILLED, _E.REOPEN, _BOARD, (), _S.REOPENED, _F.TELL_OFFICE),
    *(
        row("T40", before, _E.CONCLUDE, _SEC, (g.LETTERS_SENT,), _S.CONCLUDED, _F.TELL_PANEL)
        for before in (_S.UNFILLED, _S.CANCELLED, _S.REOPENED)
    ),
    row("T41", _S.CONCLUDED, _E.START_RETENTION, _CLOCK, (g.LETTERS_SENT,), _S.RETENTION, _F.KEEP_DATA_28_DAYS),
    *(
        row("T42", before, _E.COMPLAIN, _P.CANDIDATE, (), before, _F.TELL_OFFICE)
        for before in (*COMPLAINING, *AFTER_LETTERS)
    ),
    *(row("T43", before, _E.CONSENT, _P.CANDIDATE, (), before) for before in AFTER_LETTERS),
    row("T44", _S.RETENTION, _E.ERASE, _CLOCK, (g.ERASE_DUE, g.NO_HOLD), _S.ERASED, _F.ERASE_DATA),
)
_OFFICE, _MENDS, _HEAR = (_SEC, _BOARD), (g.REASON, g.WRONGED), (_F.TELL_PANEL, _F.TELL_CANDIDATES)
_STOPPING = (
    *(
        row("T7", before, _E.CANCEL, _BOARD, (g.REASON,), _S.CANCELLED, _F.TELL_CANDIDATES, _F.TELL_PANEL)
        for before in (_S.DRAFT, _S.PROFILE_REVIEW, *BEFORE_DECISION)
        if before is not _S.DELIBERATION
    ),
    *ends(
        *("T7", _S.DELIBERATION, _E.CANCEL, _BOARD, (g.REASON,), _S.CANCELLED),
        *(_F.TELL_CANDIDATES, _F.TELL_PANEL),
    ),
    *ends(
        *("T7", _S.SUSPENDED, _E.CANCEL, _BOARD),
        (g.REASON, g.NOT_DECIDED),
        _S.CANCELLED,
        *(_F.TELL_CANDIDATES, _F.TELL_PANEL),
    ),
    *(
        row(
            *("T45", before, _E.SUSPEND, (_SEC, _BOARD, _CLOCK, _P.COMMITTEE), (g.REASON,), _S.SUSPENDED),
            *(_F.STOP_CLOCKS, _F.TELL_OFFICE, _F.TELL_BOARD, _F.TELL_PANEL, _F.TELL_CANDIDATES),
        )
        for before in ACTIVE
    ),
    row(
        *("T45", _S.SUSPENDED, _E.RENEW, (_SEC, _BOARD)),
        (g.REASON, g.NOT_RENEWED, g.NOT_FOR_COMMITTEE),
        _S.SUSPENDED,
        *(_F.TELL_PANEL, _F.TELL_CANDIDATES),
    ),
    *(
        row("T46", _S.SUSPENDED, _E.RESUME, part, guards, None, _F.GO_ON_WITH_CLOCKS, _F.TELL_CANDIDATES, _F.TELL_PANEL)
        for part, guards in (
            (_SEC, (g.REASON, g.NOT_FOR_COMMITTEE)),
            (_P.COMMITTEE, (g.REASON, g.FOR_COMMITTEE)),
        )
    ),
    *(
        row(
            *("E4", before, _E.ASK_COMMITTEE, (_SEC, _BOARD, _P.COMMITTEE), (g.REASON, g.NOT_ASKED), _S.SUSPENDED),
            *(_F.STOP_CLOCKS, _F.TELL_OFFICE, _F.TELL_BOARD, _F.TELL_PANEL, _F.TELL_CANDIDATES),
        )
        for before in (_S.PANEL_DECIDED, _S.RATIFICATION, _S.EMPLOYER_CONFIRMATION)
    ),
    row(
        *("E34", _S.UNFILLED, _E.ASK_COMMITTEE, (_SEC, _BOARD)),
        (g.REASON, g.ENDED_BY_EMPLOYER, g.NO_LAST_LETTER, g.NOT_ASKED),
        _S.SUSPENDED,
        *(_F.STOP_CLOCKS, _F.TELL_OFFICE, _F.TELL_BOARD, _F.TELL_PANEL, _F.TELL_CANDIDATES),
    ),
    row(
        *("E4", _S.SUSPENDED, _E.DELIBERATE_AGAIN, _P.COMMITTEE, (g.REASON, g.FOR_COMMITTEE), _S.DELIBERATION),
        *(_F.FORGET_DECISION, _F.START_DECISION_CLOCK),
        *(_F.TELL_OFFICE, _F.TELL_BOARD, _F.TELL_PANEL, _F.TELL_CANDIDATES),
    ),
    row(
        *("T33", _S.SUSPENDED, _E.COMMITTEE_SILENT, _CLOCK, (g.FOR_COMMITTEE, g.SUSPENSION_OVER), None),
        *(_F.GO_ON_WITH_CLOCKS, _F.TELL_BOARD, _F.TELL_OFFICE, _F.TELL_PANEL, _F.TELL_CANDIDATES),
    ),
    row(
        *("E8", _S.SUSPENDED, _E.HEAR_AGAIN, _SEC, (g.REASON, g.WAS_HEARING, g.NOBODY_PLACED), _S.CONFLICT_CHECK),
        *(_F.FORGET_INTERVIEWS, _F.TELL_PANEL, _F.TELL_CANDIDATES),
    ),
    # What tells who the writer is goes out of the answers before the panel reads them.
    row(
        *("E36", _S.SUSPENDED, _E.PUT_BACK, _OFFICE, (*_MENDS, g.WAS_READING), _S.CLOSED),
        *(_F.GO_ON_WITH_CLOCKS, *_HEAR),
    ),
    row(
        *("E36", _S.SUSPENDED, _E.PUT_BACK, _OFFICE, (*_MENDS, g.WAS_LISTED), _S.SHORTLIST_SET),
        *(_F.GO_ON_WITH_CLOCKS, *_HEAR),
    ),
    row(
        *("E36", _S.SUSPENDED, _E.PUT_BACK, _OFFICE, (*_MENDS, g.WAS_MEETING, g.NOBODY_PLACED), _S.CONFLICT_CHECK),
        *(_F.PLAN_ANEW, _F.GO_ON_WITH_CLOCKS, *_HEAR),
    ),
    # The scores of the others are open: all are heard again, or none.
    row(
        *("E36", _S.SUSPENDED, _E.PUT_BACK, _OFFICE, (*_MENDS, g.WAS_DELIBERATING, g.NOBODY_PLACED)),
        _S.CONFLICT_CHECK,
        *(_F.FORGET_INTERVIEWS, *_HEAR),
    ),
    *(
        row("T47", before, _E.WITHDRAW, (_P.CANDIDATE, _SEC), (g.NOT_CHOSEN,), before)
        for before in (*WITH_APPLICATIONS, _S.SUSPENDED)
    ),
    *(
        one
        for before, after in (
            (_S.PANEL_DECIDED, _S.PANEL_DECIDED),
            (_S.RATIFICATION, _S.PANEL_DECIDED),
            (_S.SUSPENDED, _S.SUSPENDED),
        )
        for one in (
            row(
                *("T47", before, _E.WITHDRAW, (_P.CANDIDATE, _SEC)),
                (g.NEXT_IN_TIME,),
                after,
                *(_F.NEXT_CANDIDATE, _F.TELL_PANEL, _F.TELL_OFFICE),
            ),
            *ends("T47", before, _E.WITHDRAW, (_P.CANDIDATE, _SEC), (), _S.UNFILLED, _F.TELL_PANEL, _F.TELL_BOARD),
        )
    ),
    *ends(
        *("T48", _S.SUSPENDED, _E.ANNUL, _P.COMMITTEE),
        (g.REASON, g.FOR_COMMITTEE),
        _S.CANCELLED,
        *(_F.TELL_CANDIDATES, _F.TELL_PANEL, _F.TELL_BOARD),
    ),
)
ROWS = (*_DECIDING, *_ANSWERING, *_PLACING, *_ENDING, *_STOPPING)
