"""`equal_shares`: count, complete, and write down every step exactly."""

from fractions import Fraction

from coop.rules.counting.lots import Lot, Tie
from coop.rules.counting.most_votes import rounds_of
from coop.rules.counting.outcome import Outcome, Round, Rounds, TieOrder
from coop.rules.counting.shares.completion import Final, Progress, complete, cost_of, fill_by_votes
from coop.rules.counting.shares.demand import Demand
from coop.rules.counting.shares.rule import EqualSharesRule
from coop.rules.counting.shares.run import Run
from coop.rules.counting.table import Table, table_of
from coop.rules.counting.values import Instance


def equal_shares(
    instance: Instance | Table,
    rule: EqualSharesRule | None = None,
    lot: Lot | None = None,
    progress: Progress | None = None,
) -> Outcome:
    """Count by equal shares. Ties: lower cost, then more votes, then the lot. No ballots: nothing is chosen."""
    rule = rule or EqualSharesRule()
    table = instance if isinstance(instance, Table) else table_of(instance)
    order = TieOrder(table, lot or Lot())
    demand = Demand(table, rule.satisfaction)
    final = complete(demand, order, rule, progress)
    added, ties = fill_by_votes(final.run, rule)
    rounds = Rounds(lambda: recorded(final.run) + rounds_of(table, added, len(final.run.chosen) + 1))
    return outcome_of(table, final, added, rounds, (*final.run.ties, *ties))


def recorded(run: Run) -> tuple[Round, ...]:
    """The rounds of a finished count with exact prices; effective support to a millionth."""
    table, rounds = run.table, []
    for place, paid in enumerate(run.purses.paid):
        cost = table.costs[paid.project]
        support = round(paid.had / run.purses.costs[paid.project] * 1_000_000) if cost else None
        rounds.append(
            Round(
                number=place + 1,
                project=table.ids[paid.project],
                cost=cost,
                supporters=table.votes[paid.project],
                price=run.purses.price_of_round(place),
                short=paid.short,
                effective_support=None if support is None else Fraction(support, 1_000_000),
            )
        )
    return tuple(rounds)


def outcome_of(table: Table, final: Final, added: list[int], rounds: Rounds, ties: tuple[Tie, ...]) -> Outcome:
    """The outcome with its record."""
    run = final.run
    return Outcome(
        rule="equal-shares",
        winners=tuple(table.ids[p] for p in [*run.chosen, *added]),
        cost=cost_of(run) + sum(table.costs[p] for p in added),
        budget=table.budget,
        voters=table.voters,
        rounds=rounds,
        ties=ties,
        start_share=final.start,
        final_share=run.purses.share,
        step=final.step,
        steps=final.steps,
        beyond=None if final.beyond is None else tuple(table.ids[p] for p in final.beyond.chosen),
        beyond_cost=None if final.beyond is None else cost_of(final.beyond),
        beyond_ties=() if final.beyond is None else tuple(final.beyond.ties),
        earlier_lots=final.lots,
    )
