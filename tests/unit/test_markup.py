"""Which parts of Markdown are text, and what a reader sees of it."""

from __future__ import annotations

import pytest
from handbook.markup import mask_blocks, mask_inline, plain_text


@pytest.mark.parametrize(
    ("text", "visible"),
    [
        ("看 [BZ001]。", "看 [BZ001]。"),
        ("看 `[BZ001]`。", "看          。"),
        ("看 ``a`[BZ001]``。", "看 " + " " * 13 + "。"),
        (r"看 \[BZ001]。", "看   BZ001]。"),
        ("看 <!-- [BZ001] --> 后", "看 " + " " * 16 + " 后"),
        ("<!-- 没有结束\n[BZ001]", "<!-- 没有结束\n[BZ001]"),
        ("```\n[BZ001]\n```\n[A]", "   \n       \n   \n[A]"),
        ("~~~ md\n/// x\n~~~\n后", "      \n     \n   \n后"),
        ("````\n```\n[A]\n```\n````\n[B]", "    \n   \n   \n   \n    \n[B]"),
        ("```\n没有结束 [A]", "```\n没有结束 [A]"),
        ("一个 ` 反引号 [A]", "一个 ` 反引号 [A]"),
        ("一个 ` 段落\n\n另一个 ` 段落 [A]", "一个 ` 段落\n\n另一个 ` 段落 [A]"),
    ],
)
def test_hidden_text_is_blanked_out_in_place(text: str, visible: str) -> None:
    assert mask_inline(mask_blocks(text)) == visible
    assert len(visible) == len(text)


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("一段\n文字", "一段文字"),
        ("an English\nline", "an English line"),
        ("见 [BZ001]。", "见 BZ001 登记。"),
        ("见[这一步][BZ001]和[页面](x.md#y)。", "见这一步和页面。"),
        ("**着重**、*强调*和`代码`", "着重、强调和代码"),
        ("## 标题 { #ZT01 }\n\n- 一\n- 二", "标题一二"),
        ("<!-- 不看 -->看", "看"),
        ("没有的 [XX]", "没有的 XX"),
        (r"\*不是\*、\`代码\`、\[BZ001\]、\{ #x }、\\\*", r"*不是*、`代码`、[BZ001]、{ #x }、\*"),
        (r"\<!-- 看 -->", "<!-- 看 -->"),
    ],
)
def test_plain_text(markdown: str, text: str) -> None:
    titles = {"BZ001": "BZ001 登记"}
    assert plain_text(markdown, titles.get) == text
