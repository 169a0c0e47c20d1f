"""When a message is tried again, and when an address counts as dead."""

from datetime import datetime, timedelta

MAX_ATTEMPTS = 8
# The topic of what nobody waits for: handed over at most once. All else: at least once.
NEWS = "news"
# So many messages that came back for good, and no more news is sent to the address.
MOST_REFUSALS = 2


def next_attempt_at(attempts: int, at: datetime) -> datetime | None:
    """After 1, 2, 4 … minutes, at most a day; None when it is given up after `MAX_ATTEMPTS`."""
    if attempts >= MAX_ATTEMPTS:
        return None
    return at + min(timedelta(minutes=2 ** (attempts - 1)), timedelta(days=1))
