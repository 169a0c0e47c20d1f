"""Who steps in when a member of the panel drops out.

Reserves are chosen together: for as many members as possible one of them can step in without breaking a quota
or a household. Among equals a hash of the panel decides, which depends on the dice: nobody gains by the place
in the alphabet.
"""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from itertools import combinations
from math import comb

import numpy as np

from coop.rules.sortition.groups import makeup_of
from coop.rules.sortition.model import InfeasibleError, Quota, SortitionError, Volunteer, checked
from coop.rules.sortition.relaxation import refusal

# Up to this many sets of reserves are all compared; beyond it they are chosen one by one.
_ALL_SETS = 20_000


def choose_reserves(
    pool: Iterable[Volunteer], panel: Iterable[str], quotas: Iterable[Quota], count: int
) -> tuple[str, ...]:
    """`count` reserves (fewer when the pool ends) that cover most single drop-outs, the most useful one first."""
    members = sorted(panel)
    people, rules = checked(pool, quotas, max(1, len(members)))
    covers = _covers(people, members, rules)
    turns = sorted(covers, key=lambda person: _turn(members, person))
    best = _best_masks([covers[person] for person in turns], count)
    chosen: list[str] = []
    reached = 0
    for _ in range(min(count, len(turns))):
        left = [person for person in turns if person not in chosen]
        wanted = [person for person in left if covers[person] in best] or left
        pick = max(wanted, key=lambda person: ((covers[person] & ~reached).bit_count(), covers[person].bit_count()))
        chosen.append(pick)
        reached |= covers[pick]
        if covers[pick] in best:
            best.remove(covers[pick])
    return tuple(chosen)


def covered_dropouts(
    pool: Iterable[Volunteer], panel: Iterable[str], quotas: Iterable[Quota], reserves: Iterable[str]
) -> tuple[str, ...]:
    """The members for whom at least one of these reserves can step in."""
    members = sorted(panel)
    people, rules = checked(pool, quotas, max(1, len(members)))
    covers = _covers(people, members, rules)
    reached = 0
    for person in reserves:
        reached |= covers.get(person, 0)
    return tuple(member for place, member in enumerate(members) if reached >> place & 1)


def replacement_for(  # noqa: PLR0917
    pool: Iterable[Volunteer],
    staying: Iterable[str],
    quotas: Iterable[Quota],
    size: int,
    already: Collection[str],
    reserves: Sequence[str] = (),
) -> tuple[str, ...]:
    """One person for each empty seat, so that the whole panel meets the quotas again.

    The reserves are asked first, in their order, then the others in an order by hash that nobody can steer.
    Raises InfeasibleError, with the smallest relaxation of the quotas, when nobody fits.
    """
    everybody, rules = checked(pool, quotas, size)
    stay = _members(everybody, sorted(staying))
    kept = {one.id for one in stay}
    homes = {one.household for one in stay} - {None}
    free = [one for one in everybody if one.id not in kept | set(already) and one.household not in homes]
    seats = size - len(stay)
    if seats <= 0:
        return ()
    order = [person for person in dict.fromkeys(reserves) if person in {one.id for one in free}]
    order += sorted({one.id for one in free} - set(order), key=lambda person: _turn(sorted(kept), person))
    return _first_that_fit(free, stay, rules, size, order)


def _first_that_fit(
    free: Sequence[Volunteer], stay: Sequence[Volunteer], quotas: Sequence[Quota], size: int, order: Sequence[str]
) -> tuple[str, ...]:
    """Seat by seat the first in the order with whom the rest can still be filled."""
    if not _can_fill(free, stay, quotas, size):
        raise _nobody(free, stay, quotas, size)
    by_id = {one.id: one for one in free}
    chosen: list[str] = []
    for person in order:
        one = by_id[person]
        if len(stay) == size:
            break
        rest = [other for other in free if other.id != one.id and not _together(one, other)]
        if _together_with_any(one, stay) or not _can_fill(rest, [*stay, one], quotas, size):
            continue
        chosen.append(person)
        stay, free = [*stay, one], rest
    return tuple(chosen)


