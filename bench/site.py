"""The real site for measurements, on the database in BENCH_DATABASE. Only the rate limits are off."""

import gc
import os

from coop.app import create_app
from coop.kernel.config import Config
from coop.web.limits import limiter

app = create_app(Config(demo=True, database=os.environ["BENCH_DATABASE"], secret="only for measuring on this machine"))
limiter.enabled = False
gc.collect()
gc.freeze()
