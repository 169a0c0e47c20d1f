"""Run every measurement: python -m bench [pages|counting|sortition|sealing …]"""

import importlib
import sys

ALL = ("pages", "agenda", "members", "counting", "sortition", "sealing", "envelopes", "redaction", "disclosure")


def main() -> None:
    for name in sys.argv[1:] or ALL:
        print(f"\n== {name}", flush=True)
        importlib.import_module(f"bench.{name}").main()


if __name__ == "__main__":
    main()
