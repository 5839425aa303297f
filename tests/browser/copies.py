"""A running site for a whole module, where tests only look or follow one another."""

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path

from tests.browser.conftest import Server


@contextlib.contextmanager
def running_copy(template: Path, folder: Path, *, jobs: bool = False) -> Iterator[Server]:
    """Serve a copy of the template's data from `folder` until the block ends."""
    shutil.copytree(template, folder)
    server = Server(folder, jobs=jobs)
    server.start()
    try:
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)
