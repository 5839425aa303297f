"""Load `curriculum/`: courses, modules, lessons, programmes, questions, practical exercises, in four languages."""

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from assessments.services.bank import BankRefusedError
from cms.services.loading import CurriculumReport, UnknownModulesError, load_curriculum, republish
from courses.selectors.manuscripts import ManuscriptFileError


class Command(BaseCommand):
    help = "Load the manuals from their folder. Repeatable: updates what changed, keeps what an editor changed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--folder", default=str(settings.BASE_DIR / "curriculum"), help="where the manuscripts lie")
        parser.add_argument("--only", default="", help="codes of modules, with commas between: M2.2,GEN2")
        parser.add_argument("--outline-only", action="store_true", help="titles only, no texts and no questions")
        parser.add_argument(
            "--wording-only", action="store_true", help="no text has changed its meaning: all languages stay up to date"
        )
        parser.add_argument("--republish", action="store_true", help="also render all published lessons anew")

    def handle(self, *args: Any, **options: Any) -> None:
        began = time.monotonic()
        only = [code.strip() for code in options["only"].split(",") if code.strip()]
        now = timezone.now()
        try:
            report = load_curriculum(
                folder=Path(options["folder"]),
                only=only,
                outline_only=options["outline_only"],
                wording_only=options["wording_only"],
                by=None,
                at=now,
            )
        except (ManuscriptFileError, UnknownModulesError, BankRefusedError) as error:
            raise CommandError(str(error)) from error
        self.say(report)
        if options["republish"]:
            self.stdout.write(f"Lessons rendered anew: {republish(by=None, at=now)} new editions")
        self.stdout.write(f"Done in {time.monotonic() - began:.1f} s")

    def say(self, report: CurriculumReport) -> None:
        """Print what was done, and everything that a person should look at."""
        self.stdout.write(
            f"Rows: {len(report.outline.added)} new, {len(report.outline.changed)} changed. "
            f"Texts: {len(report.planted)} new, {len(report.updated)} updated, {report.unchanged} unchanged."
        )
        if report.media.added or report.media.replaced:
            self.stdout.write(
                f"Pictures and files: {len(report.media.added)} new, {len(report.media.replaced)} replaced."
            )
        if report.approvals:
            self.stdout.write(f"Approvals that came with the texts: {report.approvals}")
        if report.outline.not_in_files:
            self.stdout.write("Not in the files any more, left as they are: " + ", ".join(report.outline.not_in_files))
        if report.kept:
            self.stdout.write("Kept, because an editor or translator changed them: " + ", ".join(report.kept))
        if report.programmes:
            done = report.programmes
            self.stdout.write(
                f"Programmes: {len(done.added)} new, {len(done.changed)} changed, {len(done.unchanged)} unchanged."
            )
            for line in done.refused:
                self.stderr.write(f"Refused: {line}")
        if report.glossary:
            glossary = report.glossary
            self.stdout.write(
                f"Glossary: {len(glossary.added)} new terms, {len(glossary.written)} texts written, "
                f"{glossary.advised} advised forms."
            )
            if glossary.kept:
                self.stdout.write("Kept, because somebody changed them here: " + ", ".join(glossary.kept))
            if glossary.not_in_files:
                self.stdout.write("Terms that the files do not name: " + ", ".join(glossary.not_in_files))
        if report.library:
            library = report.library
            self.stdout.write(
                f"Library: {len(library.added)} new, {len(library.changed)} changed, {library.unchanged} unchanged, "
                f"{len(library.kept)} kept because an editor wrote them."
            )
        if quizzes := report.quizzes:
            self.stdout.write(
                f"Quizzes: {len(quizzes.added)} new, {len(quizzes.changed)} changed, "
                f"{len(quizzes.unchanged)} unchanged."
            )
            if quizzes.kept:
                self.stdout.write("Kept, because somebody changed them here: " + ", ".join(quizzes.kept))
        for bank in report.banks:
            self.stdout.write(
                f"Questions and exercises of {bank.module}: {len(bank.new)} new, "
                f"{len(bank.new_versions)} new versions, "
                f"{len(bank.mended)} mended, {len(bank.retired)} retired."
            )
            if bank.kept:
                self.stdout.write("Kept, because somebody changed them here: " + ", ".join(bank.kept))
