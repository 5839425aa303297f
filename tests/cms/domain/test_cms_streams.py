"""Manuscript blocks as raw stream values and back."""

from cms.domain.streams import as_json, files_of, from_json, keys_in, to_blocks, to_streams
from tests.factories.cms import lesson_blocks, media_blocks

FILES = sorted(files_of(media_blocks("en")))
KEYS = {file: number for number, file in enumerate(FILES, 1)}
CODES = {(store, number): code for (store, code), number in KEYS.items()}


def test_blocks_come_back_the_same():
    for blocks in (lesson_blocks("tg"), media_blocks("tg")):
        streams = to_streams("M2.2.2", blocks, KEYS)
        assert to_blocks(streams.body, CODES) + to_blocks(streams.instructor) == blocks[1:]
        assert from_json(as_json(blocks)) == blocks


def test_stream_values_hold_keys_and_manuscripts_codes():
    body = to_streams("M2.2.2", media_blocks("tg"), KEYS).body
    assert body[0]["value"]["file"] == KEYS["picture", "page.png"]
    assert keys_in(body) == set(CODES)
    assert files_of(to_blocks(body, CODES)) == set(KEYS)


def test_a_file_that_is_gone_leaves_its_words():
    block = to_blocks(to_streams("M2.2.2", media_blocks("tg"), KEYS).body, {})[0]
    assert block.fields == {"alt": "A `UTO` page (tg)", "caption": "Caption (tg)"}
