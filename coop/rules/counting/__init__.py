"""Counting: who or what wins, exactly, with a record that a resident can read and an auditor can recount.

Integers and fractions decide. Floats only screen: whatever they find within 1e-9 of a tie is settled exactly.
No result depends on row order, hash order or input order: ties end in a lot that anyone can recompute.

Budgets and priorities
    instance = Instance(
        budget=120_000,                                    # one whole unit: minutes, or cents
        projects={"12": Project(cost=2_400, name="Spreekuur in de school"), ...},    # ids are text
        ballots=(Ballot(approved=("12", "7"), weight=1), ...),    # weight: so many equal ballots; () = blank ballot
    )
    lot = Lot(seed="threw 4 1 6 on 3 March 2027", vote="noorderkwartier/prioriteiten-2027")
    outcome = equal_shares(instance, EqualSharesRule(), lot)          # -> Outcome
    beside = greedy(instance, lot)                                    # -> Outcome, by most votes; `phragmen` likewise
    page = explain(instance, outcome, lot, rule)                      # -> Explanation (counts greedy itself)

    EqualSharesRule(satisfaction=Satisfaction.COST, completion=Completion.ADD_ONE, step=None, stop=Stop.OVERSPEND)
        step: Fraction in budget units per voter; None = budget / (1000 x voters), published with the vote.
        stop: OVERSPEND goes on until the next step would overspend; EXHAUSTIVE also stops when nothing more fits.
    Outcome: rule, winners (ids in the order chosen), cost, budget, voters, start_share, final_share, steps,
        rounds (tuple[Round]), ties (tuple[Tie]), beyond, beyond_cost, beyond_ties (one step more), .as_json()
    Round: number, project, cost, supporters, price (Fraction per supporter), short (supporters who paid all
        they had left, less than that), effective_support (their money before payment / cost), by ("shares", …)
    Explanation: outcome, projects (tuple[ProjectStory], most votes first), greedy (winner ids), only_here, only_greedy,
        wishes (tuple: number of voters with 0, 1, 2 … of their wishes granted), spent, left, .as_json()
    ProjectStory: project, name, cost, votes, chosen, chosen_by_greedy, round (Round or None), effective_support,
        extra_supporters (so many more voters with only this wish, at the same final share, bring it in; None when
        chosen), cost_at_most (so does this cost, and not one unit more), money_had (votes x final share), money_left
        (of its supporters, at the end), spent_on (tuple[(project id, amount)], most first), spent_elsewhere; the last
        four are None/() for tiny groups

Persons and options
    contest = Contest(candidates={"1": "Anna", ...}, ballots=(Ranking(order=("1", "3"), weight=5), ...), seats=3)
        Ranking.levels: ids with the same level share a place; STV reads a ballot up to there
    scottish_stv(contest, lot), meek_stv(contest, lot)   -> StvCount: winners, quota, stages (tuple[Stage]), ties, scale
        seats=1 is instant run-off; votes are whole numbers of scale.one; scale.text(votes) writes them
        margins: how far whoever was excluded was behind the next; closest: the narrowest of them
    schulze(contest, lot), ranked_pairs(contest, lot)    -> PairwiseCount: winners, ranking, sums[a][b], ties, chains
        rounds(): the winner beside each other; comparisons(): with the chains of victories both ways
    score(instance, lot, seats)                          -> ScoreCount: winners, ranking, totals, spread, ties
    motion(MotionRule(...), yes=, no=, blank=, invalid=, members=) -> MotionOutcome: passed, both inequalities

Files (text in, instance out; FileFaultError(line, reason) is one sentence)
    files.pabulib.parse(text), files.blt.parse(text), files.preflib.parse(text, kind)

All values are frozen dataclasses; `.as_json()` gives plain lists, dicts, numbers and texts. Moneys in JSON are decimal
texts with six decimals where they are not whole. Sources: Peters, Pierczynski & Skowron 2021 and equalshares.net for
equal shares; Brill et al. 2017 for Phragmen; the Scottish Local Government Elections Order SSI 2007/42 rules 45-52 for
STV; Hill, Wichmann & Woodall 1987 for Meek; Schulze 2011; Tideman 1987.
"""

from coop.rules.counting.explain import Explanation, ProjectStory, explain
from coop.rules.counting.lots import Lot, Tie
from coop.rules.counting.most_votes import greedy
from coop.rules.counting.motions import Base, MotionOutcome, MotionRule, motion
from coop.rules.counting.outcome import Outcome, Round
from coop.rules.counting.phragmen import phragmen
from coop.rules.counting.ranked.contest import Contest, Ranking
from coop.rules.counting.ranked.meek import meek_stv
from coop.rules.counting.ranked.pairs import ranked_pairs
from coop.rules.counting.ranked.pairwise import PairwiseCount
from coop.rules.counting.ranked.schulze import schulze
from coop.rules.counting.ranked.scottish import scottish_stv
from coop.rules.counting.ranked.stages import Scale, Stage, StvCount
from coop.rules.counting.score import ScoreCount, score
from coop.rules.counting.shares.face import equal_shares
from coop.rules.counting.shares.rule import Completion, EqualSharesRule, Satisfaction, Stop
from coop.rules.counting.values import Ballot, CountError, Instance, Project, amount_text

__all__ = [
    "Ballot",
    "Base",
    "Completion",
    "Contest",
    "CountError",
    "EqualSharesRule",
    "Explanation",
    "Instance",
    "Lot",
    "MotionOutcome",
    "MotionRule",
    "Outcome",
    "PairwiseCount",
    "Project",
    "ProjectStory",
    "Ranking",
    "Round",
    "Satisfaction",
    "Scale",
    "ScoreCount",
    "Stage",
    "Stop",
    "StvCount",
    "Tie",
    "amount_text",
    "equal_shares",
    "explain",
    "greedy",
    "meek_stv",
    "motion",
    "phragmen",
    "ranked_pairs",
    "schulze",
    "score",
    "scottish_stv",
]
