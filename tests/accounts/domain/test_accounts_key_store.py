"""Keys of names: made once, destroyed for ever, all of them by two files."""

import os
import shutil
import uuid

import pytest

from accounts.domain import sealing
from accounts.domain.key_store import DESTROYED, INDEX, STORE, KeyDestroyedError, KeyStore

MASTER = bytes(range(32))


@pytest.fixture
def store(tmp_path):
    return KeyStore(tmp_path / "keys", MASTER)


def test_a_key_is_made_once_and_read_again_by_another_process(store, tmp_path):
    person = uuid.uuid4()
    key = store.make(person)
    assert store.make(person) == key == KeyStore(tmp_path / "keys", MASTER).key(person)
    with pytest.raises(sealing.SealError):
        KeyStore(tmp_path / "keys", bytes(32)).key(person)


def test_a_destroyed_key_is_overwritten_and_never_made_again(store, tmp_path):
    person, other = uuid.uuid4(), uuid.uuid4()
    store.make(person)
    kept = store.make(other)
    path = tmp_path / "keys" / person.hex[:2] / f"{person.hex}.key"
    twin = tmp_path / "twin"
    os.link(path, twin)  # the same bytes on the disk, under a name that is not removed
    before = twin.read_bytes()
    store.destroy(person)
    assert not path.exists()
    assert twin.read_bytes() != before
    for _ in range(2):
        with pytest.raises(KeyDestroyedError):
            store.key(person)
        with pytest.raises(KeyDestroyedError):
            store.make(person)
        store.destroy(person)
    assert store.key(other) == kept


def test_an_old_copy_of_the_folder_brings_nobody_back(store, tmp_path):
    person, other = uuid.uuid4(), uuid.uuid4()
    store.make(person)
    kept = store.make(other)
    shutil.copytree(tmp_path / "keys", tmp_path / "backup")
    store.destroy(person)
    (tmp_path / "backup" / DESTROYED).unlink(missing_ok=True)
    shutil.copytree(tmp_path / "backup", tmp_path / "keys", dirs_exist_ok=True)  # the list of what is destroyed stays
    with pytest.raises(KeyDestroyedError):
        store.key(person)
    assert store.sweep() == 1
    assert not store.holds(person)
    assert store.key(other) == kept
    shutil.rmtree(tmp_path / "keys")
    shutil.copytree(tmp_path / "backup", tmp_path / "keys")  # the whole folder, its list too: the database remembers
    assert store.sweep([person]) == 1
    with pytest.raises(KeyDestroyedError):
        store.key(person)


def test_all_keys_go_with_two_files(store, tmp_path):
    people = [uuid.uuid4() for _ in range(20)]
    for person in people:
        store.make(person)
    index = store.index_key
    shutil.copytree(tmp_path / "keys", tmp_path / "backup")
    (tmp_path / "keys" / STORE).unlink()  # as if the power was cut right after the first file
    with pytest.raises(KeyDestroyedError):
        store.key(people[0])
    shutil.copy(tmp_path / "backup" / STORE, tmp_path / "keys" / STORE)
    assert store.destroy_all() == len(people)
    assert not list((tmp_path / "keys").glob("??/*"))
    assert store.index_key != index
    shutil.copytree(tmp_path / "backup", tmp_path / "keys", dirs_exist_ok=True)
    for person in people:
        with pytest.raises(KeyDestroyedError):
            store.key(person)
    newcomer = uuid.uuid4()
    assert store.make(newcomer) == store.key(newcomer)
    assert store.sweep() == len(people)


def test_a_secret_that_was_removed_by_hand_ends_all_keys_and_new_ones_can_be_made(store, tmp_path):
    person, newcomer = uuid.uuid4(), uuid.uuid4()
    store.make(person)
    (tmp_path / "keys" / STORE).unlink()
    assert store.make(newcomer) == store.key(newcomer)
    with pytest.raises(KeyDestroyedError):
        store.key(person)


def test_another_process_sees_at_once_that_a_key_is_gone(store, tmp_path):
    person = uuid.uuid4()
    other_process = KeyStore(tmp_path / "keys", MASTER)
    store.make(person)
    other_process.key(person)
    store.destroy_all()
    with pytest.raises(KeyDestroyedError):
        other_process.key(person)


def test_a_store_from_before_is_read_and_wrapped_anew(tmp_path):
    person, folder = uuid.uuid4(), tmp_path / "keys"
    key = sealing.new_key()
    path = folder / person.hex[:2] / f"{person.hex}.key"
    path.parent.mkdir(parents=True)
    path.write_bytes(sealing.seal(sealing.derive(MASTER, "wrap"), key, person.bytes))
    store = KeyStore(folder, MASTER)
    store.make(uuid.uuid4())
    assert store.index_key == sealing.derive(MASTER, "index")
    assert store.key(person) == key
    assert path.read_bytes().startswith(b"\x02")
    assert store.key(person) == key


def test_the_key_of_the_index_changes_in_two_steps(store, tmp_path):
    first = store.index_key
    new = store.begin_index()
    assert store.begin_index() == new != first
    assert store.index_key == first
    assert store.index_is_changing()
    store.finish_index()
    store.finish_index()
    assert store.index_key == new
    assert not store.index_is_changing()
    assert (tmp_path / "keys" / INDEX).exists()
