"""The process in which `deduce` runs: JSON lines in and out. It loads nothing of coop, so any Python will do.

In: {"text": "..."}. Out: {"marks": [[start, end, tag], ...]} with the places in code points, or {"error": "absent"}.
"""

import importlib
import json
import logging
import resource
import sys
from pathlib import Path

# The lists take 1.2 to 1.9 GB while they are built, 1.1 GB afterwards. Address space is more than what is used.
MOST_BYTES = 4 * 2**30


def main() -> None:
    """Answer line by line until the input ends."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))
    # What the library says of its progress belongs to nobody's story.
    logging.disable(logging.CRITICAL)
    try:
        library = importlib.import_module("deduce")
    except ImportError:
        print(json.dumps({"error": "absent"}))
        return
    cache = Path(sys.argv[1])
    cache.mkdir(parents=True, exist_ok=True)
    deducer = library.Deduce(cache_path=cache)
    for line in sys.stdin:
        marks = deducer.deidentify(json.loads(line)["text"]).annotations
        print(json.dumps({"marks": sorted((one.start_char, one.end_char, one.tag) for one in marks)}), flush=True)


if __name__ == "__main__":
    main()
