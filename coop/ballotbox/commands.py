"""Commands of who keeps and uses the opening key: `coop vault …` and `coop open`. None of them needs the database."""

import json
import secrets
import socketserver
from pathlib import Path
from typing import Any

import click

from coop.ballotbox.gateways import LONGEST, Drawer
from coop.kernel.clock import system_clock
from coop.rules.sealing.boxes import NAMES, as_text, from_text, read_box
from coop.rules.sealing.faults import SealError
from coop.rules.sealing.keys import SEED, OpeningKeys, fingerprint
from coop.rules.sealing.shares import parted, seed_of, share_code
from coop.rules.sealing.tellers import PublicLine, answer_of, needed_by
from coop.rules.sealing.vault import Vault, opened_box


@click.group()
def vault() -> None:
    """The key that opens a ballot box: on paper with tellers, or in a separate process."""


@vault.command("shares")
@click.option("--need", default=2, show_default=True, type=click.IntRange(1, 9), help="So many tellers open together.")
@click.option("--count", default=3, show_default=True, type=click.IntRange(1, 9), help="So many tellers get a code.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of text.")
def shares(*, need: int, count: int, as_json: bool) -> None:
    """Make a key for one vote and print a code for each teller. Do this on a machine without network."""
    seed = secrets.token_bytes(SEED)
    try:
        parts = parted(seed, need, count, secrets.token_bytes)
    except SealError as fault:
        raise click.UsageError(str(fault)) from None
    codes = [share_code(number, share) for number, share in parts.items()]
    public = str(PublicLine.of(seed, need, parts))
    if as_json:
        click.echo(json.dumps({"need": need, "codes": codes, "public": public}, indent=1))
        return
    for number, code in enumerate(codes, 1):
        click.echo(f"Teller {number}: {code}")
    click.echo(f"For the site: {public}")
    click.echo(f"Any {need} of these codes open the box. They are kept nowhere: write them down now, then rehearse.")


def _typed(given: tuple[str, ...], need: int) -> list[str]:
    """Codes from the command line, or asked for without showing them."""
    codes = list(given)
    while len(codes) < need:
        codes.append(click.prompt(f"Code {len(codes) + 1} of {need}", hide_input=True, err=True))
    return codes


@vault.command("rehearse")
@click.option("--public", required=True, metavar="KEY", help="The public part, as `coop vault shares` printed it.")
@click.option("--share", "given", multiple=True, metavar="CODE", help="A teller's code; asked for when left out.")
@click.option("--need", default=2, show_default=True, type=click.IntRange(1, 31))
def rehearse(*, public: str, given: tuple[str, ...], need: int) -> None:
    """Say whether these codes give the announced key, before the vote opens."""
    try:
        keys = OpeningKeys.of(seed_of(_typed(given, need), need))
    except SealError as fault:
        raise click.ClickException(f"{fault}.") from None
    try:
        line = PublicLine.read(public)
    except SealError as fault:
        raise click.ClickException(f"{fault}.") from None
    if line.opening != keys.public.hex() or line.opener != keys.signer.public.hex():
        raise click.ClickException("These codes give another key than the announced one. Do not open this vote.")
    click.echo(f"These codes open boxes of key {fingerprint(keys.signer.public)}.")


@click.command("open")
@click.argument("box", type=click.Path(path_type=Path))
@click.option("--share", "given", multiple=True, metavar="CODE", help="A teller's code; asked for when left out.")
@click.option("--out", type=click.Path(path_type=Path), help="Where the four files go [BOX-opened].")
@click.option("--rehearse", "trying", is_flag=True, help="BOX is the test file of a vote that is not open yet.")
def open_command(*, box: Path, given: tuple[str, ...], out: Path | None, trying: bool) -> None:
    """Open a sealed BOX (a folder) with the codes of the tellers and write what came out.

    Done again, on any machine, it writes the same bytes. Work without network.

    Before the vote opens: --rehearse with the test file of the site prints the answer that proves that the codes work.
    """
    if trying:
        _rehearse(box, given)
        return
    # "." has no name of its own to write beside.
    out = out or Path(f"{box if box.name else box.resolve()}-opened")
    try:
        sealed = read_box({name: (box / name).read_bytes() for name in NAMES if (box / name).exists()})
        need = json.loads(sealed.files["poll.json"])["custody"]["need"]
        keys = OpeningKeys.of(seed_of(_typed(given, need), need))
        files = opened_box(keys, sealed, system_clock())
        out.mkdir(parents=True, exist_ok=True)
        for name, data in files.items():
            (out / name).write_bytes(data)
    except SealError as fault:
        raise click.ClickException(f"Not opened: {fault}.") from None
    except OSError as fault:
        raise click.ClickException(f"{fault.filename}: {fault.strerror}.") from None
    click.echo(f"Opened. {', '.join(sorted(files))} are in {out}. Upload them to the site.")


def _rehearse(test: Path, given: tuple[str, ...]) -> None:
    try:
        data = test.read_bytes()
        answer = answer_of(data, _typed(given, needed_by(data)))
    except SealError as fault:
        raise click.ClickException(f"The rehearsal failed: {fault}.") from None
    except OSError as fault:
        raise click.ClickException(f"{fault.filename}: {fault.strerror}.") from None
    click.echo(answer)
    click.echo("These two codes work. Type this answer on the page of the vote.", err=True)


def answer_to(keeper: Vault, line: bytes) -> dict[str, Any]:
    """What the vault answers to one line; a refusal is an answer too."""
    try:
        asked = json.loads(line)
        if asked["ask"] == "new":
            return {"answer": keeper.new(dict(asked["facts"]))}
        if asked["ask"] == "open":
            return {"answer": as_text(keeper.open(read_box(from_text(asked["box"])), system_clock()))}
        if asked["ask"] == "destroy":
            keeper.destroy(str(asked["poll"]))
            return {"answer": None}
    except SealError as fault:
        return {"refused": str(fault)}
    except (ValueError, KeyError, TypeError):
        pass
    return {"refused": "this is no question to a vault"}


@vault.command("serve")
@click.option("--socket", "path", required=True, type=click.Path(path_type=Path), help="Where the site reaches it.")
@click.option("--store", required=True, type=click.Path(path_type=Path), help="A folder that only this user can read.")
def serve(*, path: Path, store: Path) -> None:
    """Keep keys and open published boxes, as a user of the operating system other than the site's."""
    keeper = Vault(Drawer(store), secrets.token_bytes)

    class Line(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(json.dumps(answer_to(keeper, self.rfile.readline(LONGEST))).encode() + b"\n")

    path.unlink(missing_ok=True)
    with socketserver.UnixStreamServer(str(path), Line) as server:
        path.chmod(0o660)
        click.echo(f"The vault listens on {path}.")
        server.serve_forever()
