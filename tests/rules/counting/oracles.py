"""Other people's programs as second counts. They are not needed to run the site; without them their tests are skipped.

pref_voting imports plotting and solver packages that no count uses; where these are absent they are stood in for.
"""

import importlib
import importlib.util
import sys
import warnings
from types import ModuleType
from typing import Any
from unittest.mock import MagicMock

import pytest

UNUSED = (
    "matplotlib matplotlib.pyplot matplotlib.colors ortools ortools.linear_solver ortools.sat ortools.sat.python "
    "nashpy tabulate filelock scipy scipy.stats scipy.special scipy.optimize seaborn pandas"
).split()


class Empty(ModuleType):
    """A module of which every name exists and nothing works."""

    __path__: list[str] = []

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return MagicMock()


def stand_in(names: list[str]) -> None:
    """Put an empty shape in the place of packages that are not installed."""
    tops = {name.partition(".")[0] for name in names} - set(sys.modules)
    absent = {top for top in tops if importlib.util.find_spec(top) is None}
    for name in names:
        if name.partition(".")[0] in absent:
            sys.modules[name] = Empty(name)


def plain_numba() -> None:
    """numba only makes things faster: without it, its decorators leave functions as they are."""
    if "numba" not in sys.modules and importlib.util.find_spec("numba") is None:
        module: Any = ModuleType("numba")

        def same(*given: Any, **_options: Any) -> Any:
            return given[0] if len(given) == 1 and callable(given[0]) else lambda function: function

        module.jit = module.njit = module.vectorize = same
        module.prange = range
        sys.modules["numba"] = module


def oracle(name: str) -> Any:
    """The module, or skip the test and say why."""
    package = name.partition(".")[0]
    if importlib.util.find_spec(package) is None:
        pytest.skip(f"the second count {package} is not installed")
    if package == "pref_voting":
        stand_in(UNUSED)
        plain_numba()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return importlib.import_module(name)
