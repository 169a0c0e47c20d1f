"""The vault is another process of another user of the operating system, behind a socket. Where it keeps its keys."""

import json
import os
import secrets
import socket
from collections.abc import Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from coop.ballotbox.policy.refusals import said
from coop.kernel.clock import Clock
from coop.kernel.config import Config
from coop.kernel.errors import ConflictError, InvalidError
from coop.kernel.words import mark
from coop.rules.sealing.boxes import as_text, box_folder, from_text
from coop.rules.sealing.faults import SealError
from coop.rules.sealing.folder import Files
from coop.rules.sealing.tellers import PublicLine
from coop.rules.sealing.vault import SealedBox, Vault

LONGEST = 2**31


class Keeper(Protocol):
    """Who keeps opening keys."""

    def new(self, facts: Mapping[str, Any]) -> dict[str, str]: ...

    def open(self, box: SealedBox) -> Files: ...

    def destroy(self, poll_id: str) -> None: ...


class VaultSocket:
    """Talks to `coop vault serve`: one line of JSON each way, one question a connection."""

    def __init__(self, path: Path, seconds: float = 120) -> None:
        self._path, self._seconds = path, seconds

    def _ask(self, **question: Any) -> Any:
        try:
            with socket.socket(socket.AF_UNIX) as line:
                line.settimeout(self._seconds)
                line.connect(str(self._path))
                line.sendall(json.dumps(question).encode() + b"\n")
                with line.makefile("rb") as answer:
                    found = json.loads(answer.readline(LONGEST))
        except (OSError, ValueError) as fault:
            raise ConflictError(mark("The vault with the key does not answer. Try again in a few minutes.")) from fault
        if "refused" in found:
            raise ConflictError(mark("The vault refuses: %(why)s."), why=said(str(found["refused"])))
        return found["answer"]

    def new(self, facts: Mapping[str, Any]) -> dict[str, str]:
        """The public keys for a vote that is announced like this."""
        return dict(self._ask(ask="new", facts=dict(facts)))

    def open(self, box: SealedBox) -> Files:
        """The four files that come out of a box."""
        return from_text(self._ask(ask="open", box=as_text(box_folder(box))))

    def destroy(self, poll_id: str) -> None:
        """Forget the key of a vote."""
        self._ask(ask="destroy", poll=poll_id)


class Drawer(MutableMapping[str, dict[str, Any]]):
    """Plain values by name in a folder that only its owner can read; replaced whole or not at all."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def _file(self, name: str) -> Path:
        return self._folder / f"{name.encode().hex()}.json"

    def __getitem__(self, name: str) -> dict[str, Any]:
        try:
            return dict(json.loads(self._file(name).read_text()))
        except FileNotFoundError:
            raise KeyError(name) from None

    def __setitem__(self, name: str, value: dict[str, Any]) -> None:
        with self._wiping(self._file(name)):
            self._write(name, value)

    @contextmanager
    def _wiping(self, file: Path) -> Iterator[None]:
        """Overwrite what a file held once it has been replaced: a key that is destroyed must not stay on the disk."""
        old = os.open(file, os.O_RDWR) if file.exists() else None
        try:
            yield
            if old is not None:
                os.pwrite(old, bytes(os.fstat(old).st_size), 0)
                os.fsync(old)
        finally:
            if old is not None:
                os.close(old)

    def _write(self, name: str, value: dict[str, Any]) -> None:
        fresh = self._file(name).with_suffix(".new")
        fresh.touch(mode=0o600)
        with fresh.open("w") as file:
            file.write(json.dumps(value))
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self._file(name))
        # A key that a power cut takes away opens nothing ever again: the new name must be on the disk too.
        folder = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def __delitem__(self, name: str) -> None:
        self._file(name).unlink()

    def __iter__(self) -> Iterator[str]:
        return (bytes.fromhex(path.stem).decode() for path in sorted(self._folder.glob("*.json")))

    def __len__(self) -> int:
        return len(list(self._folder.glob("*.json")))


class LocalVault:
    """The vault inside this process, for demo and tests: whoever has the site then has the key too."""

    def __init__(self, store: MutableMapping[str, dict[str, Any]], clock: Clock) -> None:
        self._vault, self._clock = Vault(store, secrets.token_bytes), clock

    def new(self, facts: Mapping[str, Any]) -> dict[str, str]:
        """The public keys for a vote that is announced like this."""
        with _said_plainly():
            return self._vault.new(facts)

    def open(self, box: SealedBox) -> Files:
        """The four files that come out of a box."""
        with _said_plainly():
            return self._vault.open(box, self._clock())

    def destroy(self, poll_id: str) -> None:
        """Forget the key of a vote."""
        with _said_plainly():
            self._vault.destroy(poll_id)


@contextmanager
def _said_plainly() -> Iterator[None]:
    try:
        yield
    except SealError as fault:
        raise ConflictError(mark("The vault refuses: %(why)s."), why=said(str(fault))) from None


def keeper_for(config: Config, clock: Clock) -> Keeper | None:
    """The vault of a site; one inside the process in demo and tests; None when there is none."""
    if config.vault:
        return VaultSocket(Path(config.vault))
    if not (config.demo or config.testing):
        return None
    beside = config.database.removeprefix("sqlite:///") if config.database.startswith("sqlite") else "instance/coop"
    return LocalVault({} if config.testing else Drawer(Path(f"{beside}.vault")), clock)


def read_line(text: str) -> PublicLine:
    """The public part of a key on paper. Raises `InvalidError` on `public`."""
    try:
        return PublicLine.read(text)
    except SealError:
        raise InvalidError(
            mark("This is not the public part of a key. Copy the whole line that coop vault shares printed."),
            field="public",
        ) from None


class PaperKey:
    """A key on paper with tellers: the site knows the public part and opens nothing itself."""

    def __init__(self, public_line: str) -> None:
        line = read_line(public_line)
        self._public = {"opening": line.opening, "opener": line.opener}

    def new(self, _facts: Mapping[str, Any]) -> dict[str, str]:
        """The announced public keys."""
        return self._public

    def open(self, _box: SealedBox) -> Files:
        """Refused: the tellers do it on a machine of their own."""
        raise ConflictError(mark("The tellers open this box themselves, with coop open."))

    def destroy(self, _poll_id: str) -> None:
        """The tellers destroy their codes."""
