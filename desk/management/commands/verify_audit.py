"""`manage.py verify_audit`: is the audit trail as it was written? Exit code 1 when it is not (docs/audit.md)."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.selectors.audit_chain import LineUnreadableError
from accounts.selectors.audit_check import check_chain
from certificates.selectors.audit_heads import complaint_about_head


class Command(BaseCommand):
    help = "Check the audit trail against its chain, its signed heads and lines printed on paper"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--printed",
            action="append",
            default=[],
            metavar="LINE",
            help="a line from a protocol, month sheet or register page, or its number and code",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        began = time.monotonic()
        try:
            report = check_chain(
                at=timezone.now(), complaint_about=complaint_about_head, printed=tuple(options["printed"])
            )
        except LineUnreadableError as error:
            raise CommandError(f"This is no printed line: {error}. It ends with four groups of four signs.") from error
        seconds = max(time.monotonic() - began, 0.001)
        for remark in report.remarks:
            self.stdout.write(f"note: {remark}")
        for finding in report.findings:
            self.stdout.write(f"WRONG {finding}")
        self.stdout.write(
            f"{report.entries} entries in {report.batches} batches, {report.heads} signed heads, "
            f"{len(options['printed'])} printed lines; {report.entries / seconds:.0f} entries a second"
        )
        if report.findings:
            raise CommandError("The audit trail is NOT as it was written: docs/audit.md says what to do.")
        self.stdout.write("The audit trail is as it was written.")
