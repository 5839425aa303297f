"""What every driver needs: the server, the data set, and a browser for each person."""

import dataclasses
from typing import Any

from bench.browser import SmallBrowser
from bench.server import Running

LANGUAGES = ("tg", "fa-af", "ru", "en")


@dataclasses.dataclass
class Site:
    """A running server with the data set on it."""

    server: Running
    plan: dict[str, Any]

    def trainee(self, place: int) -> SmallBrowser:
        """Return a fresh browser in which a trainee is logged in."""
        trainees = self.plan["trainees"]
        return SmallBrowser(self.server.port, trainees[place % len(trainees)]["session"])

    def colleague(self, role: str) -> SmallBrowser:
        """Return a fresh browser in which one of the staff is logged in."""
        return SmallBrowser(self.server.port, self.plan["staff"][role])

    def visitor(self, address: int = 1) -> SmallBrowser:
        """Return a fresh browser in which nobody is logged in, at the address 127.0.0.`address`."""
        return SmallBrowser(self.server.port, address=f"127.0.0.{address}")
