"""Two wordings of a text, word by word."""

from __future__ import annotations

import itertools

import pytest
from handbook.changed_words import Fate, Piece, changed_words
from hypothesis import given
from hypothesis import strategies as st

_MARKS = {Fate.KEPT: "{}", Fate.REMOVED: "[-{}]", Fate.ADDED: "[+{}]"}


def told(old: str, new: str) -> str:
    return "".join(_MARKS[piece.fate].format(piece.text) for piece in changed_words(old, new))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("", "", ""),
        ("进门登记。", "进门登记。", "进门登记。"),
        ("", "进门登记。", "[+进门登记。]"),
        ("进门登记。", "", "[-进门登记。]"),
        # phrases, not characters
        (
            "可查阅学习的计划、记录和发言材料，看有没有联系。",
            "可查阅学习的记录和发言材料，看有没有关系。",
            "可查阅学习的[-计划、]记录和发言材料，看有没有[-联系][+关系]。",
        ),
        ("不准跑风漏气，泄露工作情况", "不准泄露工作情况", "不准[-跑风漏气，]泄露工作情况"),
        # ids, dates and numbers stay whole
        (
            "另见 BZ004 和 BZ002，共 2.5 米。",
            "另见 BZ005 和 BZ002，共 2.8 米。",
            "另见 [-BZ004][+BZ005] 和 BZ002，共 [-2.5][+2.8] 米。",
        ),
        # a character or two in common between two changes are chance
        ("先看登记簿的封面，再问保管员。", "先看旧台账的照片，再问保管员。",
         "先看[-登记簿的封面][+旧台账的照片]，再问保管员。"),
        # and where next to nothing stays the whole is another
        ("是否出门锁门", "看登记簿写没写明", "[-是否出门锁门][+看登记簿写没写明]"),
        ("一行\n二行", "一行\n二行\n三行", "一行\n二行[+\n三行]"),
        ("写<b>的", "写<i>的门牌号码", "[-写<b>的][+写<i>的门牌号码]"),
    ],
)  # fmt: skip
def test_what_was_taken_out_and_put_in(old: str, new: str, expected: str) -> None:
    assert told(old, new) == expected


_words = st.lists(
    st.sampled_from(
        ["登记", "锁门", "的", "，", "。", "BZ01", " ", "\n", "2.5", "é", "😀", "检查"]
    ),
    max_size=30,
).map("".join)


@given(st.one_of(_words, st.text()), st.one_of(_words, st.text()))
def test_the_pieces_give_both_texts_back(old: str, new: str) -> None:
    pieces = changed_words(old, new)

    assert "".join(p.text for p in pieces if p.fate is not Fate.ADDED) == old
    assert "".join(p.text for p in pieces if p.fate is not Fate.REMOVED) == new
    assert all(piece.text for piece in pieces)
    # No two neighbours share a fate, and of a change what is gone comes first.
    fates = [piece.fate for piece in pieces]
    assert all(a is not b for a, b in itertools.pairwise(fates))
    assert (Fate.ADDED, Fate.REMOVED) not in itertools.pairwise(fates)


@given(_words)
def test_a_text_that_did_not_change_is_one_piece(text: str) -> None:
    assert changed_words(text, text) == ((Piece(Fate.KEPT, text),) if text else ())
