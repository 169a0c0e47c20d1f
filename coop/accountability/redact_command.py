"""The command `redact`: marks in a text what may tell who it is about. It touches no database."""

import json
import sys
from pathlib import Path

import click

from coop.accountability.gateways.deduce import DeduceError, questions
from coop.kernel.telling import KIND_WORDS, REASON_WORDS
from coop.rules.redaction.spans import Span

_FILES = click.Path(path_type=Path)


@click.command("redact")
@click.option("--register", "registers", type=_FILES, multiple=True, help="Names you know: CSV, plain lines or JSON.")
@click.option("--streets", type=_FILES, multiple=True, help="Streets of the neighbourhood: one on a line, or CSV.")
@click.option("--fewer-questions", is_flag=True, help="Ask nothing about amounts, hours and other quantities.")
@click.option(
    "--deduce", is_flag=True, help="Ask the program deduce as well, when it is installed; it only adds questions."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of text.")
def redact(
    *, registers: tuple[Path, ...], streets: tuple[Path, ...], fewer_questions: bool, deduce: bool, as_json: bool
) -> None:
    """Read a text and say what in it may tell who it is about. Nothing is changed.

    `start` and `end` count characters (code points) in the text exactly as read; `end` is not part of the mark.
    """
    # A quarter of a second of patterns, which no other command should wait for.
    from coop.rules.redaction.find import find
    from coop.rules.redaction.lookups import lookups_of
    from coop.rules.redaction.reading import read_register, read_streets

    lookups = lookups_of(
        *(read_register(_text_of(path)) for path in registers), *(read_streets(_text_of(path)) for path in streets)
    )
    text = _decoded(sys.stdin.buffer.read())
    try:
        others = questions(text) if deduce else ()
    except DeduceError as fault:
        raise click.ClickException(str(fault)) from None
    spans = find(text, lookups, every_digit=not fewer_questions, others=others)
    if as_json:
        click.echo(json.dumps({"spans": [_plain(span) for span in spans]}, ensure_ascii=False))
        return
    for span in spans:
        shown = " ".join(text[span.start : span.end].split())
        click.echo(f"{span.start}-{span.end} {KIND_WORDS[span.kind]} ({span.severity}): {shown}")
        click.echo(f"    {REASON_WORDS[span.reason]}")
    click.echo(f"{len(spans)} marks. A text without marks may still tell who it is about: let somebody else read it.")


def _plain(span: Span) -> dict[str, object]:
    return {
        "start": span.start,
        "end": span.end,
        "type": span.kind.value,
        "severity": span.severity.value,
        "reason": REASON_WORDS[span.reason],
    }


def _text_of(path: Path) -> str:
    try:
        return _decoded(path.read_bytes())
    except OSError as fault:
        raise click.ClickException(f"{path}: cannot be read ({fault.strerror}).") from None


def _decoded(content: bytes) -> str:
    """UTF-8, else what Windows programs write. Newlines stay as they are, so that offsets fit the file.

    UTF-16 and what is no text would be read as letters with nothing to find in them: no marks where there are names.
    """
    if content.count(0) * 4 > len(content):
        raise click.ClickException("This is not a text in UTF-8. Save it as UTF-8; nothing was looked at.")
    for encoding in ("utf-8", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1")
