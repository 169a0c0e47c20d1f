"""The agenda of a neighbourhood that talks: 2,000 items, 20,000 comments, 50,000 supports, beside the bare reference.

Measured as in `bench.pages`. The reference sends the same statements, so their own time is printed too.
"""

import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

from bench.pages import DISTRICT, compare, prepare
from coop.agenda.queries import likely_the_same
from coop.demo.load import Load
from coop.districts.queries import district_of
from coop.kernel.db import make_engine, session_factory
from tests.support.engines import Engines

TOLD = "Lantaarn kapot op het donkere fietspad. Wij durven daar in de avond niet meer langs te lopen met de kinderen."


def main() -> None:
    """Print one line per engine, page and number of clients, and how long the look for duplicates takes."""
    with tempfile.TemporaryDirectory() as name, Engines(Path(name)) as engines:
        for kind in ("sqlite", "postgresql"):
            url = engines.new_url(kind)
            first = prepare(url, Load())
            paths = {
                "list": f"{DISTRICT}/agenda",
                "list, page 50": f"{DISTRICT}/agenda?pagina=50",
                "search": f"{DISTRICT}/agenda?zoek=lantaarn+kapot",
                "item, 1,000 comments": f"{DISTRICT}/agenda/{first}",
                "the last of them": f"{DISTRICT}/agenda/{first}?pagina=37",
            }
            compare(kind, url, paths, Path(name))
            _duplicates(kind, url)


def _duplicates(kind: str, url: str) -> None:
    engine = make_engine(url)
    took = []
    with session_factory(engine)() as db:
        place = district_of(db, DISTRICT[1:]).id
        for _time in range(16):
            began = perf_counter()
            likely_the_same(db, place, TOLD)
            took.append((perf_counter() - began) * 1000)
    engine.dispose()
    print(f"{kind:10} likely duplicates: {median(took):.1f} ms; the first time, in a new process: {took[0]:.1f} ms")


if __name__ == "__main__":
    main()
