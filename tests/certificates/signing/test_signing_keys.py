"""Keys: made for development in a moment, registered for ever, rotated without harm, refused in production."""

import base64
import dataclasses
import datetime
import os
import stat
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, pkcs12
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.enums import Act
from accounts.models import AuditEntry
from certificates.checks_of_keys import development_keys, keys_are_named
from certificates.enums import KeyPurpose, KeyState
from certificates.models import IssuerKey
from certificates.models.certificates import FrozenError
from certificates.pdf.samples import sample_paper
from certificates.pdf.specimens import specimen
from certificates.selectors.issuer_keys import did_document, key_set, read_seal, trusted
from certificates.services.issuer_keys import UnregisteredError, register_keys, signing_keys, withdraw_key
from certificates.signing import development, pades, seal
from certificates.signing.development import make_development_ca, new_development_keys, password_of
from certificates.signing.keys import DevelopmentKeysError, KeysError, crl_ends, load_key
from certificates.signing.pades import sign_pdf
from certificates.signing.verify import Finding, judge
from tests.factories.signing import claims, unsigned_paper
from tests.factories.signing import trusted as of_the_factory

ROOT = Path(__file__).resolve().parents[3]
NOW = datetime.datetime(2026, 12, 1, 8, 0, tzinfo=datetime.UTC)


@pytest.fixture
def folder(settings, tmp_path):
    settings.SIGNING_DIR = tmp_path / "signing"
    return make_development_ca(settings.SIGNING_DIR)


@pytest.fixture
def production(settings, tmp_path, monkeypatch):
    """Settings of production, with keys of a real authority (of this test)."""
    monkeypatch.setattr(development, "MARK", "Border service")
    made = make_development_ca(tmp_path / "real")
    settings.SIGNING_DEVELOPMENT_ALLOWED = False
    settings.SIGNING_P12, settings.SIGNING_P12_PASSWORD = str(made / "document.p12"), password_of(made)
    settings.SIGNING_CRLS = [str(made / "root.crl")]
    return made


def test_the_development_ca_is_made_once_for_its_owner_only(folder) -> None:
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert set(before) == {"root.p12", "root.crl", "password", "document.p12", "seal.p12", "credential.p12"}
    assert make_development_ca(folder) == folder
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in folder.iterdir())
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert [path for path in folder.parent.iterdir() if path != folder] == []


def test_each_purpose_has_a_key_of_its_own(folder) -> None:
    keys = [load_key(purpose) for purpose in KeyPurpose]
    assert len({key.kid for key in keys}) == 3
    assert all(key.development and len(key.chain) == 2 and crl_ends(key) for key in keys)


def test_development_keys_are_registered_when_they_first_sign(db, folder) -> None:
    keys = signing_keys(at=NOW)
    assert IssuerKey.objects.count() == 3
    assert signing_keys(at=NOW) == keys
    assert AuditEntry.objects.filter(act=Act.SIGNING_KEY_CHANGED).count() == 3


def test_rotation_makes_nothing_invalid(db, folder) -> None:
    old = signing_keys(at=NOW)
    pdf = sign_pdf(unsigned_paper(), old[KeyPurpose.DOCUMENT])
    sealed = seal.make_seal(claims(), old[KeyPurpose.SEAL])
    new_development_keys(folder, at=timezone.now())
    new = signing_keys(at=NOW + datetime.timedelta(days=1))
    assert {key.kid for key in old.values()}.isdisjoint(key.kid for key in new.values())
    assert IssuerKey.objects.filter(state=KeyState.RETIRED).count() == 3
    assert judge(pdf, _with_factory_keys(trusted())).genuine
    assert read_seal(sealed) == claims()
    assert {row["kid"] for row in key_set()["keys"]} == {key.kid for key in [*old.values(), *new.values()]}
    assert len(did_document()["verificationMethod"]) == 2


def _with_factory_keys(found):
    """The paper of the factory carries a credential signed by the key of this process."""
    return dataclasses.replace(found, credential_keys={**found.credential_keys, **of_the_factory().credential_keys})


