"""Another master key in place: a power cut at any write leaves every key readable, and going on ends it."""

import os
import shutil
import uuid

import pytest

from accounts.domain import sealing
from accounts.domain.key_change import ChangeRunsError, Hanging, KeyChange, WrongKeyError
from accounts.domain.key_files import write_once
from accounts.domain.key_store import DESTROYED, FORMER, NEW_STORE, OLD_STORE, STORE, KeyDestroyedError, KeyStore

OLD, NEW, OTHER = bytes(range(32)), bytes(range(1, 33)), bytes(range(2, 34))
NOTHING = Hanging(0, 0, 0)


class PowerCutError(Exception):
    pass


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "keys"


@pytest.fixture
def keys(folder):
    """Keys of six people under the old master key; one of an old store, one destroyed."""
    store = KeyStore(folder, OLD)
    made = {person: store.make(person) for person in (uuid.uuid4() for _ in range(6))}
    aged = next(iter(made))
    path = folder / aged.hex[:2] / f"{aged.hex}.key"
    path.write_bytes(sealing.seal(sealing.derive(OLD, "wrap"), made[aged], aged.bytes))
    gone = made.popitem()[0]
    store.destroy(gone)
    return made


def run(folder) -> None:
    change = KeyChange(folder, NEW, OLD)
    with change.alone():
        change.begin()
        change.begin_index()
        change.finish_index()
        change.finish()


def files_of(folder) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_nothing_hangs_on_the_old_key_afterwards(folder, keys):
    shutil.copytree(folder, folder.with_name("backup"))
    os.link(folder / STORE, folder.with_name("twin"))
    index = KeyStore(folder, OLD).index_key
    assert KeyChange(folder, NEW, OLD).hanging() == Hanging(5, 2, 0)
    run(folder)
    assert KeyChange(folder, NEW, OLD).hanging() == NOTHING
    store = KeyStore(folder, NEW)
    assert {person: store.key(person) for person in keys} == keys
    assert store.index_key != index
    for person in keys:
        with pytest.raises(sealing.SealError):
            KeyStore(folder, OLD).key(person)
    before = (folder.with_name("backup") / STORE).read_bytes()
    assert folder.with_name("twin").read_bytes() != before  # the former secret was overwritten, where it lay
    assert not (folder / OLD_STORE).exists()
    after = files_of(folder)
    run(folder)
    assert {name: data for name, data in files_of(folder).items() if "index" not in name} == {
        name: data for name, data in after.items() if "index" not in name
    }


def test_a_power_cut_at_any_write_loses_no_key(folder, keys, monkeypatch):
    """Each round begins afresh and is cut one write later."""
    fresh = folder.with_name("fresh")
    shutil.copytree(folder, fresh)
    for last in range(1, 60):
        shutil.rmtree(folder)
        shutil.copytree(fresh, folder)
        done = 0

        def cut(handle, last=last):
            nonlocal done
            done += 1
            if done == last:
                raise PowerCutError

        monkeypatch.setattr(os, "fsync", cut)
        try:
            run(folder)
        except PowerCutError:
            finished = False
        else:
            finished = True
        monkeypatch.setattr(os, "fsync", lambda handle: None)
        store = KeyStore(folder, NEW, OLD)
        assert {person: store.key(person) for person in keys} == keys, last
        newcomer = uuid.uuid4()
        made = store.make(newcomer)
        assert KeyStore(folder, NEW, OLD).key(newcomer) == made
        run(folder)
        assert KeyChange(folder, NEW, OLD).hanging() == NOTHING, last
        store = KeyStore(folder, NEW)
        assert {person: store.key(person) for person in keys} == keys, last
        assert store.key(newcomer) == made
        if finished:
            break
    assert finished
    assert last > 15


def test_a_process_with_the_former_key_alone_says_so_and_loses_nothing(folder, keys):
    change, late, key = KeyChange(folder, NEW, OLD), uuid.uuid4(), sealing.new_key()
    process = KeyStore(folder, OLD)
    on_its_way = process._wrapped(process._wrapping().key, late, key)
    change.begin()
    write_once(process._path(late), on_its_way)
    for person in keys:
        with pytest.raises(sealing.SealError):  # never that the key was destroyed
            process.key(person)
    with pytest.raises(sealing.SealError):
        process.make(uuid.uuid4())
    change.finish()
    assert KeyStore(folder, NEW).key(late) == key


def test_wrong_keys_are_refused(folder, keys):
    before = files_of(folder)
    for new, old in ((NEW, OTHER), (OTHER, NEW)):
        with pytest.raises(WrongKeyError):
            KeyChange(folder, new, old).hanging()
    with pytest.raises(ValueError, match="same"):
        KeyChange(folder, OLD, OLD)
    assert files_of(folder) == before
    KeyChange(folder, NEW, OLD).begin()
    assert (folder / NEW_STORE).exists()
    with pytest.raises(WrongKeyError):  # a second change before the first is done
        KeyChange(folder, OTHER, OLD).hanging()


def test_two_changes_at_once_are_refused(folder, keys):
    with KeyChange(folder, NEW, OLD).alone(), pytest.raises(ChangeRunsError), KeyChange(folder, NEW, OLD).alone():
        pass


def test_destroying_everything_in_the_middle_of_a_change_ends_all_keys(folder, keys):
    change = KeyChange(folder, NEW, OLD)
    change.begin()
    shutil.copytree(folder, folder.with_name("backup"))
    (folder.with_name("backup") / DESTROYED).unlink()
    KeyStore(folder, NEW, OLD).destroy_all()
    shutil.copytree(folder.with_name("backup"), folder, dirs_exist_ok=True)  # the list of what is destroyed stays
    for person in keys:
        with pytest.raises(KeyDestroyedError):
            KeyStore(folder, NEW, OLD).key(person)


def test_of_the_former_keys_only_what_was_derived_is_kept_in_their_order(folder, keys):
    run(folder)
    change = KeyChange(folder, OTHER, NEW)
    assert change.line("codes") == [sealing.derive(one, "codes") for one in (OLD, NEW, OTHER)]
    change.begin()
    change.begin()
    change.begin_index()
    change.finish_index()
    change.finish()
    assert change.hanging() == NOTHING
    assert KeyStore(folder, OTHER).line("codes") == [sealing.derive(one, "codes") for one in (OLD, NEW, OTHER)]
    plain = sealing.unseal(sealing.derive(OTHER, "wrap"), (folder / FORMER).read_bytes(), FORMER.encode())
    assert OLD.hex().encode() not in plain
