"""Pabulib `.pb`: three sections, META, PROJECTS and VOTES, each a table with `;` between the columns.

Source: Faliszewski et al., Participatory Budgeting: Data, Tools, and Analysis (IJCAI 2023), and pabulib.org/format.
"""

from dataclasses import dataclass
from fractions import Fraction
from itertools import chain
from math import ceil

from coop.rules.counting.files.fault import FileFaultError, short_of, shown
from coop.rules.counting.files.pabulib_votes import ballots_of
from coop.rules.counting.files.sections import Section, sections_of
from coop.rules.counting.values import LARGEST, Instance, Project

KINDS = ("approval", "choose-1", "cumulative", "scoring", "ordinal")


@dataclass(frozen=True, slots=True)
class PabulibFile:
    """The instance, and what else the file says. Amounts in the instance are `scale` times those in the file."""

    instance: Instance
    meta: dict[str, str]
    kind: str
    scale: int
    official: tuple[str, ...] | None
    """Ids with `selected` 1, in file order; None when the file has no such column."""
    doubts: tuple[str, ...] = ()
    """Where the file says another number of projects or votes than it holds; it can be counted all the same."""

    @property
    def currency(self) -> str:
        """What the amounts are in, as the file says it: "PLN", "EUR", "hours"; empty when it does not."""
        return " ".join(self.meta.get("currency", "").split())[:20]


def parse(text: str) -> PabulibFile:
    """Read a whole file. Raises FileFaultError; never guesses."""
    sections = sections_of(text)
    meta = meta_of(sections["META"])
    kind = meta.get("vote_type", "").lower()
    if kind not in KINDS:
        known = ", ".join(KINDS)
        raise FileFaultError(line_of(sections["META"], "vote_type"), f"vote_type is {shown(kind)}; known are {known}.")
    budget_text, costs = meta.get("budget"), costs_of(sections["PROJECTS"])
    if budget_text is None:
        raise FileFaultError(sections["META"].line, "META says no budget.")
    budget = amount(budget_text, line_of(sections["META"], "budget"), "the budget")
    scale = scale_of([budget, *(cost for cost, _, _ in costs.values())])
    instance = Instance(
        budget=sized(budget, scale, line_of(sections["META"], "budget")),
        projects={key: Project(sized(cost, scale, line), name) for key, (cost, name, line) in costs.items()},
        ballots=tuple(ballots_of(sections["VOTES"], kind, meta, costs)),
        threshold=threshold_of(meta, sections["META"]),
    )
    held = {"num_projects": len(costs), "num_votes": len(instance.ballots)}
    doubts = (short_of(line_of(sections["META"], key), key, meta.get(key, ""), n) for key, n in held.items())
    official = official_of(sections["PROJECTS"])
    return PabulibFile(instance, meta, kind, scale, official, tuple(chain.from_iterable(doubts)))


def meta_of(section: Section) -> dict[str, str]:
    """Key and value; a key that is repeated with another value is a fault."""
    meta: dict[str, str] = {}
    for line, cells in section.rows:
        key, value = cells[0].strip().lower(), ";".join(cells[1:]).strip(" ;\t")
        if meta.setdefault(key, value) != value:
            raise FileFaultError(line, f"META says {shown(key)} twice.")
    return meta


def line_of(section: Section, key: str) -> int:
    """The line of a META key, or of the section."""
    return next((line for line, cells in section.rows if cells[0].strip().lower() == key), section.line)


def amount(text: str, line: int, what: str) -> Fraction:
    """An amount of money or time, at least 0, with at most six decimals."""
    bare = text.strip().replace(",", ".")
    before, _, after = bare.partition(".")
    digits = before + after
    if not (digits.isascii() and digits.isdigit()) or len(after.rstrip("0")) > 6:
        raise FileFaultError(line, f"{what} must be an amount of at least 0, not {shown(text.strip())}.")
    if len(before.lstrip("0")) > len(str(LARGEST)) or int(before or "0") > LARGEST:
        raise FileFaultError(line, f"{what} is larger than can be counted (10^15).")
    return Fraction(int(before or "0")) + Fraction(int(after or "0"), 10 ** len(after))


def scale_of(amounts: list[Fraction]) -> int:
    """The smallest power of ten that makes all amounts whole."""
    scale = 1
    while any((value * scale).denominator != 1 for value in amounts):
        scale *= 10
    return scale


def sized(value: Fraction, scale: int, line: int) -> int:
    """The amount in the smallest unit of the file."""
    size = int(value * scale)
    if size > LARGEST:
        raise FileFaultError(line, "an amount with these decimals is larger than can be counted.")
    return size


def costs_of(section: Section) -> dict[str, tuple[Fraction, str, int]]:
    """Cost, name and line per project id."""
    key_at, cost_at = section.place("project_id"), section.place("cost")
    name_at = section.columns.index("name") if "name" in section.columns else None
    costs: dict[str, tuple[Fraction, str, int]] = {}
    for line, cells in section.rows:
        if len(cells) <= max(key_at, cost_at):
            raise FileFaultError(line, "a project line has fewer columns than the heading.")
        key = cells[key_at].strip()
        if not key:
            raise FileFaultError(line, "a project has no id.")
        if key in costs:
            raise FileFaultError(line, f"the project id {shown(key)} is used twice.")
        name = cells[name_at].strip() if name_at is not None and name_at < len(cells) else ""
        costs[key] = (amount(cells[cost_at], line, "the cost"), name, line)
    if not costs:
        raise FileFaultError(section.line, "the file has no projects.")
    return costs


def official_of(section: Section) -> tuple[str, ...] | None:
    """Ids that the file marks as chosen (`selected` 1; 2 and 3 mean something else)."""
    if "selected" not in section.columns:
        return None
    at, key_at = section.place("selected"), section.place("project_id")
    return tuple(c[key_at].strip() for _, c in section.rows if at < len(c) and c[at].strip() == "1")


def threshold_of(meta: dict[str, str], section: Section) -> int:
    """The city's least number of votes, 0 when it has none."""
    key = "min_project_score_threshold"
    return ceil(amount(meta[key], line_of(section, key), "the threshold")) if meta.get(key) else 0
