"""`manage.py change_master_key`: what hangs on the former master key; `--change` wraps it anew (docs/keys.md)."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.services import master_key
from accounts.services.master_key import Hanging

REFUSED = {
    master_key.NoFormerKeyError: "MASTER_KEY_OLD_FILE names no file with the former key (docs/keys.md).",
    master_key.SameKeyError: "MASTER_KEY and MASTER_KEY_OLD are the same key.",
    master_key.ChangeRunsError: "Another process is changing the master key now.",
}


class Command(BaseCommand):
    help = "Count what hangs on the former master key (MASTER_KEY_OLD); with --change, put it under MASTER_KEY."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--change", action="store_true", help="do it; without this it is only counted")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            found = master_key.change(by=None) if options["change"] else master_key.hanging()
            left = master_key.hanging() if options["change"] else found
        except tuple(REFUSED) as error:
            raise CommandError(f"{REFUSED[type(error)]} Nothing was changed.") from error
        except master_key.WrongKeyError as error:
            said = f"Neither key opens this: {error}. One of the two is not the right one. Nothing was changed."
            raise CommandError(said) from error
        if options["change"]:
            self.stdout.write(f"Put under the new key: {_said(found)}")
        if left:
            self.stdout.write(f"Under the former key still: {_said(left)}")
        else:
            self.stdout.write(
                "Nothing hangs on the former key any more. Take MASTER_KEY_OLD_FILE out of the settings and restart "
                "web, worker and tick."
            )
        if left.lost:
            self.stdout.write(f"{left.lost} keys open with neither, as before: their names were destroyed.")


def _said(counts: Hanging) -> str:
    return (
        f"{counts.keys} keys of names and files, {counts.files} files of the key store, "
        f"{counts.apps} keys of apps, {counts.codes} printed codes."
    )
