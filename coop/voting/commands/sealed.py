"""Commands about sealed votes that need no database: `verify` checks a published folder, `demo-election` makes one."""

import json
import stat
from pathlib import Path
from typing import Any, NoReturn

import click

from coop.rules.sealing.boxes import box_folder
from coop.rules.sealing.checking import Checked, check, check_checkpoint, check_key, check_receipt, check_tracker
from coop.rules.sealing.faults import UntrueError
from coop.rules.sealing.folder import FILES
from coop.rules.sealing.keys import fingerprint
from coop.rules.sealing.rehearsal import KINDS, Rehearsal, rehearse

SHOWN_RECEIPTS = 200
"""A rehearsal writes the receipts of so many voters; more files help nobody."""
LARGEST = 2**30


def bytes_of(path: Path) -> bytes:
    """The content of a file. Raises `UntrueError` when it cannot be read."""
    try:
        told = path.stat()
        if not stat.S_ISREG(told.st_mode):
            raise UntrueError(f"{path.name} is not a file")  # a pipe or a device would never end
        if told.st_size > LARGEST:
            raise UntrueError(f"{path.name} is too large to be what it should be")
        return path.read_bytes()
    except OSError as fault:
        raise UntrueError(f"{path.name} cannot be read ({fault.strerror})") from None


def files_of(folder: Path) -> dict[str, bytes]:
    """All files of a folder by name."""
    try:
        inside = sorted(folder.iterdir())
    except OSError as fault:
        raise UntrueError(f"{folder} cannot be read ({fault.strerror})") from None
    for path in inside:
        if path.name not in FILES:
            raise UntrueError(f"{path.name} does not belong in a published folder")
    return {path.name: bytes_of(path) for path in inside}


@click.command("verify")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--receipt", type=click.Path(path_type=Path), help="Also look for the envelope of this receipt.")
@click.option("--tracker", metavar="CODE", help="Also say how the ballot with this code was counted.")
@click.option("--checkpoint", type=click.Path(path_type=Path), help="A checkpoint of the log that you saved earlier.")
@click.option("--key", metavar="FINGERPRINT", help="The fingerprint of the site's key as you have it on paper.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of text.")
def verify(
    *, folder: Path, receipt: Path | None, tracker: str | None, checkpoint: Path | None, key: str | None, as_json: bool
) -> None:
    """Check the published folder of a sealed vote: every hash, signature and count, the log, and a full recount.

    Exit 0: everything is true. Exit 1: something is false, said in one sentence.
    """
    try:
        checked = check(files_of(folder))
        found = facts_of(checked)
        if key is not None:
            check_key(checked, key)
        if checkpoint is not None:
            found["checkpoint"] = check_checkpoint(checked, bytes_of(checkpoint))
        if receipt is not None:
            found["receipt"] = check_receipt(checked, bytes_of(receipt))
        if tracker is not None:
            found["tracker"] = check_tracker(checked, tracker)
    except UntrueError as fault:
        _false(str(fault), as_json)
    if as_json:
        click.echo(json.dumps(found, indent=1))
        return
    for line in lines_of(checked, found):
        click.echo(line)


def _false(reason: str, as_json: bool) -> NoReturn:
    if as_json:
        # In ASCII, as everything for programs here: the name of a file can be any bytes.
        click.echo(json.dumps({"true": False, "reason": reason}))
    raise click.ClickException(f"Not true: {reason}.")


def facts_of(checked: Checked) -> dict[str, Any]:
    """What was found, in plain values."""
    facts, channels = checked.poll.facts, checked.channels
    return {
        "true": True,
        "poll": checked.poll.id,
        "title": facts["title"],
        "kind": checked.poll.kind,
        "electors": facts["electors"],
        "online": channels.online,
        "helper": channels.helper,
        "paper": channels.paper,
        "ballots": checked.result["ballots"],
        "invalid": checked.result["invalid"],
        "recounted": checked.recounted,
        "result": dict(checked.result),
        "log_size": checked.log.size,
        "witnesses": [name for name, _ in checked.poll.witnesses],
        "site_key": checked.site,
        "opener_key": checked.opener,
    }


