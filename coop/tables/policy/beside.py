"""Numbers that are no counts: which may be shown, and how coarse. They have no totals, so nothing can be subtracted.

Source: docs/disclosure.md, "Numbers that are no counts".
"""

from collections.abc import Collection

from coop.rules.disclosure.derived import (
    AMOUNT_LEAST,
    MEAN_LEAST,
    SHARE_LEAST,
    round_stock,
    rounded_amount,
    shown_mean,
    shown_share,
    sum_is_dominated,
    tells_all,
    weeks_of_median,
)
from coop.tables.policy import THRESHOLD, Dim, Measure, higher_thresholds
from coop.tables.policy.drafts import Draft

LEAST: dict[Measure, int] = {
    Measure.STOCK: THRESHOLD,
    Measure.SHARE: SHARE_LEAST,
    Measure.MEAN: MEAN_LEAST,
    Measure.MEDIAN: MEAN_LEAST,
    Measure.AMOUNT: AMOUNT_LEAST,
}


def shown_values(draft: Draft, hidden_rows: Collection[str]) -> list[float | None]:
    """What may be shown of each row: coarse, or None. Never where the count of the same row is hidden."""
    return [
        None if row in hidden_rows or _least(draft, row) > parts["count"] else _value(draft.measure, parts)
        for row, parts in zip(draft.row_codes, _parts(draft), strict=True)
    ]


def least_count(draft: Draft, row: str) -> int:
    """How many must stand behind the number of this row before it can be shown."""
    return _least(draft, row)


def _parts(draft: Draft) -> list[dict[str, int]]:
    return [dict(zip(draft.column_codes, counts, strict=True)) for counts in draft.counts]


def _least(draft: Draft, row: str) -> int:
    sensitive = higher_thresholds()[Dim.DOMAIN.value].get(row, 0) if draft.rows is Dim.DOMAIN else 0
    return max(LEAST[draft.measure], draft.threshold, sensitive)


def _value(measure: Measure, parts: dict[str, int]) -> float | None:
    count = parts["count"]
    if measure is Measure.STOCK:
        return round_stock(count)
    if measure is Measure.SHARE:
        # All of them, or none, says the same of everybody in the group.
        return None if tells_all(parts["part"], count) else shown_share(parts["part"], count)
    if measure is Measure.MEAN:
        return shown_mean(parts["total"], count)
    if measure is Measure.MEDIAN:
        return weeks_of_median(parts["days"], count)
    if sum_is_dominated(count, parts["euros"], parts["largest"], parts["second"]):
        return None
    return rounded_amount(100 * parts["euros"]) / 100
