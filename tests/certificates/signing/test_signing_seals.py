"""The seal: small, exact, without a name, and comparable with a typed one; the vectors hold it for other readers."""

import dataclasses
import datetime
import json
from pathlib import Path

import cbor2
import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st

from certificates.domain.checking import name_matches
from certificates.enums import KeyPurpose
from certificates.signing import seal as seals
from certificates.signing.keys import public_key, short_kid
from certificates.signing.seal import SealError, from_letters, in_letters, make_seal, open_seal
from tests.factories.signing import CODE, NAMES, SITE, claims, key

VECTORS = Path(__file__).with_name("seal_vectors.json")
TYPED = (
    *("Каримзода Далер Саид", "далер каримзода", "Каримзода Далер", "KARIMZODA DALER", "daler karimzoda"),
    *("دلیر کریم‌زاده فرزند سعید", "دلير كريم زاده", "کریم‌زاده دلیر"),
    *("Далер", "Каримзода", "Каримзода Далер Саидович", "Каримова Дилором", "", "   ", "دلیر", "Каримзода  Далер  "),
)


def keys():
    one = key(KeyPurpose.SEAL)
    return {short_kid(one.kid): one.public}


def sealed(**changes) -> bytes:
    return make_seal(claims(**changes), key(KeyPurpose.SEAL))


@pytest.mark.parametrize(
    "changes", [{}, {"valid_until": None}, {"salt": b"", "commitments": ()}, {"kind": 3}, {"status_index": 131071}]
)
def test_what_was_sealed_is_read(changes) -> None:
    assert open_seal(sealed(**changes), keys()) == claims(**changes)
    assert from_letters(in_letters(sealed(**changes)).lower()) is not None
    assert seals.code_in(sealed(**changes)) == CODE


def test_the_code_in_the_paper_is_small_enough() -> None:
    address = seals.address("https://omuzgoh.example.tj", sealed(kind=1))
    code = segno.make(address, error="m", micro=False, mask=3)
    assert code.version <= 14
    assert code.mode == "alphanumeric"
    assert seals.from_letters(address.rpartition("/")[2]) is not None


@pytest.mark.parametrize("typed", TYPED)
def test_a_typed_name_matches_off_line_as_it_does_on_line(typed: str) -> None:
    assert open_seal(sealed(), keys()).matches(typed) == name_matches(NAMES, typed)


@given(st.text(max_size=60))
def test_no_text_matches_on_one_side_only(typed: str) -> None:
    assert claims().matches(typed) == name_matches(NAMES, typed)


def test_nothing_of_the_name_is_in_the_seal() -> None:
    data = sealed()
    for name in NAMES.values():
        for part in filter(None, name):
            assert part.encode() not in data
            assert part.casefold().encode() not in data


def test_two_papers_of_one_person_tell_nothing_of_each_other() -> None:
    first, second = (seals.commitments(seals.new_salt(), NAMES) for _ in range(2))
    assert not set(first) & set(second)


def test_a_withheld_name_is_neither_right_nor_wrong() -> None:
    assert open_seal(sealed(salt=b"", commitments=()), keys()).matches("Каримзода Далер") is None


def test_every_bit_counts() -> None:
    data = sealed()
    for place in range(len(data) * 8):
        changed = bytearray(data)
        changed[place // 8] ^= 0x80 >> (place % 8)
        with pytest.raises(SealError):
            open_seal(bytes(changed), keys())


@pytest.mark.parametrize(
    "data",
    [b"", b"\xd2", b"\xd2\x84", b"\x9f" * 500, b"\x81" * 599, b"\x5b" + b"\xff" * 8, b"\xd8\x23\x61a", b"x" * 700],
)
def test_what_is_no_seal_is_refused(data: bytes) -> None:
    with pytest.raises(SealError):
        open_seal(data, keys())


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reader(data: bytes) -> None:
    with pytest.raises(SealError):
        open_seal(data, keys())
    with pytest.raises(SealError):
        open_seal(b"\xd2" + data, keys())


def test_another_writing_of_the_same_seal_is_refused() -> None:
    """Not canonical, or with more behind it: the same seal must not have two forms."""
    tag = cbor2.loads(sealed())
    protected, header, payload, signature = tag.value
    longer = b"\xd2\x84" + b"\x58\x0d" + protected + b"\xa0" + cbor2.dumps(payload) + cbor2.dumps(signature)
    for data in (sealed() + b"\x00", longer, cbor2.dumps(cbor2.CBORTag(18, [protected, {1: 1}, payload, signature]))):
        with pytest.raises(SealError):
            open_seal(data, keys())
    assert header == {}


def test_another_key_is_unknown() -> None:
    with pytest.raises(SealError):
        open_seal(sealed(), {b"12345678": key(KeyPurpose.SEAL).public})
    with pytest.raises(SealError):
        open_seal(sealed(), {next(iter(keys())): key(KeyPurpose.DOCUMENT).public})


@pytest.mark.parametrize("text", ["", "1", "0" * 40, "A" * 2000, "ÄÖ", "A=B"])
def test_letters_that_are_no_seal(text: str) -> None:
    with pytest.raises(SealError):
        from_letters(text)


def test_the_vectors_hold() -> None:
    """Made once by this program: another reader (JavaScript in a page) and a later version must agree with them."""
    vectors = json.loads(VECTORS.read_text(encoding="utf-8"))
    public = {bytes.fromhex(vectors["short_kid"]): public_key(vectors["jwk"])}
    assert short_kid(vectors["jwk"]["kid"]).hex() == vectors["short_kid"]
    for vector in vectors["seals"]:
        said = open_seal(from_letters(vector["letters"]), public)
        found = dataclasses.asdict(said)
        found["salt"], found["commitments"] = said.salt.hex(), [one.hex() for one in said.commitments]
        found["valid_until"] = said.valid_until.isoformat() if said.valid_until else None
        assert found == vector["claims"]
        for typed, matches in vector["names"].items():
            assert said.matches(typed) is matches, typed
    for letters in vectors["refused"]:
        with pytest.raises(SealError):
            open_seal(from_letters(letters), public)


def write_vectors() -> None:
    """Write the vectors anew: only when the format gets a new number. Keys of development sign them."""

    def vector(**changes) -> dict:
        said = claims(**changes)
        found = dataclasses.asdict(said)
        found["salt"], found["commitments"] = said.salt.hex(), [one.hex() for one in said.commitments]
        found["valid_until"] = said.valid_until.isoformat() if said.valid_until else None
        names = {typed: said.matches(typed) for typed in TYPED}
        return {"letters": in_letters(sealed(**changes)), "claims": found, "names": names}

    one, good = key(KeyPurpose.SEAL), sealed()
    afghan = {"arab": ("", "زهرا", "غلام علی"), "latn": ("", "ZAHRA", "")}
    salt = bytes(range(100, 108))
    broken = bytearray(good)
    broken[90] ^= 1
    vectors = {
        "address": seals.address(SITE, good),
        "jwk": one.jwk,
        "short_kid": short_kid(one.kid).hex(),
        "seals": [
            vector(),
            vector(valid_until=None, kind=2, issued=202701),
            vector(salt=b"", commitments=(), kind=3),
            vector(salt=salt, commitments=seals.commitments(salt, afghan), valid_until=datetime.date(2030, 2, 28)),
        ],
        "refused": [in_letters(bytes(broken)), in_letters(good + b"\x00"), in_letters(good[:-1])],
    }
    VECTORS.write_text(json.dumps(vectors, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
