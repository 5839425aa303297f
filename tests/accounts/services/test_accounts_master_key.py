"""Another master key: whatever hung on the former one opens, is found and counts with the new one alone."""

import base64
import datetime
import json
import os
import pathlib
import shutil
from io import StringIO

import pytest
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import override_settings
from django.utils import timezone

from accounts.domain import factors as domain
from accounts.domain.claim_box import seal_claim
from accounts.enums import Act, FactorKind, Script
from accounts.models import AuditEntry, Authenticator, NameWord, PrintedCode
from accounts.selectors.names import names_of, search_people
from accounts.selectors.pins import claim_key, read_claim
from accounts.services import master_key, name_index
from accounts.services.factors import CodeWrongError, make_backup_codes, prove_code
from accounts.services.master_key import Hanging
from tests.factories.factors import make_app, secret_of

OLD, NEW, OTHER = (base64.b64encode(bytes([n, *range(31)])).decode() for n in (1, 2, 3))
NAME, CLAIM = "زهرا", {"number": "KHO-I1", "pin": "528163"}
LATER = datetime.timedelta(minutes=5)


class PowerCutError(Exception):
    pass


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.KEY_STORE_DIR, settings.MASTER_KEY = tmp_path / "keys", OLD
    return tmp_path / "keys"


@pytest.fixture
def before(folder, cast):
    """What hangs on the key: a protected name, an app, printed codes (one used up), a claim on a device."""
    codes = make_app(cast.instructor)
    app = Authenticator.objects.get(person=cast.instructor)
    prove_code(person=cast.instructor, typed=codes[0], at=timezone.now())
    claim = seal_claim(claim_key(), json.dumps(CLAIM).encode(), os.urandom(12), "PX-1/1")
    return {"codes": codes, "secret": secret_of(cast.instructor, bytes(app.sealed)), "claim": claim}


def during():
    return override_settings(MASTER_KEY=NEW, MASTER_KEY_OLD=OLD)


def run(*options: str) -> str:
    said = StringIO()
    call_command("change_master_key", *options, stdout=said)
    return said.getvalue()


def opens_all(cast, before, *, code: str, at: datetime.datetime) -> None:
    assert names_of([cast.afghan])[cast.afghan.pk][Script.ARABIC].given_name.startswith(NAME)
    assert list(search_people(NAME, by=cast.hr)) == [cast.afghan]
    assert read_claim(before["claim"], "PX-1/1") == CLAIM
    for typed, kind in ((domain.code_at(before["secret"], at), FactorKind.AUTHENTICATOR), (code, FactorKind.BACKUP)):
        assert prove_code(person=cast.instructor, typed=typed, at=at) == kind
    with pytest.raises(CodeWrongError):
        prove_code(person=cast.instructor, typed=before["codes"][0], at=at)


def state(folder) -> tuple:
    files = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.name != "change.lock"}
    rows = (bytes(Authenticator.objects.get().sealed), *PrintedCode.objects.values_list("pk", "digest", "under"))
    return files, rows, set(NameWord.objects.values_list("digest", flat=True)), AuditEntry.objects.count()


def test_everything_opens_with_the_new_key_alone(cast, before, folder) -> None:
    now, words = timezone.now(), state(folder)[2]
    with during():
        untouched = state(folder)
        assert "1 keys of apps, 10 printed codes" in run()
        assert state(folder) == untouched  # only counted
        opens_all(cast, before, code=before["codes"][1], at=now)
        assert "Nothing hangs on the former key" in run("--change")
        opens_all(cast, before, code=before["codes"][2], at=now + LATER)
        entry = AuditEntry.objects.get(act=Act.MASTER_KEY_CHANGED)
        assert entry.new["apps"] == 1
        assert entry.new["codes"] == 10
        done = state(folder)
        assert "Nothing hangs on the former key" in run("--change")
        assert state(folder) == done
    assert not words & done[2]  # whoever had the former key cannot try words out
    with override_settings(MASTER_KEY=NEW):
        opens_all(cast, before, code=before["codes"][3], at=now + 2 * LATER)
        fresh = make_backup_codes(person=cast.instructor, by=cast.instructor, at=now)
        assert prove_code(person=cast.instructor, typed=fresh[0], at=now + 3 * LATER) == FactorKind.BACKUP


