"""The spread of a panel: what volunteers may tell, the quotas that follow from it, and what gives way when it must.

Street cluster, age and experience with the team are asked for every panel; gender and language at home only when the
secretary says so beforehand. Six seats carry few quotas: each one more leaves less of a draw.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from coop.kernel.words import mark
from coop.rules.sortition import Quota, Volunteer

USUAL = ("cluster", "age_band", "experience")
EXTRA = ("gender", "home_language")
# What gives way when nobody who could step in fits: published, in this order.
GIVES_WAY = ("home_language", "gender", "age_band", "cluster", "experience")
# Never force in a group of fewer than this many volunteers: that is no lottery for them.
LEAST_FOR_A_SEAT = 3

FEATURE_WORDS: dict[str, str] = {
    "cluster": mark("part of the neighbourhood"),
    "age_band": mark("age"),
    "experience": mark("help from the team"),
    "gender": mark("gender"),
    "home_language": mark("language at home"),
}
VALUE_WORDS: dict[str, dict[str, str]] = {
    "age_band": {
        "16-29": mark("16 to 29"),
        "30-49": mark("30 to 49"),
        "50-66": mark("50 to 66"),
        "67+": mark("67 or older"),
    },
    "experience": {"yes": mark("has had help from the team"), "no": mark("never had help from the team")},
    "gender": {"woman": mark("woman"), "man": mark("man"), "other": mark("another gender")},
    "home_language": {
        "dutch": mark("mostly Dutch"),
        "other": mark("mostly another language"),
        "more": mark("Dutch and another language"),
    },
}
NOT_TOLD: dict[str, str] = {
    "cluster": mark("part of the neighbourhood not told"),
    "age_band": mark("age not told"),
    "experience": mark("experience not told"),
    "gender": mark("gender not told"),
    "home_language": mark("language at home not told"),
}


def value_words(feature: str, value: str) -> str:
    """How a value is said (msgid); the name of a street cluster is itself."""
    return VALUE_WORDS.get(feature, {}).get(value, value) if value else NOT_TOLD[feature]


def quotas_for(
    pool: Sequence[Volunteer],
    size: int,
    features: Sequence[str] = USUAL,
    given_way: Sequence[Mapping[str, Any]] = (),
) -> list[Quota]:
    """Quotas that follow the pool: each value at most one seat below and two above its share.

    A value with fewer than three volunteers, or that was not told, has no minimum. `given_way` are the changes that
    were published, as `changes_as_json` writes them.
    """
    quotas = []
    for feature in features:
        for value in sorted({one.features[feature] for one in pool}):
            count = sum(1 for one in pool if one.features[feature] == value)
            share = count * size // len(pool)
            least = max(0, share - 1) if value and count >= LEAST_FOR_A_SEAT else 0
            quotas.append(_changed(Quota(feature, value, least, min(size, share + 2)), given_way))
    return quotas


def _changed(quota: Quota, given_way: Sequence[Mapping[str, Any]]) -> Quota:
    least, most = quota.minimum, quota.maximum
    for change in given_way:
        if (change["feature"], change["value"]) == (quota.feature, quota.value):
            if change["bound"] == "minimum":
                least = min(least, change["after"])
            else:
                most = max(most, change["after"])
    return Quota(quota.feature, quota.value, least, most)


def quotas_as_json(quotas: Sequence[Quota]) -> list[dict[str, Any]]:
    """Plain values for a JSON column and for the published file."""
    return [{"feature": one.feature, "value": one.value, "min": one.minimum, "max": one.maximum} for one in quotas]


def name_on_list(place: int) -> str:
    """Under which name somebody stands on the list of a draw: V001 is the first."""
    return f"V{place:03d}"
