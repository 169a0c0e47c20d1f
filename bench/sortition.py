"""How long the draw takes and how fair it is: one line for each kind of pool. Run: python -m bench.sortition"""

import time

from coop.rules.sortition import Quota, Volunteer, choose_reserves, compute_lottery, covered_dropouts
from tests.rules.sortition.pools import neighbourhood, six_seats, small_example

LIMITS = {"48 volunteers, 6 seats": 5.0, "200 volunteers, 30 seats": 60.0, "example_small_20": 60.0}


def thirty_seats() -> tuple[list[Volunteer], list[Quota]]:
    """200 volunteers for 30 seats, with quotas after the neighbourhood and not after who volunteered."""
    shares = {
        "street cluster": {"Noord": 10, "Oost": 8, "Zuid": 7, "West": 5},
        "age": {"16-29": 6, "30-49": 9, "50-64": 8, "65+": 7},
        "gender": {"woman": 15, "man": 15},
        "home language": {"Dutch": 21, "Turkish or Arabic": 5, "other": 4},
        "experience": {"yes": 12, "no": 18},
    }
    quotas = [
        Quota(feature, value, seats - 1, seats + 1) for feature, want in shares.items() for value, seats in want.items()
    ]
    return neighbourhood(200), quotas


def main() -> None:
    """Print seconds, the smallest chance before and after rounding and the largest distance between the two."""
    cases = {
        "48 volunteers, 6 seats": (neighbourhood(), six_seats(), 6),
        "200 volunteers, 30 seats": (*thirty_seats(), 30),
        "example_small_20": (*small_example(), 20),
    }
    for name, (pool, quotas, size) in cases.items():
        start = time.perf_counter()
        lottery = compute_lottery(pool, quotas, size)
        took = time.perf_counter() - start
        fair = lottery.leximin_chances
        off = max(abs(lottery.chances[person] - 1000 * fair[person]) for person in fair)
        panel = lottery.panel(407)
        covered = covered_dropouts(pool, panel, quotas, choose_reserves(pool, panel, quotas, 3))
        print(
            f"draw: {name}: {took:.1f} s (limit {LIMITS[name]:.0f} s), smallest chance {lottery.min_chance / 10:.1f} %"
            f" (leximin {100 * min(fair.values()):.2f} %), rounding at most {off:.2f} in 1000,"
            f" 3 reserves cover {len(covered)} of {size} drop-outs"
        )


if __name__ == "__main__":
    main()
