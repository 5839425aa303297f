"""The issuer's signing keys: make those of development, register, rotate, withdraw, list (docs/keys.md)."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from certificates.enums import KeyPurpose
from certificates.models import IssuerKey
from certificates.services.issuer_keys import register_keys, withdraw_key
from certificates.signing.development import make_development_ca, new_development_keys
from certificates.signing.keys import KeysError, configured_file, crl_ends, load_key


class Command(BaseCommand):
    help = "Look after the keys that sign certificates. See docs/keys.md."
    requires_system_checks = []  # it is what mends what the checks complain of

    def add_arguments(self, parser: ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        acts.add_parser("list", help="all keys that ever signed, and what is configured")
        acts.add_parser("register", help="register the configured keys; a new one retires the one before it")
        acts.add_parser("make-development", help="make a development CA where there is none, and register its keys")
        acts.add_parser("rotate-development", help="make new development keys and register them")
        withdraw = acts.add_parser("withdraw", help="a key was lost or stolen")
        withdraw.add_argument("kid", help="the key, as `list` shows it")
        withdraw.add_argument("--since", required=True, help="from when on it is not believed: 2026-11-22T08:00+05:00")
        withdraw.add_argument("--reason", required=True, help="what happened; no names")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            getattr(self, f"_{options['act'].replace('-', '_')}")(options)
        except KeysError as error:
            raise CommandError(str(error)) from error

    def _list(self, _options: dict[str, Any]) -> None:
        for row in IssuerKey.objects.all():
            until = f" until {row.ends_at:%Y-%m-%d %H:%M}" if row.ends_at else ""
            said = " (development)" if row.development else ""
            self.stdout.write(
                f"{row.purpose:10} {row.kid} {row.state} from {row.starts_at:%Y-%m-%d %H:%M}{until}{said}"
            )
        for purpose in KeyPurpose:
            key = load_key(purpose)
            ends = crl_ends(key)
            list_ends = f", its list of revoked ones {ends:%Y-%m-%d}" if ends else ", WITHOUT a list of revoked ones"
            last = key.chain[0].not_valid_after_utc
            self.stdout.write(f"configured for {purpose}: {key.kid}, certificate until {last:%Y-%m-%d}{list_ends}")

    def _register(self, _options: dict[str, Any]) -> None:
        made = register_keys(by=None, at=timezone.now())
        for row in made:
            self.stdout.write(f"registered {row.purpose}: {row.kid}")
        if not made:
            self.stdout.write("Nothing new: the configured keys are registered.")

    def _make_development(self, options: dict[str, Any]) -> None:
        if configured_file(KeyPurpose.DOCUMENT):
            self.stdout.write("SIGNING_P12 is set: no development CA is needed.")
            return
        make_development_ca(Path(settings.SIGNING_DIR))
        self._register(options)

    def _rotate_development(self, options: dict[str, Any]) -> None:
        if not settings.SIGNING_DEVELOPMENT_ALLOWED or configured_file(KeyPurpose.DOCUMENT):
            raise KeysError("These are not development keys: make new ones by ceremony (docs/keys.md).")
        new_development_keys(make_development_ca(Path(settings.SIGNING_DIR)), at=timezone.now())
        self._register(options)

    def _withdraw(self, options: dict[str, Any]) -> None:
        since = parse_datetime(options["since"])
        if since is None or timezone.is_naive(since):
            raise CommandError("--since must be a moment with its zone, such as 2026-11-22T08:00+05:00")
        try:
            rows = withdraw_key(kid=options["kid"], since=since, reason=options["reason"], by=None)
        except IssuerKey.DoesNotExist as error:
            raise CommandError("No such key was ever registered.") from error
        for row in rows:
            self.stdout.write(f"withdrawn {row.purpose}: {row.kid} since {since:%Y-%m-%d %H:%M %z}")