def test_a_stolen_key_is_believed_only_for_what_is_older(db, folder) -> None:
    keys = signing_keys(at=NOW)
    pdf = sign_pdf(unsigned_paper(), keys[KeyPurpose.DOCUMENT])
    old, new = (seal.make_seal(claims(issued=month), keys[KeyPurpose.SEAL]) for month in (202610, 202612))
    for purpose in KeyPurpose:
        withdraw_key(kid=keys[purpose].kid, since=datetime.datetime(2026, 11, 1, tzinfo=datetime.UTC), reason="stolen",
                     by=None)  # fmt: skip
    assert judge(pdf, _with_factory_keys(trusted())).finding == Finding.WITHDRAWN
    assert read_seal(old).issued == 202610
    with pytest.raises(seal.SealError):
        read_seal(new)
    assert did_document()["verificationMethod"] == []
    with pytest.raises(KeysError):
        register_keys(by=None, at=NOW)


def test_a_registered_key_stays(db, folder) -> None:
    signing_keys(at=NOW)
    row = IssuerKey.objects.filter(purpose=KeyPurpose.SEAL).get()
    with pytest.raises(FrozenError):
        row.delete()
    with pytest.raises(FrozenError):
        IssuerKey.objects.all().delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        IssuerKey.objects.create(kid="other", purpose=KeyPurpose.SEAL, jwk={}, state=KeyState.ACTIVE)


def test_production_signs_with_registered_keys_only(db, production) -> None:
    with pytest.raises(UnregisteredError):
        signing_keys(at=NOW)
    call_command("signing_keys", "register", verbosity=0)
    keys = signing_keys(at=NOW)
    assert len({key.kid for key in keys.values()}) == 1  # one file serves the three purposes unless others are named
    assert not keys[KeyPurpose.SEAL].development
    assert IssuerKey.objects.count() == 3
    assert not run_checks(tags=["security"]) or not [m for m in run_checks() if m.id.startswith("certificates.")]


def test_production_refuses_the_development_ca(settings, folder) -> None:
    settings.SIGNING_DEVELOPMENT_ALLOWED = False
    settings.SIGNING_P12, settings.SIGNING_P12_PASSWORD = str(folder / "document.p12"), password_of(folder)
    with pytest.raises(DevelopmentKeysError):
        load_key(KeyPurpose.DOCUMENT)
    assert [message.id for message in development_keys(None)] == ["certificates.E001"]


def test_production_without_keys_signs_nothing(settings) -> None:
    settings.SIGNING_DEVELOPMENT_ALLOWED, settings.SIGNING_P12 = False, ""
    with pytest.raises(KeysError, match="SIGNING_P12"):
        load_key(KeyPurpose.SEAL)
    assert [message.id for message in keys_are_named(None)] == ["certificates.W001"]
    assert development_keys(None) == []


def test_what_is_wrong_with_a_key_file_is_said(settings, production, tmp_path) -> None:
    def refused(words: str) -> None:
        with pytest.raises(KeysError, match=words):
            load_key(KeyPurpose.DOCUMENT)

    good = settings.SIGNING_P12
    settings.SIGNING_P12 = str(tmp_path / "nothing.p12")
    refused("does not exist")
    settings.SIGNING_P12, settings.SIGNING_P12_PASSWORD = good, "wrong"
    refused("password")
    for name, private in (
        ("rsa", rsa.generate_private_key(65537, 2048)),
        ("p384", ec.generate_private_key(ec.SECP384R1())),
    ):
        path = tmp_path / f"{name}.p12"
        path.write_bytes(pkcs12.serialize_key_and_certificates(b"x", private, None, None, NoEncryption()))
        settings.SIGNING_P12, settings.SIGNING_P12_PASSWORD = str(path), ""
        refused("P-256")
    path.write_bytes(pkcs12.serialize_key_and_certificates(
        b"x", ec.generate_private_key(ec.SECP256R1()), None, None, NoEncryption()))  # fmt: skip
    refused("certificate")


