"""What would help a set of tables: counting street groups or ages together, or leaving a table out; with its effect."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import combinations, pairwise
from typing import Final

from coop.rules.disclosure import Entry
from coop.tables.policy import Cure, Dim, Measure, Step
from coop.tables.policy.drafts import Draft
from coop.tables.policy.outcome import CureOutcome, TableOutcome
from coop.tables.policy.solving import Clock, Solved, solve

MOST_TRIED: Final = 6
MOST_TOLD: Final = 4
SECONDS_EACH: Final = 1.5
# Below this share of hidden cells a set that is safe needs no cure.
MUCH_HIDDEN: Final = 0.25


def is_needed(outcomes: Sequence[TableOutcome]) -> bool:
    """Whether the audit refuses, or so much is hidden that residents read little."""
    cells = sum(one.cell_count for one in outcomes)
    hidden = sum(len(one.cells) for one in outcomes)
    return any(one.step is not Step.SAFE for one in outcomes) or hidden > MUCH_HIDDEN * cells


def propose(
    drafts: Sequence[Draft], solved: Mapping[int, Solved], ledger: Sequence[Entry], *, clock: Clock
) -> list[CureOutcome]:
    """Cures that make the set safe or hide a smaller part of it, the best first."""
    outcomes = [one.outcome for one in solved.values()]
    if not is_needed(outcomes):
        return []
    counts = [draft for draft in drafts if draft.measure is Measure.COUNT]
    now = _share(outcomes)
    unsafe = any(one.step is not Step.SAFE for one in outcomes)
    tried = [_tried(one, counts, ledger, clock) for one in _candidates(counts, solved)[:MOST_TRIED]]
    better = [one for one in tried if one.is_safe and (unsafe or one.hidden < now * max(one.cell_count, 1))]
    return sorted(better, key=lambda one: (one.hidden / max(one.cell_count, 1), one.kind, one.table_id))[:MOST_TOLD]


def _share(outcomes: Sequence[TableOutcome]) -> float:
    cells = sum(one.cell_count for one in outcomes)
    return sum(len(one.cells) for one in outcomes) / cells if cells else 1.0


def _candidates(drafts: Sequence[Draft], solved: Mapping[int, Solved]) -> list[CureOutcome]:
    refused = [draft for draft in drafts if solved[draft.id].outcome.step is not Step.SAFE]
    longest = sorted(drafts, key=lambda draft: (-len(draft.months), draft.id))
    drops = [_cure(Cure.DROP, draft, "", ()) for draft in (refused or longest) if refused or len(drafts) > 1]
    merges = []
    # Merging does not undo a difference with an earlier table: its margins stay.
    mergeable = [
        one for one in refused or longest if not any(leak.is_leftover for leak in solved[one.id].outcome.leaks)
    ]
    for draft in mergeable:
        for dim, codes in ((draft.rows, draft.row_codes), (draft.columns, draft.column_codes)):
            if dim in (Dim.CLUSTER, Dim.AGE) and len(codes) > 2:
                merges += [_cure(Cure.MERGE, draft, dim.value, pair) for pair in _pairs(dim, codes, draft, solved)]
    return [*drops[:2], *merges]


def _pairs(dim: Dim, codes: Sequence[str], draft: Draft, solved: Mapping[int, Solved]) -> list[tuple[str, str]]:
    """Two codes to count together: ages only beside each other, and those with most hidden cells first."""
    hidden = solved[draft.id].outcome.hidden
    weight = {code: sum(code in cell for cell in hidden) for code in codes}
    pairs = list(pairwise(codes)) if dim is Dim.AGE else list(combinations(codes, 2))
    return sorted(pairs, key=lambda pair: (-weight[pair[0]] - weight[pair[1]], pair))[:3]


def _cure(kind: Cure, draft: Draft, dim: str, codes: tuple[str, ...]) -> CureOutcome:
    return CureOutcome(kind.value, draft.id, dim, codes, is_safe=False, hidden=0, cell_count=0)


def _tried(cure: CureOutcome, drafts: Sequence[Draft], ledger: Sequence[Entry], clock: Clock) -> CureOutcome:
    changed = applied(cure, drafts)
    found = solve(changed, ledger, clock=clock, tell=lambda _done, _total: None, seconds=SECONDS_EACH, explain=False)
    outcomes = [one.outcome for one in found.values()]
    return replace(
        cure,
        is_safe=all(one.step is Step.SAFE for one in outcomes),
        hidden=sum(len(one.cells) for one in outcomes),
        cell_count=sum(one.cell_count for one in outcomes),
    )


def applied(cure: CureOutcome, drafts: Sequence[Draft]) -> list[Draft]:
    """The tables of counts after a cure."""
    if cure.kind == Cure.DROP:
        return [draft for draft in drafts if draft.id != cure.table_id]
    return [draft.merged(Dim(cure.dim), cure.codes) if draft.id == cure.table_id else draft for draft in drafts]
