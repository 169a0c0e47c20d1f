"""`coop draw`: make the list of 1,000 panels and check it."""

from pathlib import Path

import click

from coop.rules.sortition import (
    Lottery,
    SortitionError,
    compute_lottery,
    dice_number,
    lottery_as_json,
    lottery_from_json,
    pool_from_csv,
    quotas_from_csv,
)

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def draw() -> None:
    """Draw a panel by lot, in the open."""


@draw.command()
@click.option(
    "--pool", "pool_file", type=_FILE, required=True, help="CSV: id, a column per feature, perhaps household."
)
@click.option("--quotas", "quotas_file", type=_FILE, required=True, help="CSV: feature, value, min, max.")
@click.option("--size", type=int, required=True, help="Seats on the panel.")
@click.option("--json", "as_json", is_flag=True, help="Print the whole list, to publish and to verify.")
def compute(pool_file: Path, quotas_file: Path, size: int, as_json: bool) -> None:
    """Make the list of 1,000 panels."""
    try:
        pool = pool_from_csv(_read(pool_file))
        lottery = compute_lottery(pool, quotas_from_csv(_read(quotas_file), pool), size)
    except SortitionError as error:
        raise click.ClickException(str(error)) from error
    click.echo(lottery_as_json(lottery) if as_json else _summary(lottery, size), nl=False)


@draw.command()
@click.argument("file", type=_FILE)
@click.option("--dice", required=True, metavar="DDD", help="What the three dice gave, from 000 to 999.")
def verify(file: Path, dice: str) -> None:
    """Check a published list and name the panel that the dice point at."""
    try:
        number = dice_number(dice)
    except SortitionError as error:
        raise click.BadParameter(str(error), param_hint="--dice") from error
    try:
        lottery = lottery_from_json(_read(file))
    except SortitionError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"The list is whole. sha256: {lottery.sha256}")
    click.echo(f"Panel {number:03d}: {', '.join(lottery.panel(number))}")


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SortitionError("%(file)s cannot be read as text in UTF-8.", file=path.name) from error


def _summary(lottery: Lottery, size: int) -> str:
    lines = [
        f"1000 panels of {size} from {len(lottery.chances)} volunteers ({lottery.algorithm})",
        f"sha256: {lottery.sha256}",
        f"smallest chance: {lottery.min_chance / 10:.1f} %",
        f"largest chance: {max(lottery.chances.values()) / 10:.1f} %",
    ]
    never = [person for person, chance in lottery.chances.items() if chance == 0]
    always = [person for person, chance in lottery.chances.items() if chance == len(lottery.panels)]
    if never:
        lines.append(f"on no panel that meets the quotas: {', '.join(never)}")
    if always:
        lines.append(f"on every panel: {', '.join(always)}; for them this is not a draw")
    return "\n".join([*lines, "Add --json for the list itself.", ""])
