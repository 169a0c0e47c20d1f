"""The answer as lines of text, for whoever reads a terminal."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from coop.rules.counting.explain import Explanation, ProjectStory
from coop.rules.counting.tally.counts import Tally
from coop.rules.counting.values import amount_text


def some(number: int | str, one: str, more: str = "") -> str:
    """A number with its word: 1 voter, 2 voters; `more` where the word has another plural than one with an s."""
    return f"{number} {one if str(number) == '1' else more or one + 's'}"


def lines_of(tally: Tally) -> Iterator[str]:
    """The answer, line by line."""
    plain = tally.plain
    if plain["budget"] is not None:
        yield from budget_lines(tally)
    else:
        yield f"Rule {plain['rule']}, {some(plain['voters'], 'voter')}."
        for key, name in zip(plain["winners"], plain["names"], strict=True):
            yield f"Chosen: {key}  {name}"
        yield from stage_lines(tally) if "quota" in plain else order_lines(tally)
    for tie in plain["ties"]:
        ended = "in this order" if tie["what"] == "order" else tie["chosen"]
        yield f"Tie at {tie['stage']} between {', '.join(tie['between'])}: {ended} by {tie['by']}."
    for lot in plain.get("earlier_lots", ()):
        yield (
            f"In the counts after {counts_of(lot)}, which do not stand, the lot was used"
            f" at {lot['stage']} between {', '.join(lot['between'])}: {lot['chosen']}."
        )
    if tally.explanation is not None:
        yield ""
        yield from explained(tally.explanation, tally.scale)
    elif "explanation" in plain:
        yield ""
        yield from reasons(tally)


def counts_of(lot: Mapping[str, Any]) -> str:
    """Of which counts: after one number of steps, or after several."""
    first, last = lot["first_step"], lot["last_step"]
    return some(first, "step") if first == last else f"{first} to {last} steps"


def budget_lines(tally: Tally) -> Iterator[str]:
    """What was chosen, in which order, at what price."""
    plain = tally.plain
    unit = f" {tally.currency}" if tally.currency.isprintable() and tally.currency else ""
    budget, cost = f"{plain['budget']}{unit}", f"{plain['cost']}{unit}"
    yield f"Rule {plain['rule']}, {some(plain['voters'], 'voter')}, budget {budget}, spent {cost}."
    if plain["steps"]:
        steps = f"{some(plain['steps'], 'step')} of {plain['step']}"
        yield f"Each vote started with {plain['start_share']} and ended with {plain['final_share']} ({steps})."
    elif plain["start_share"]:
        yield f"Each vote carried {plain['start_share']}."
    for row in plain["rounds"]:
        price = f", {row['price']} per supporter" if row["price"] and row["by"] == "shares" else ""
        name = tally.names[row["project"]]
        yield f"{row['round']:>3}. {row['project']}  {name}: {row['cost']}, {some(row['supporters'], 'vote')}{price}"


def stage_lines(tally: Tally) -> Iterator[str]:
    """The stage table."""
    for row in tally.plain["rounds"]:
        source = f" of {tally.names[str(row['source'])]}" if row["source"] else ""
        yield f"Stage {row['stage']}: {row['act']}{source}, quota {row['quota']}"
        for key, votes in row["totals"].items():
            mark = " elected" if int(key) in row["elected"] else " excluded" if int(key) in row["excluded"] else ""
            yield f"  {votes:>16}  {tally.names[key]}{mark}"
        yield f"  {row['non_transferable']:>16}  not transferable"


def order_lines(tally: Tally) -> Iterator[str]:
    """Everybody, best first."""
    for place, key in enumerate(tally.plain["ranking"], start=1):
        yield f"{place:>3}. {tally.names[str(key)]}"


def reasons(tally: Tally) -> Iterator[str]:
    """Why, for the rules beside equal shares."""
    why, names = tally.plain["explanation"], tally.names
    for one in why.get("projects", ()):
        more = "it costs more than the budget" if one["left"] is None else f"{one['left']} was left at its turn"
        missing = one["more_votes"]
        votes = "" if missing is None else f"; {some(missing, 'more vote')} would have brought it in"
        head = f"{one['project']}  {one['name']}: not chosen ({some(one['votes'], 'vote')})"
        yield f"{head}, costs {one['cost']}, {more}{votes}."
    for one in why.get("margins", ()):
        out, other = names[str(one["excluded"])], names[str(one["next"])]
        yield f"Stage {one['stage']}: {out} was out, {one['votes']} votes behind {other}."
    for one in why.get("comparisons", ()):
        yield compared(one, names)
    closest = why.get("closest")
    if closest and "excluded" in closest:
        yield f"The narrowest was stage {closest['stage']}; a change there need not change who is elected."
    elif closest:
        chosen, other = names[closest["chosen"]], names[closest["not_chosen"]]
        yield f"{chosen} is {some(closest['points'], 'point')} ahead of {other}, the first that was not chosen."
    yield from granted_lines(why.get("wishes", ()))


def compared(one: dict[str, Any], names: dict[str, str]) -> str:
    """The winner beside another candidate, in one sentence."""
    winner, other = names[str(one["winner"])], names[str(one["other"])]
    mine, theirs = one["voters_for_winner"], one["voters_for_other"]
    text = f"{winner} above {other}: {some(mine, 'voter')} to {theirs}"
    if one["chain"] is None or (len(one["chain"]) == 2 and not one["chain_back"]):
        return f"{text}."
    chain = " > ".join(names[str(key)] for key in one["chain"]) or "no chain"
    back = " > ".join(names[str(key)] for key in one["chain_back"] or ()) or "none"
    return f"{text}; strongest chain {chain} ({one['strength']}), back {back} ({one['strength_back']})."


def granted_lines(wishes: Sequence[int]) -> Iterator[str]:
    """How many voters got how many of their wishes."""
    for granted, voters in enumerate(wishes):
        if voters:
            yield f"{some(voters, 'voter')} got {granted or 'none'} of their wishes."


def explained(story: Explanation, scale: int) -> Iterator[str]:
    """Why what was not chosen was not, and how most votes would have ended."""
    for one in story.projects:
        if not one.chosen:
            yield loss(one, scale)
    yield f"Most votes would have chosen besides: {', '.join(story.only_greedy) or 'nothing'}."
    yield f"And would have left out: {', '.join(story.only_here) or 'nothing'}."
    yield from granted_lines(story.wishes)
    if story.blank:
        yield f"{some(story.blank, 'ballot was', 'ballots were')} blank."


def loss(one: ProjectStory, scale: int) -> str:
    """One sentence or two about a project that was not chosen."""
    title = f"{one.project}  {one.name}: not chosen ({some(one.votes, 'vote')})."
    if one.money_left is None or one.money_had is None or one.effective_support is None:
        return title

    def money(value: Fraction) -> str:
        text = amount_text(Fraction(round(value / scale * 100), 100))
        return text[:-4] if "." in text else text

    spent = "; ".join(f"{money(amount)} on {key}" for key, amount in one.spent_on)
    return (
        f"{title} Its supporters had {money(one.money_left)} of {money(one.money_had)} left, "
        f"it costs {money(Fraction(one.cost))}."
        + (f" Spent: {spent}." if spent else "")
        + (f" Support reached {int(one.effective_support * 1000) / 10} % of the cost." if _came_nearer(one) else "")
        + f" {some(one.extra_supporters or 0, 'more supporter')} would have brought it in, or a cost of at most"
        f" {money(Fraction(one.cost_at_most or 0))}"
        + (" (for another cost the whole count runs differently)." if (one.cost_at_most or 0) < one.money_left else ".")
    )


def _came_nearer(one: ProjectStory) -> bool:
    """Whether its supporters could bring more together at some moment than they had left in the end."""
    return one.effective_support is not None and one.effective_support * one.cost > (one.money_left or 0)
