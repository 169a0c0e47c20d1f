"""The real site for measurements, on the database in BENCH_DATABASE. Rate limits count as always, but far higher."""

import gc
import os

from limits import parse_many

from coop.app import create_app
from coop.kernel.config import Config
from coop.web.limits import POSTING, SIGNING_IN

app = create_app(Config(demo=True, database=os.environ["BENCH_DATABASE"], secret="only for measuring on this machine"))
for limits in (POSTING, SIGNING_IN):
    limits[:] = parse_many("10000000 per minute; 100000000 per hour")
gc.collect()
gc.freeze()
