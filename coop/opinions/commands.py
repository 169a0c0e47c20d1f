"""Finding groups in a file: no database and nothing of the site is loaded for it."""

import json
from dataclasses import asdict
from pathlib import Path

import click

from coop.rules.opinions import LEAST, OpinionFileError, Picture, picture_of, read_answers
from coop.rules.opinions.groups import MOST_GROUPS


@click.command("opinion")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--least", type=click.IntRange(5, 1000), default=LEAST, help="The fewest people behind a number.")
@click.option("--most-groups", type=click.IntRange(1, MOST_GROUPS), default=MOST_GROUPS, help="At most so many.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of text.")
def opinion(*, file: Path, least: int, most_groups: int, as_json: bool) -> None:
    """Find where people agree and differ in FILE, a CSV with the columns voter, statement and answer."""
    try:
        answers = read_answers(file.read_text(encoding="utf-8"))
    except OSError as fault:
        raise click.ClickException(f"{file}: cannot be read ({fault.strerror}).") from None
    except UnicodeDecodeError:
        raise click.ClickException(f"{file}: is not a text in UTF-8.") from None
    except OpinionFileError as fault:
        raise click.ClickException(f"{file}: {fault}.") from None
    statements = sorted({one for given in answers.values() for one in given})
    picture = picture_of(answers, statements, least=least, most_groups=most_groups)
    if picture.people is None:
        raise click.ClickException(f"{file}: fewer than {least} people answered; nothing can be shown.")
    if as_json:
        click.echo(json.dumps(asdict(picture), ensure_ascii=False, indent=1))
        return
    for line in _lines(picture):
        click.echo(line)


def _lines(picture: Picture) -> list[str]:
    groups = ", ".join(f"group {number} about {size}" for number, size in enumerate(picture.sizes, 1))
    lines = [f"About {picture.people} people; {groups or 'no groups stand apart'}."]
    for view in sorted(picture.views, key=lambda one: (one.standing.value, one.statement)):
        if view.agree is None:
            lines.append(f"{view.standing.value:<10} {view.statement}: answered by too few")
            continue
        parts = [f"agree about {view.agree} in 10, disagree about {view.disagree}"]
        parts += [f"group {number}: {one}" for number, one in enumerate(view.groups, 1)]
        lines.append(f"{view.standing.value:<10} {view.statement}: {'; '.join(parts)}")
    return lines
