"""Several acts at the same moment, each in a transaction of its own; commits are real."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from coop.kernel.db import transaction
from coop.kernel.errors import CoopError

Act = Callable[[Session], object]


def outcomes_at_once(engine: Engine, *acts: Act) -> list[object]:
    """What came of each act: what it returned, or the name of the refusal."""
    start = Barrier(len(acts))

    def run(act: Act) -> object:
        start.wait()
        try:
            with transaction(engine) as db:
                return act(db)
        except CoopError as refusal:
            return type(refusal).__name__

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def at_once(engine: Engine, *acts: Act) -> list[str]:
    """How each act ended: "done", or the name of the refusal."""

    def without_result(act: Act) -> Act:
        return lambda db: (act(db), "done")[1]

    return [str(end) for end in outcomes_at_once(engine, *map(without_result, acts))]


def in_turns(engine: Engine, first: Act, second: Act) -> str:
    """`second` begins after `first` has looked and written, and before it commits; returns how it ended."""
    begun = Event()

    def run() -> str:
        begun.wait()
        return at_once(engine, second)[0]

    with ThreadPoolExecutor(1) as pool:
        other = pool.submit(run)
        with transaction(engine) as db:
            first(db)
            begun.set()
            # Long enough for the other to look too, if nothing makes it wait.
            with pytest.raises(TimeoutError):
                other.result(0.5)
        return other.result()
