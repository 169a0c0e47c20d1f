"""Counting a file: no database and nothing of the site is loaded for it."""

import json
from pathlib import Path
from time import monotonic

import click
from click.core import ParameterSource

from coop.rules.counting.files.fault import FileFaultError
from coop.rules.counting.files.pabulib import PabulibFile
from coop.rules.counting.shares.completion import Progress
from coop.rules.counting.shares.rule import Completion, Satisfaction
from coop.rules.counting.tally.counts import RULES, tally_of
from coop.rules.counting.tally.options import Options, UsageError, step_of, unused
from coop.rules.counting.tally.reading import read
from coop.rules.counting.tally.words import lines_of
from coop.rules.counting.values import CountError

SECONDS_BETWEEN = 2.0


@click.command("tally")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--rule", type=click.Choice(RULES), help="Equal shares for budgets and STV for rankings when left out.")
@click.option("--satisfaction", type=click.Choice([s.value for s in Satisfaction]), default=Satisfaction.COST.value)
@click.option("--completion", type=click.Choice([c.value for c in Completion]), default=Completion.ADD_ONE.value)
@click.option(
    "--step", metavar="AMOUNT", help="Money per voter for each step; a thousandth of the share when left out."
)
@click.option("--seats", type=click.IntRange(1, 1000), help="Persons to elect; what the file says when left out.")
@click.option("--seed", default="", help="The seed of the lot that settles ties.")
@click.option("--explain", is_flag=True, help="Say why everything else was not chosen.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of text.")
def tally(
    *,
    file: Path,
    rule: str | None,
    satisfaction: str,
    completion: str,
    step: str | None,
    seats: int | None,
    seed: str,
    explain: bool,
    as_json: bool,
) -> None:
    """Count FILE (.pb, .blt, .soi, .soc, .toi, .toc) and print who or what wins, and how."""
    try:
        options = Options(
            rule=rule,
            satisfaction=Satisfaction(satisfaction),
            completion=Completion(completion),
            step=None if step is None else step_of(step),
            seats=seats,
            seed=seed,
            explain=explain,
        )
        votes = read(file.name, file.read_bytes())
        answer = tally_of(
            votes, options, _told(len(votes.instance.projects)) if isinstance(votes, PabulibFile) else None
        )
    except UsageError as fault:
        raise click.UsageError(str(fault)) from None
    except OSError as fault:
        raise click.ClickException(f"{file}: cannot be read ({fault.strerror}).") from None
    except (FileFaultError, CountError) as fault:
        raise click.ClickException(f"{file}: {str(fault).rstrip('.')}.") from None
    for note in (*votes.doubts, *unused(_given(), options, answer.plain)):
        click.echo(f"Note: {note}", err=True)
    if as_json:
        click.echo(json.dumps(answer.plain, ensure_ascii=False, indent=1))
        return
    for line in lines_of(answer):
        click.echo(line)


def _given() -> list[str]:
    """The options that stand on the command line; those left at their default are not among them."""
    running = click.get_current_context()
    return [name for name in running.params if running.get_parameter_source(name) is ParameterSource.COMMANDLINE]


def _told(projects: int) -> Progress:
    """Says every two seconds on standard error how far a long count is."""
    said = monotonic()

    def told(steps: int, _cost: int, chosen: int) -> None:
        nonlocal said
        if monotonic() - said >= SECONDS_BETWEEN:
            said = monotonic()
            click.echo(f"Counting: {chosen} of {projects} proposals so far, after {steps} steps.", err=True)

    return told