def residual_quotas(stay: Iterable[Volunteer], quotas: Iterable[Quota], seats: int) -> tuple[Quota, ...]:
    """What the people for the empty seats must still bring; a maximum below zero shows that those who stay break it."""
    there = Counter((feature, value) for one in stay for feature, value in one.features.items())
    residual = []
    for quota in quotas:
        here = there[(quota.feature, quota.value)]
        residual.append(
            Quota(quota.feature, quota.value, max(0, quota.minimum - here), min(seats, quota.maximum - here))
        )
    return tuple(residual)


def _can_fill(free: Sequence[Volunteer], stay: Sequence[Volunteer], quotas: Sequence[Quota], size: int) -> bool:
    seats = size - len(stay)
    residual = residual_quotas(stay, quotas, seats)
    if any(quota.maximum < quota.minimum for quota in residual):
        return False
    if seats == 0 or len(free) < seats:
        return seats == 0
    makeup = makeup_of(free, residual, seats)
    return makeup.best(np.zeros(len(makeup.groups))) is not None


def _nobody(
    free: Sequence[Volunteer], stay: Sequence[Volunteer], quotas: Sequence[Quota], size: int
) -> InfeasibleError:
    """The refusal over those who stay and who are free; a feature of its own keeps those who stay."""
    seat = "\x00stays"
    whole = [Volunteer(one.id, {**one.features, seat: "yes"}, one.household) for one in stay]
    whole += [Volunteer(one.id, {**one.features, seat: "no"}, one.household) for one in free]
    if len(whole) < size:
        return InfeasibleError("Nobody is left in the pool for the empty seats.")
    fixed = (Quota(seat, "yes", len(stay), len(stay)), Quota(seat, "no", size - len(stay), size - len(stay)))
    rules = tuple(sorted((*fixed, *quotas)))
    return refusal(makeup_of(sorted(whole, key=lambda one: one.id), rules, size), rules, size, firm={seat})


def _covers(people: Sequence[Volunteer], members: Sequence[str], quotas: Sequence[Quota]) -> dict[str, int]:
    """For everybody outside the panel: the members for whom they can step in, as bits in the order of `members`."""
    there = _members(people, members)
    covers: dict[str, int] = {}
    for one in people:
        if one.id in members:
            continue
        bits = 0
        for place in range(len(there)):
            stay = there[:place] + there[place + 1 :]
            if not _together_with_any(one, stay) and _fits([*stay, one], quotas):
                bits |= 1 << place
        covers[one.id] = bits
    return covers


def _fits(panel: Sequence[Volunteer], quotas: Sequence[Quota]) -> bool:
    return all(quota.minimum == 0 <= quota.maximum for quota in residual_quotas(panel, quotas, 0))


def _best_masks(covers: Sequence[int], count: int) -> list[int]:
    """The covers of the best set: most members reached, then most often; empty when there are too many sets."""
    kinds = sorted(set(covers), key=lambda bits: (-bits.bit_count(), bits))
    count = min(count, len(kinds))
    if count < 1 or comb(len(kinds), count) > _ALL_SETS:
        return []
    return list(max(combinations(kinds, count), key=_worth))


def _worth(masks: Iterable[int]) -> tuple[int, int]:
    reached = often = 0
    for bits in masks:
        reached |= bits
        often += bits.bit_count()
    return reached.bit_count(), often


def _members(people: Sequence[Volunteer], ids: Sequence[str]) -> list[Volunteer]:
    by_id = {one.id: one for one in people}
    for person in ids:
        if person not in by_id:
            raise SortitionError("%(id)s is not in the pool.", id=person)
    return [by_id[person] for person in ids]


def _together(one: Volunteer, other: Volunteer) -> bool:
    return one.household is not None and one.household == other.household


def _together_with_any(one: Volunteer, others: Iterable[Volunteer]) -> bool:
    return any(_together(one, other) for other in others)


def _turn(panel: Sequence[str], person: str) -> bytes:
    """Order among equals: sha256 of "id,id,…|id" (the panel, then the person)."""
    return hashlib.sha256(f"{','.join(panel)}|{person}".encode()).digest()
