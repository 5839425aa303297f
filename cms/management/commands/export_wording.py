"""Write what translators proposed for the interface into the catalogues."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from cms.services.catalogues import write_catalogue
from foundation.languages.titles import LANGUAGE_CODES, SOURCE_LANGUAGE


class Command(BaseCommand):
    help = (
        "Write the newest proposed words of the interface into locale/*/LC_MESSAGES/django.po, for the next release. "
        "They are seen after `manage.py compilemessages` and a restart; `make messages` keeps them. Sentences that the "
        "code no longer has, and proposals with another number of plural forms, are passed over and told. Repeatable."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        translations = [code for code in LANGUAGE_CODES if code != SOURCE_LANGUAGE]
        parser.add_argument("--language", action="append", choices=translations, help="only this language; repeatable")
        parser.add_argument("--dry-run", action="store_true", help="say what would be written, write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        for language in options["language"] or [code for code in LANGUAGE_CODES if code != SOURCE_LANGUAGE]:
            report = write_catalogue(language=language, dry_run=options["dry_run"])
            self.stdout.write(
                f"{language}: {len(report.written)} sentences written, {report.unchanged} stand already so, "
                f"{len(report.passed_over)} passed over."
            )
            for msgid in report.passed_over:
                self.stdout.write(f"Passed over: {msgid}")
