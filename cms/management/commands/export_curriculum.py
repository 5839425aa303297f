"""Write the whole curriculum to a folder, as `load_curriculum` reads it."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cms.services.exporting import FolderNotEmptyError, export_curriculum


class Command(BaseCommand):
    help = "Write the curriculum with its newest texts, questions, glossary, files and approvals to an empty folder."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--folder", required=True, help="an empty folder, or one to be made")

    def handle(self, *args: Any, **options: Any) -> None:
        folder = Path(options["folder"])
        try:
            report = export_curriculum(folder=folder)
        except (FolderNotEmptyError, OSError) as error:
            raise CommandError(f"The folder cannot be used, it must be empty: {error}") from error
        self.stdout.write(
            f"Written to {folder}: {report.texts} texts, {report.media} pictures and files, "
            f"{report.approvals} approvals."
        )
        if report.stale:
            self.stdout.write("Out of date, written as they are: " + ", ".join(report.stale))
        if report.left_out:
            self.stderr.write("Look at these before you load the folder: " + ", ".join(report.left_out))
