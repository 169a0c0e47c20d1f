"""Waiting for what another process or thread does: as short as it can be, as long as a busy machine needs."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
# Only a test that fails waits so long.
SECONDS = 600


def until(found: Callable[[], T], why: Callable[[], str] = str) -> T:
    """What `found` gives as soon as it gives something true; AssertionError with `why` when it never does."""
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        if result := found():
            return result
        time.sleep(0.02)
    raise AssertionError(f"waited {SECONDS} seconds in vain; {why()}")