def test_a_change_of_changes_keeps_codes_and_claims(cast, before) -> None:
    with during():
        run("--change")
    with override_settings(MASTER_KEY=OTHER, MASTER_KEY_OLD=NEW):
        run("--change")
    with override_settings(MASTER_KEY=OTHER):
        opens_all(cast, before, code=before["codes"][1], at=timezone.now())


@pytest.fixture
def cut_at(monkeypatch):
    """Let the n-th write to the disk, or of an app's row, fail as in a power cut; return whether there were fewer."""
    places = ((os, "fsync", lambda _handle: None), (pathlib.Path, "replace", pathlib.Path.replace))
    places += ((Authenticator, "save", Authenticator.save),)

    def run_until(last: int) -> bool:
        left = last

        def counted(does):
            def write(*given, **named):
                nonlocal left
                left -= 1
                if left == 0:
                    raise PowerCutError
                return does(*given, **named)

            return write

        with monkeypatch.context() as patch:
            for holder, name, does in places:
                patch.setattr(holder, name, counted(does))
            try:
                run("--change")
            except PowerCutError:
                return False
        return True

    return run_until


def test_a_power_cut_at_any_write_hinders_nobody_and_the_next_run_goes_on(cast, before, folder, cut_at) -> None:
    """Each round begins afresh and is cut one write later."""
    fresh, now = folder.with_name("fresh"), timezone.now()
    shutil.copytree(folder, fresh)
    finished, last = False, 0
    while not finished:
        last += 1
        shutil.rmtree(folder)
        shutil.copytree(fresh, folder)
        with transaction.atomic():
            with during():
                finished = cut_at(last)
                name_index.finish_change()  # the `tick` of the minute after
                opens_all(cast, before, code=before["codes"][1], at=now)
                run("--change")
                assert not master_key.hanging(), last
            with override_settings(MASTER_KEY=NEW):
                opens_all(cast, before, code=before["codes"][2], at=now + LATER)
            transaction.set_rollback(True)
    assert last > 15


def test_a_database_that_was_put_back_needs_another_run_only(cast, before) -> None:
    app, codes = Authenticator.objects.get(), list(PrintedCode.objects.all())
    with during():
        run("--change")
        Authenticator.objects.update(sealed=app.sealed)
        PrintedCode.objects.bulk_update(codes, ["digest", "under"])
        assert master_key.hanging() == Hanging(0, 0, 1, 10, 0)
        run("--change")
    with override_settings(MASTER_KEY=NEW):
        opens_all(cast, before, code=before["codes"][1], at=timezone.now())


def test_every_command_reminds_of_a_former_key_that_is_still_named() -> None:
    assert "omuzgoh.K001" not in [one.id for one in run_checks()]
    with during():
        assert "omuzgoh.K001" in [one.id for one in run_checks()]


@pytest.mark.parametrize(
    ("new", "former", "said"),
    [
        (NEW, OTHER, "Neither key"),
        (NEW, NEW, "same key"),
        (NEW, "", "MASTER_KEY_OLD"),
        (NEW, "not base64", "MASTER_KEY_OLD"),
        (NEW, "AAAA", "MASTER_KEY_OLD"),
    ],
)
def test_wrong_keys_are_refused_and_nothing_is_changed(cast, before, folder, new, former, said) -> None:
    untouched = state(folder)
    with override_settings(MASTER_KEY=new, MASTER_KEY_OLD=former), pytest.raises(CommandError, match=said):
        run("--change")
    assert state(folder) == untouched
    opens_all(cast, before, code=before["codes"][1], at=timezone.now())


def test_an_app_that_opens_with_neither_key_stops_the_change(cast, before, folder) -> None:
    Authenticator.objects.update(sealed=bytes(48))
    untouched = state(folder)
    with during(), pytest.raises(CommandError, match="Neither key"):
        run("--change")
    assert state(folder) == untouched


def test_keys_that_exchanged_their_places_change_nothing(cast, before, folder) -> None:
    untouched = state(folder)
    with override_settings(MASTER_KEY=OLD, MASTER_KEY_OLD=NEW):
        assert "Nothing hangs on the former key" in run("--change")
    assert state(folder) == untouched
