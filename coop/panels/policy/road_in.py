"""The rows from draft to the interviews. Numbers T1 to T22 are those of the domain notes; P1 to P3 are the draw."""

from coop.panels.policy import guards as g
from coop.panels.policy.states import Event, Part, State
from coop.panels.policy.steps import CHOOSING, Effect, row

_S, _E, _P, _F = State, Event, Part, Effect
_SEC, _BOARD, _CLOCK = _P.SECRETARY, _P.BOARD, _P.CLOCK
_USED_UP = (g.PANEL_DRAWN, g.POOL_USED_UP, g.SEAT_FREE, g.REASON)
_PREPARING = (
    row("T1", _S.DRAFT, _E.SUBMIT_PROFILE, _SEC, (g.PROFILE_COMPLETE,), _S.PROFILE_REVIEW, _F.TELL_BOARD, _F.TELL_TEAM),
    row("T2", _S.PROFILE_REVIEW, _E.REQUEST_CHANGES, _BOARD, (g.REASON,), _S.DRAFT, _F.TELL_OFFICE),
    row(
        *("T3", _S.PROFILE_REVIEW, _E.APPROVE, _BOARD),
        (g.REMARKS_ANSWERED, g.MANDATE_SET, g.WORKS_COUNCIL),
        _S.APPROVED,
        _F.TELL_OFFICE,
    ),
    row("P1", _S.APPROVED, _E.OPEN_POOL, _SEC, (g.NO_DRAW_YET,), _S.APPROVED),
    row("P2", _S.APPROVED, _E.FREEZE_POOL, _SEC, (g.POOL_OPEN, g.ENOUGH_VOLUNTEERS), _S.APPROVED),
    row("P2", _S.APPROVED, _E.THAW_POOL, _CLOCK, (g.POOL_FROZEN,), _S.APPROVED, _F.TELL_OFFICE),
    row("P2", _S.APPROVED, _E.CHANGE_QUOTAS, _SEC, (g.POOL_OPEN, g.REASON), _S.APPROVED),
    row("P2", _S.APPROVED, _E.PUBLISH_LIST, _CLOCK, (g.POOL_FROZEN,), _S.APPROVED, _F.TELL_OFFICE),
    row("P3", _S.APPROVED, _E.DRAW, _SEC, (g.LIST_PUBLISHED,), _S.APPROVED),
    row(
        *("T4", _S.APPROVED, _E.PUBLISH, _SEC),
        (g.PANEL_DRAWN, g.PANEL_SAID_YES, g.OPEN_LONG_ENOUGH, g.EQUAL_TREATMENT),
        _S.PUBLISHED,
        *(_F.LOCK_RUBRIC, _F.TELL_PANEL, _F.TELL_BOARD, _F.TELL_TEAM),
    ),
)
_OPEN = (
    row("T5", _S.PUBLISHED, _E.CORRECT_TEXT, _SEC, (g.REASON,), _S.PUBLISHED),
    row(
        *("T6", _S.PUBLISHED, _E.EXTEND, _BOARD),
        (g.STILL_OPEN, g.NOT_EXTENDED, g.SHORT_EXTENSION),
        _S.PUBLISHED,
        _F.TELL_CANDIDATES,
    ),
    row("E12", _S.PUBLISHED, _E.OUTAGE, _CLOCK, (), _S.PUBLISHED, _F.TELL_CANDIDATES),
    row("T8", _S.PUBLISHED, _E.APPLY, _P.CANDIDATE, (g.STILL_OPEN,), _S.PUBLISHED),
    row("T9", _S.PUBLISHED, _E.CLOSE, (_CLOCK, _SEC), (g.CLOSING_PASSED,), _S.CLOSED, _F.TELL_OFFICE, _F.TELL_PANEL),
    row("T10", _S.CLOSED, _E.ADMIT, _SEC, (), _S.CLOSED),
    row(
        *("T10", _S.CLOSED, _E.START_SCREENING, _SEC),
        (g.ALL_SORTED, g.SOME_ADMITTED, g.PANEL_SAID_YES),
        _S.SCREENING,
        *(_F.START_SCREENING_CLOCK, _F.TELL_PANEL),
    ),
    row(
        *("T11", _S.CLOSED, _E.NONE_ADMITTED, (_CLOCK, _SEC)),
        (g.ALL_SORTED, g.NOBODY_ADMITTED),
        _S.UNFILLED,
        *(_F.TELL_BOARD, _F.TELL_PANEL),
    ),
)
_READING = (
    *(
        row(
            "T11",
            before,
            _E.NONE_ADMITTED,
            (_CLOCK, _SEC),
            (g.NOBODY_ADMITTED,),
            _S.UNFILLED,
            _F.TELL_BOARD,
            _F.TELL_PANEL,
        )
        for before in (_S.SCREENING, _S.SHORTLIST_SET, _S.CONFLICT_CHECK, _S.SCORING, _S.DELIBERATION)
    ),
    row("T12", _S.SCREENING, _E.SUBMIT_SCREENING, _P.MEMBER, (), _S.SCREENING),
    row(
        *("T13", _S.SCREENING, _E.SET_SHORTLIST, _SEC),
        (g.SCREENED, g.INVITED_COUNT),
        _S.SHORTLIST_SET,
        _F.MAKE_SHORTLIST,
    ),
    row(
        *("T14", _S.SCREENING, _E.SCREENING_DEADLINE, _CLOCK),
        (g.SCREENING_LATE, g.SCREENING_QUORUM),
        _S.SHORTLIST_SET,
        *(_F.MAKE_SHORTLIST, _F.TELL_OFFICE),
    ),
    row(
        *("T14", _S.SCREENING, _E.SCREENING_DEADLINE, _CLOCK),
        (g.SCREENING_LATE, g.NO_SCREENING_QUORUM),
        _S.SUSPENDED,
        *(_F.STOP_CLOCKS, _F.TELL_OFFICE, _F.TELL_PANEL, _F.TELL_CANDIDATES),
    ),
    row("T15", _S.SHORTLIST_SET, _E.REVEAL_NAMES, _SEC, (), _S.CONFLICT_CHECK, _F.TELL_PANEL, _F.TELL_CANDIDATES),
    row("T16", _S.CONFLICT_CHECK, _E.DECLARE, _P.MEMBER, (), _S.CONFLICT_CHECK),
    *(
        row("T17", before, _E.CALL_RESERVE, (_SEC, _CLOCK), (g.SEAT_FREE, g.RESERVE_LEFT), before)
        for before in (_S.APPROVED, _S.PUBLISHED, _S.CLOSED, _S.SCREENING, _S.SHORTLIST_SET, _S.CONFLICT_CHECK)
    ),
    *(row("E10", before, _E.CHOOSE_MEMBER, _BOARD, _USED_UP, before, _F.TELL_OFFICE) for before in CHOOSING),
    row(
        *("T18", _S.CONFLICT_CHECK, _E.START_INTERVIEWS, (_SEC, _CLOCK)),
        (g.ALL_DECLARED, g.FOUR_JUDGES),
        _S.INTERVIEWING,
        _F.TELL_OFFICE,
    ),
    row("T18", _S.INTERVIEWING, _E.PLAN, _SEC, (), _S.INTERVIEWING),
    row("T19", _S.INTERVIEWING, _E.HOLD, _SEC, (), _S.INTERVIEWING),
    row("T20", _S.INTERVIEWING, _E.POSTPONE, _SEC, (), _S.INTERVIEWING),
    row("T21", _S.INTERVIEWING, _E.NO_SHOW, _SEC, (), _S.INTERVIEWING),
    row(
        *("T22", _S.INTERVIEWING, _E.ALL_HELD, (_CLOCK, _SEC)),
        (g.ALL_HELD, g.SOMEBODY_HEARD),
        _S.SCORING,
        *(_F.START_SCORES_CLOCK, _F.TELL_PANEL),
    ),
    row(
        *("T22", _S.INTERVIEWING, _E.ALL_HELD, (_CLOCK, _SEC)),
        (g.ALL_HELD, g.NOBODY_HEARD),
        _S.UNFILLED,
        *(_F.TELL_BOARD, _F.TELL_PANEL),
    ),
)
ROWS = (*_PREPARING, *_OPEN, *_READING)
