"""The application for a WSGI server."""

import os

from coop.app import create_app
from coop.kernel.config import Config

app = create_app(Config.from_env(os.environ))
