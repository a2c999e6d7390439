"""What readers get right after an import: the text, and none of its proposals."""

from __future__ import annotations

from pathlib import Path

from handbook.editing.commands import import_text
from handbook.importing.text_import import ImportRequest

from tests.imported_texts import NOTICE
from tests.mkdocs_project import mkdocs_build, write_mkdocs_project

RULES = "import:\n  proposals:\n    - {form: question, kind: step, words: [是否]}\n"


def test_a_handbook_is_built_right_after_an_import(tmp_path: Path) -> None:
    root = write_mkdocs_project(tmp_path / "手册")
    settings = root / "handbook.yml"
    settings.write_text(settings.read_text(encoding="utf-8") + RULES, encoding="utf-8")
    text = tmp_path / "notice.md"
    text.write_text(NOTICE, encoding="utf-8")

    import_text(root, str(text), ImportRequest())
    result = mkdocs_build(root)

    assert result.returncode == 0, result.stderr
    site = root / "site"
    page = (site / "source" / "notice.html").read_text(encoding="utf-8")
    assert "消防器材是否配齐，是否在有效期内。" in page
    assert "不单列条目：导入时没有归入条目，待编者核对" in page
    assert not (site / "drafts").exists()
    trace = (site / "trace" / "sentences.html").read_text(encoding="utf-8")
    assert trace.count("<td>草稿中</td>") == 2
    shipped = [path for path in site.rglob("*") if path.is_file()]
    assert not any("导入时的建议".encode() in path.read_bytes() for path in shipped)
    assert not any(b"BZ003" in path.read_bytes() for path in shipped)
