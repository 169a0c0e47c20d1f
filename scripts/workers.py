"""How many tests this machine can run side by side: its cores, as far as they and its memory are ours to use."""

import os
from pathlib import Path

# A worker with its own PostgreSQL server and a Chromium beside it, in bytes.
MEMORY_EACH = 1.5 * 2**30
# Beyond this the slowest group of browser tests decides how long it all takes.
MOST = 8


def workers(cores: int, quota: str, memory: int) -> int:
    """Workers for `cores`, a control group's `quota` ("max 100000" or "200000 100000", in µs) and `memory` in bytes."""
    allowed, _, period = quota.partition(" ")
    if allowed.strip().isdecimal() and period.strip().isdecimal() and int(period) > 0:
        cores = min(cores, int(allowed) // int(period))
    return max(1, min(cores, int(memory / MEMORY_EACH), MOST))


def _read(path: str) -> str:
    try:
        return Path(path).read_text()
    except OSError:
        return ""


def main() -> None:
    """Print the number for this machine."""
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    limit = _read("/sys/fs/cgroup/memory.max").strip()
    if limit.isdecimal():
        memory = min(memory, int(limit))
    print(workers(len(os.sched_getaffinity(0)), _read("/sys/fs/cgroup/cpu.max"), memory))


if __name__ == "__main__":
    main()
