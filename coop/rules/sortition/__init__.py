"""Draw by lot of a panel: a fair lottery first, three ten-sided dice afterwards.

Why in two steps: a program that draws must be trusted, a published list and dice need not be. The program makes
a list of 1,000 panels that each meet the quotas; the list, its sha256 and everybody's chance are published; the
dice name one line of it.

Vocabulary: loting = lottery, vrijwilliger = Volunteer, afspiegeling = Quota, huishouden = household.

    Volunteer(id, features, household=None)     id: a pseudonym; features: {"street cluster": "West", ...}
    Quota(feature, value, minimum, maximum)     how many of this value on the panel; a value without a Quota is free
    compute_lottery(pool, quotas, size, on_progress=None) -> Lottery
        Seconds to a minute: for a job, not for a request. on_progress(share) gets a rising float, 0..1.
    Lottery.panels      1,000 tuples of ids, ids sorted inside a panel, panels sorted: panels[0] is "000"
    Lottery.sha256      of `canonical_text(panels)`
    Lottery.chances     {id: int}, on how many of the 1,000 panels somebody is: 95 means 9.5 %
    Lottery.min_chance  the smallest of those
    Lottery.algorithm   the method that really ran
    Lottery.leximin_chances     {id: float}, the chances before rounding, to compare with
    Lottery.panel(407) -> tuple of ids
    lottery_from(panels, algorithm) -> Lottery      from stored panels, everything counted anew
    dice_number("407") -> 407                       SortitionError unless three digits
    choose_reserves(pool, panel, quotas, count) -> ordered ids
    covered_dropouts(pool, panel, quotas, reserves) -> the members for whom one of the reserves can step in
    replacement_for(pool, staying, quotas, size, already, reserves=()) -> ids, one for each empty seat
        staying: ids who stay; already: ids that may not be chosen (left, declined); reserves go first.
    pool_from_csv(text), quotas_from_csv(text, pool)                        the files of `coop draw compute`
    lottery_as_json(lottery) -> text, lottery_from_json(text) -> Lottery    the published file

Errors: SortitionError(message, **params): an English msgid with %(name)s places; str() fills them in.
InfeasibleError is one of them: no panel meets the quotas. Its `relaxation` is the smallest change that helps, a
tuple of Relaxation(feature, value, bound, before, after) with bound "minimum" or "maximum"; it is empty when the
households are the cause, for then no change of quotas helps. A proposal: nothing is ever relaxed by itself.

Invariants: no randomness; the same input gives the same bytes, whatever the order of rows, PYTHONHASHSEED or number
of cores, with the scipy that `algorithm` names (another one gives the same fair chances, perhaps another list);
every panel meets every quota and has at most one person of a household; equals have the same leximin chance.

Sources: Flanigan, Gölz, Gupta, Hennig and Procaccia, "Fair algorithms for selecting citizens' assemblies",
Nature 596 (2021): leximin by column generation. Flanigan, Kehne and Procaccia, "Fair sortition made
transparent" (NeurIPS 2021): rounding to 1,000 panels of which physical dice pick one. Assos e.a., "Alternates,
assemble!" (2025): choosing reserves by what they cover.
"""

from coop.rules.sortition.files import (
    lottery_as_json,
    lottery_from_json,
    pool_from_csv,
    quotas_from_csv,
)
from coop.rules.sortition.lottery import compute_lottery
from coop.rules.sortition.model import (
    PANELS,
    InfeasibleError,
    Lottery,
    Quota,
    Relaxation,
    SortitionError,
    Volunteer,
    canonical_text,
    dice_number,
    lottery_from,
)
from coop.rules.sortition.reserves import choose_reserves, covered_dropouts, replacement_for

__all__ = [
    "PANELS",
    "InfeasibleError",
    "Lottery",
    "Quota",
    "Relaxation",
    "SortitionError",
    "Volunteer",
    "canonical_text",
    "choose_reserves",
    "compute_lottery",
    "covered_dropouts",
    "dice_number",
    "lottery_as_json",
    "lottery_from",
    "lottery_from_json",
    "pool_from_csv",
    "quotas_from_csv",
    "replacement_for",
]
