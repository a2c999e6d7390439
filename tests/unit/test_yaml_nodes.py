"""Options as YAML: the quick way for simple lines gives what the YAML parser gives."""

from __future__ import annotations

import pytest
from handbook import yaml_nodes
from handbook.model import Place
from hypothesis import given, settings
from hypothesis import strategies as st

LOCATE = yaml_nodes.locate_from("x.md", 10, 5)
LETTERS = "aZ0一龘-.:#,[]{}'\" \t&*!|>%@`?~_/\\“，\n"
LINES = st.builds(
    lambda name, rest: f"{name}: {rest}",
    st.sampled_from(["id", "quote", "source", "method"]),
    st.text(LETTERS, max_size=12)
    | st.lists(st.text("aZ0一龘:#'-. ", min_size=1, max_size=4), min_size=1, max_size=4).map(
        lambda words: f"[{', '.join(words)}]"
    ),
)


@pytest.mark.parametrize(
    "text",
    [
        "id: JC001\nsource: YW023\nquote: 真正学懂弄通做实\nmethod: [调阅资料, 个别谈话]\n",
        "quote: '一,二'\n",
        "quote: ''\n",
        "date: 2024-01-31\n",
        "flag: yes\nnumber: 0123\n",
    ],
)
def test_simple_lines_need_no_parser(text: str) -> None:
    simple = yaml_nodes._simple_options(text, LOCATE)

    assert simple is not None
    assert (simple, None) == yaml_nodes._yaml_options(text, LOCATE)


@pytest.mark.parametrize(
    "text",
    ["id:\n", "a: b: c\n", "a: b #c\n", "a: 'it''s'\n", "a: [b\n", "a: {b: c}\n", "- a\n", ""],
)
def test_anything_else_goes_to_the_parser(text: str) -> None:
    assert yaml_nodes._simple_options(text, LOCATE) is None


@given(st.lists(LINES, min_size=1, max_size=4).map("\n".join))
@settings(max_examples=400, deadline=None)
def test_the_quick_way_never_says_anything_else_than_the_parser(text: str) -> None:
    simple = yaml_nodes._simple_options(text, LOCATE)

    if simple is not None:
        assert (simple, None) == yaml_nodes._yaml_options(text, LOCATE)


def test_places() -> None:
    options, _ = yaml_nodes.read_options("id: JC001\nmethod: [看, 问答]\n", LOCATE)

    assert [(o.place, [v.place for v in o.values]) for o in options] == [
        (Place("x.md", 10, 5), [Place("x.md", 10, 9)]),
        (Place("x.md", 11, 5), [Place("x.md", 11, 14), Place("x.md", 11, 17)]),
    ]