def lines_of(checked: Checked, found: dict[str, Any]) -> list[str]:
    """The same in words."""
    channels, result = checked.channels, checked.result
    ways = f"{channels.online} online, {channels.helper} with a helper, {channels.paper} on paper"
    lines = [
        "Everything in this folder is true.",
        f"  Vote      {found['title']}",
        f"  Turnout   {channels.total} of {found['electors']} electors: {ways}; {found['invalid']} invalid",
        f"  Result    {_outcome(result)}" + (", recounted here" if checked.recounted else ""),
        f"  Log       {checked.log.size} entries, cosigned by {', '.join(found['witnesses']) or 'nobody'}",
        f"  Site key  {checked.site}: compare it with the minutes, a receipt or the notice board",
    ]
    if not checked.recounted:
        lines.append("  So few people voted that no ballots are published: the totals cannot be checked against them.")
        if checked.poll.method["rule"] not in ("motion", "approval"):
            lines.append(
                "  Who won cannot be counted again from totals: only that these winners are possible was checked."
            )
    if "checkpoint" in found:
        lines.append(f"  Your saved checkpoint ({found['checkpoint']} entries) is the beginning of this log.")
    if "receipt" in found:
        lines.append("  The envelope of your receipt is in the box.")
    for about in (found.get("receipt", {}), found.get("tracker", {})):
        for choices in about.get("counted_as", ()):
            lines.append(f"  Code {about['tracker']} was counted as: {', '.join(choices) or 'blank'}")
    return lines


def _outcome(result: Any) -> str:
    if "passed" in result:
        votes = result["votes"]
        word = "passed" if result["passed"] else "rejected"
        return f"{word} ({votes['yes']} yes, {votes['no']} no, {votes['blank']} blank)"
    return f"chosen: {', '.join(result['winners']) or 'nobody'}"


@click.command("demo-election")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--voters", default=200, show_default=True, type=click.IntRange(1, 2_000_000), help="People who vote.")
@click.option("--kind", default="motion", show_default=True, type=click.Choice(KINDS))
@click.option("--seed", default="1", show_default=True, help="The same seed makes the same folder, byte by byte.")
@click.option("--min-ballots", type=click.IntRange(1), help="Fewer are not published [10].")
@click.option("--receipts", type=click.Path(path_type=Path), help="Where receipts go [FOLDER-receipts].")
@click.option("--tellers", type=click.Path(path_type=Path), help="Also write what the tellers get: box and codes.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of text.")
def demo_election(
    *,
    folder: Path,
    voters: int,
    kind: str,
    seed: str,
    min_ballots: int | None,
    receipts: Path | None,
    tellers: Path | None,
    as_json: bool,
) -> None:
    """Write the published folder of a rehearsed sealed vote to FOLDER, and what voters keep beside it.

    FOLDER-receipts holds receipt-0001.json and on, and checkpoint.txt, as an outsider saved it when the vote opened.
    """
    # "." has no name of its own to write beside.
    beside = receipts or Path(f"{folder if folder.name else folder.resolve()}-receipts")
    for place in (folder, beside, *([tellers] if tellers else [])):
        if place.exists() and (not place.is_dir() or any(place.iterdir())):
            raise click.ClickException(f"{place} exists and is not an empty folder.")
    made = rehearse(kind, voters, seed, min_ballots or min(10, voters))
    try:
        write(made, folder, beside)
        if tellers:
            write_box(made, tellers)
    except OSError as fault:
        raise click.ClickException(f"{folder} cannot be written ({fault.strerror}).") from None
    channels = facts_of(check(made.files))
    if as_json:
        click.echo(json.dumps({"folder": str(folder), "receipts": str(beside), **channels}, indent=1))
        return
    click.echo(f"The published folder is {folder}; receipts of voters and a saved checkpoint are in {beside}.")
    click.echo(f"The fingerprint of the site's key is {fingerprint(made.poll.key('site'))}.")
    click.echo(f"Check it: coop verify {folder} --receipt {beside}/receipt-0001.json")


def write_box(made: Rehearsal, place: Path) -> None:
    """The sealed box and the codes of the tellers, to practise `coop open`."""
    (place / "box").mkdir(parents=True, exist_ok=True)
    for name, data in box_folder(made.box).items():
        (place / "box" / name).write_bytes(data)
    (place / "codes.txt").write_text("".join(f"{code}\n" for code in made.codes))


def write(made: Rehearsal, folder: Path, beside: Path) -> None:
    """Both folders on disk."""
    for place in (folder, beside):
        place.mkdir(parents=True, exist_ok=True)
    for name, data in made.files.items():
        (folder / name).write_bytes(data)
    for number, receipt in enumerate(made.receipts[:SHOWN_RECEIPTS], 1):
        (beside / f"receipt-{number:04d}.json").write_bytes(receipt.as_file())
    (beside / "checkpoint.txt").write_bytes(made.checkpoint.encode())
