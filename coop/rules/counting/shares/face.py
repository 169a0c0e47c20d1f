"""`equal_shares`: count, complete, and write down every step exactly."""

from fractions import Fraction

from coop.rules.counting.lots import Lot
from coop.rules.counting.outcome import Outcome, Round, TieOrder
from coop.rules.counting.shares.completion import Final, Progress, complete, cost_of, fill_by_votes
from coop.rules.counting.shares.purses import Demand
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
    added = fill_by_votes(final.run, rule)
    rounds = recorded(final.run) + filled(final.run, added)
    return outcome_of(table, final, added, rounds)


def recorded(run: Run) -> tuple[Round, ...]:
    """The rounds of a finished count with exact prices, by going through it once more."""
    again = Run(run.demand, run.order, run.purses.share)
    rounds: list[Round] = []
    for project in run.chosen:
        again.choose()
        rows = again.table.rows[project]
        had = again.purses.exact_total(project)
        again.pay(project)
        paid = again.purses.paid[-1]
        empty = again.purses.money[rows] == 0
        cost = again.table.costs[project]
        price = again.purses.price_of_round(len(rounds)) if paid.full_pull else None
        rounds.append(
            Round(
                number=len(rounds) + 1,
                project=again.table.ids[project],
                cost=cost,
                supporters=again.table.votes[project],
                price=Fraction(0) if not cost else price,
                short=int(again.table.weights[rows[empty]].sum()),
                effective_support=had / cost if cost else None,
            )
        )
    return tuple(rounds)


def filled(run: Run, added: list[int]) -> tuple[Round, ...]:
    """The rounds in which most-votes spends what is left."""
    table, before = run.table, len(run.chosen)
    return tuple(
        Round(
            number=before + place,
            project=table.ids[project],
            cost=table.costs[project],
            supporters=table.votes[project],
            price=None,
            short=0,
            effective_support=None,
            by="most votes",
        )
        for place, project in enumerate(added, start=1)
    )


def outcome_of(table: Table, final: Final, added: list[int], rounds: tuple[Round, ...]) -> Outcome:
    """The outcome with its record."""
    run = final.run
    return Outcome(
        rule="equal-shares",
        winners=tuple(table.ids[p] for p in [*run.chosen, *added]),
        cost=cost_of(run) + sum(table.costs[p] for p in added),
        budget=table.budget,
        voters=table.voters,
        rounds=rounds,
        ties=tuple(run.ties),
        start_share=final.start,
        final_share=run.purses.share,
        step=final.step,
        steps=final.steps,
    )
