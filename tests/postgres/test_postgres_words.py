"""Search and order give the same on PostgreSQL as on SQLite."""

import pytest

from tests.samples import search_queries
from tests.samples.sorted_words import wrong_lists

pytestmark = pytest.mark.postgres


def test_every_query_of_the_table_finds_what_it_should(cast):
    search_queries.load()
    assert search_queries.misses(cast.editor) == []


def test_every_list_of_words_stands_in_the_order_of_its_alphabet(cast):
    assert wrong_lists(cast) == []