def test_a_token_without_its_library_is_said_clearly(settings, production, tmp_path) -> None:
    key = load_key(KeyPurpose.DOCUMENT)
    chain = tmp_path / "chain.pem"
    chain.write_bytes(b"".join(one.public_bytes(Encoding.PEM) for one in key.chain))
    settings.SIGNING_PKCS11 = {
        "module": "/nowhere.so", "token": "omuzgoh", "label": "documents", "pin": "1", "certificates": str(chain),
    }  # fmt: skip
    key = load_key(KeyPurpose.DOCUMENT)
    assert key.private is None
    with pytest.raises(pades.TokenMissingError):
        sign_pdf(unsigned_paper(), key)


@pytest.fixture(scope="module")
def ceremony(tmp_path_factory):
    """What deploy/ceremony makes on the machine without a network, with passwords from files."""
    folder = tmp_path_factory.mktemp("ceremony")
    (folder / "root-password").write_text("half one, half two\n")
    (folder / "p12-password").write_text("третий конверт\n", encoding="utf-8")

    def act(*words: str) -> None:
        said = {"ROOT_PASSWORD_FILE": folder / "root-password", "P12_PASSWORD_FILE": folder / "p12-password"}
        environment = {"PATH": "/usr/bin:/bin", **{name: str(path) for name, path in said.items()}}
        command = [str(ROOT / "deploy" / "ceremony"), words[0], str(folder / "root"), *words[1:]]
        subprocess.run(command, env=environment, check=True, capture_output=True)

    act("root", "Хизмати сарҳадӣ")
    for purpose in KeyPurpose:
        act("key", purpose.value)
    return folder / "root" / "out", act


def use(settings, out: Path) -> None:
    settings.SIGNING_DEVELOPMENT_ALLOWED = False
    for name, purpose in (("SIGNING_P12", "document"), ("SEAL_P12", "seal"), ("CREDENTIAL_P12", "credential")):
        setattr(settings, name, str(next(out.glob(f"{purpose}-*.p12"))))
    settings.SIGNING_P12_PASSWORD = "третий конверт"
    settings.SIGNING_CRLS = [str(out / "root.crl")]


def test_keys_of_the_ceremony_sign(db, settings, ceremony) -> None:
    use(settings, ceremony[0])
    register_keys(by=None, at=NOW)
    keys = signing_keys(at=NOW)
    assert not any(key.development for key in keys.values())
    assert len({key.kid for key in keys.values()}) == 3
    pdf = sign_pdf(unsigned_paper(), keys[KeyPurpose.DOCUMENT])
    assert judge(pdf, _with_factory_keys(trusted())).genuine
    call_command("signing_keys", "list", verbosity=0)
    with pytest.raises(DevelopmentKeysError):
        specimen(sample_paper(languages=("tg", "ru")))


def test_a_key_that_was_revoked_does_not_sign(settings, ceremony) -> None:
    out, act = ceremony
    use(settings, out)
    load_key(KeyPurpose.DOCUMENT)
    act("revoke", next(out.glob("document-*.p12")).stem)
    os.utime(out / "root.crl", ns=(1, 1))
    with pytest.raises(KeysError, match="revoked"):
        load_key(KeyPurpose.DOCUMENT)


def test_the_commands(db, folder, capsys) -> None:
    call_command("signing_keys", "make-development")
    call_command("signing_keys", "make-development")
    call_command("signing_keys", "rotate-development")
    call_command("signing_keys", "list")
    said = capsys.readouterr().out
    assert said.count("retired") == 3
    assert said.count("configured for") == 3
    kid = IssuerKey.objects.filter(state=KeyState.RETIRED).first().kid
    call_command("signing_keys", "withdraw", kid, "--since", "2026-11-22T08:00+05:00", "--reason", "a lost disk")
    assert IssuerKey.objects.filter(state=KeyState.COMPROMISED).count() == 1
    for wrong in (["nobody", "--since", "2026-11-22T08:00+05:00"], [kid, "--since", "yesterday"]):
        with pytest.raises(CommandError):
            call_command("signing_keys", "withdraw", *wrong, "--reason", "x")


def test_the_key_set_is_complete(db, folder) -> None:
    signing_keys(at=NOW)
    for one in key_set()["keys"]:
        assert {"kty", "crv", "x", "y", "kid", "alg", "use", "purpose", "state", "from", "short"} <= set(one)
        assert "d" not in one
        if one["purpose"] == "document":
            assert base64.b64decode(one["x5c"][0])[:1] == b"0"
