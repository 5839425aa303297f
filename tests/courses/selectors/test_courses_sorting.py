"""Lists that are sorted by words stand in the order of the alphabet, whatever the database thinks."""

from tests.samples.sorted_words import wrong_lists


def test_every_list_of_words_stands_in_the_order_of_its_alphabet(cast):
    assert wrong_lists(cast) == []
