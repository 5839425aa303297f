"""What `make run` uses: one machine, SQLite, the demonstration."""

from config import env
from config.settings.base import *  # noqa: F403

DEMONSTRATION = env.flag("DEMONSTRATION", True)
DEMONSTRATION_FACTOR = "123456" if DEMONSTRATION else ""
