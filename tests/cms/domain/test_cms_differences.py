"""What changed between two versions, in words."""

from hypothesis import given
from hypothesis import strategies as st

from cms.domain.differences import compare, compare_lines
from courses.selectors.manuscripts import Block


def text(key="a", *body, kind="text"):
    return Block(kind, key, {"title": f"Title {key}", "body": body or ("One line of text.",)})


def states(old, new):
    return [(change.key, change.state) for change in compare(old, new)]


def test_one_changed_word_is_marked_alone():
    (change,) = compare(
        [text("a", "Hold the document up to the light")], [text("a", "Hold the passport up to the light")]
    )
    assert change.state == "changed"
    (field,) = change.shown
    assert field.name == "body"
    assert [(piece.kind, piece.text) for piece in field.lines[0]] == [
        ("same", "Hold the"),
        ("gone", "document"),
        ("new", "passport"),
        ("same", "up to the light"),
    ]


def test_blocks_come_go_and_move():
    assert states([text("a"), text("b")], [text("a"), text("c"), text("b")]) == [
        ("a", "same"),
        ("c", "new"),
        ("b", "same"),
    ]
    assert states([text("a"), text("b"), text("c")], [text("a"), text("c")]) == [
        ("a", "same"),
        ("b", "gone"),
        ("c", "same"),
    ]
    assert ("a", "moved") in states([text("a"), text("b"), text("c")], [text("b"), text("c"), text("a")])


def test_a_paragraph_put_in_between_leaves_the_others():
    lines = compare_lines(["First.", "Last."], ["First.", "Something quite different.", "Last."])
    assert [[piece.kind for piece in line] for line in lines] == [["same"], ["new"], ["same"]]


def test_a_rewritten_paragraph_stands_whole():
    lines = compare_lines(["Never work alone at night."], ["گذرنامه را بررسی کنید."])
    assert [[piece.kind for piece in line] for line in lines] == [["gone", "new"]]
    lines = compare_lines(["Never work alone.", "Old rule."], ["گذرنامه را بررسی کنید.", "New law here."])
    assert [line[0].kind for line in lines] == ["gone", "gone", "new", "new"]


def test_cells_of_a_table_are_compared():
    old = Block("table", "t", {"rows": (("A", "10"), ("B", "11"))})
    new = Block("table", "t", {"rows": (("A", "10"), ("B", "12"))})
    (change,) = compare([old], [new])
    assert [piece.text for line in change.shown[0].lines for piece in line if piece.kind == "new"] == ["12"]


LINES = st.lists(st.text(alphabet="ab ", min_size=1, max_size=8).filter(str.strip), max_size=5)


@given(LINES, LINES)
def test_both_versions_can_be_read_back(old, new):
    lines = compare_lines(old, new)

    def read(kinds):
        words = [" ".join(piece.text for piece in line if piece.kind in kinds).split() for line in lines]
        return [line for line in words if line]

    assert read({"same", "new"}) == [line.split() for line in new]
    assert read({"same", "gone"}) == [line.split() for line in old]
