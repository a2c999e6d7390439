"""Reads the file of blank papers: what stands on each, part by part."""

from __future__ import annotations

import re
from collections.abc import Mapping

from handbook.model import Blank, Card, Paper, PaperForm, PaperPart, Word
from handbook.setting_items import Item

_FORMS = tuple(form.value for form in PaperForm)
# Forms that are a table, and so a workbook by themselves.
TABLES = (PaperForm.MATERIALS, PaperForm.LEDGER)
_SUFFIXES = (".docx", ".xlsx")
_BESIDE: Mapping[PaperForm, tuple[str, ...]] = {
    PaperForm.SHEETS: ("fields",),
    PaperForm.QUESTIONS: ("fields",),
    PaperForm.SURVEY: ("answers",),
    PaperForm.CARDS: ("of",),
    PaperForm.MATERIALS: ("columns",),
    PaperForm.LEDGER: ("columns", "rows"),
}


def read_papers(item: Item) -> tuple[Paper, ...]:
    """The papers that the file declares, in its order.

    Raises :class:`handbook.setting_items.SettingsError` at the first thing that cannot be.
    """
    return tuple(_paper(part) for part in item.sequence())


def _paper(item: Item) -> Paper:
    parts = item.mapping(required=("id", "title", "file", "use", "parts"), optional=("pledge",))
    if not re.fullmatch(r"[A-Z]+\d+", parts["id"].text()):
        raise parts["id"].fault("文书的编号是半角大写字母加数字，例如 WS01")
    file = parts["file"].text()
    if not re.fullmatch(r"[a-z0-9-]+\.(docx|xlsx)", file):
        raise parts["file"].fault(
            f"文件名只用半角小写字母、数字、连字符，以 {' 或 '.join(_SUFFIXES)} 结尾"
        )
    found = tuple(_part(part) for part in parts["parts"].sequence())
    if not found:
        raise parts["parts"].fault("文书是空的")
    tables = [part for part in found if part.form in TABLES]
    if file.endswith(".xlsx") and (len(tables) != 1 or len(found) != 1):
        names = " 或 ".join(form.value for form in TABLES)
        raise parts["parts"].fault(f".xlsx 的文书只有一部分，是 {names}")
    if file.endswith(".docx") and tables:
        raise parts["parts"].fault(f"{tables[0].form.value} 是表格，文件名要以 .xlsx 结尾")
    is_pledge = parts["pledge"].flag() if "pledge" in parts else False
    if is_pledge and tables:
        raise parts["pledge"].fault("要签名的写成 .docx：表格上没有标“样张”的地方")
    return Paper(
        id=parts["id"].word(),
        title=parts["title"].text(),
        file=parts["file"].word(),
        use=parts["use"].text(),
        parts=found,
        is_pledge=is_pledge,
    )


def _part(item: Item) -> PaperPart:
    # Beside some forms stand fields; a part of fields alone has no other name.
    names = sorted((key for key in item.mapping() if key in _FORMS), key=_is_beside)
    if not names:
        raise item.fault(f"一部分是其中之一：{'、'.join(_FORMS)}")
    name = names[0]
    form = PaperForm(name)
    parts = item.mapping(required=(name,), optional=_BESIDE.get(form, ()))
    own = parts[name]
    blanks = parts.get("fields") or parts.get("columns")
    is_list = form in (PaperForm.ENTRIES, PaperForm.SHEETS, PaperForm.SURVEY, PaperForm.LEDGER)
    is_option = form in (PaperForm.QUESTIONS, PaperForm.MATERIALS)
    if is_list and not own.words():
        raise own.fault("一个也没有选")
    if form is PaperForm.LEDGER and "rows" not in parts:
        raise item.fault("缺少 rows：空表有几行")
    option = own.word() if is_option else parts["of"].word() if "of" in parts else None
    if form in (PaperForm.FIELDS, PaperForm.SIGNATURES):
        blanks = own
    return PaperPart(
        form=form,
        place=own.place,
        text=own.text() if form in (PaperForm.TEXT, PaperForm.HEADING) else "",
        entries=own.words() if is_list else (),
        option=option,
        blanks=tuple(_blank(blank) for blank in blanks.sequence()) if blanks else (),
        cards=tuple(_cards(own)) if form is PaperForm.CARDS else (),
        answers=_answers(parts["answers"]) if "answers" in parts else (),
        rows=parts["rows"].number() if "rows" in parts else 0,
    )


def _is_beside(name: str) -> bool:
    return name == PaperForm.FIELDS.value


def _answers(item: Item) -> tuple[tuple[str, ...], ...]:
    found = tuple(part.texts() for part in item.sequence())
    if len(found) != 2 or not all(found):
        raise item.fault("写成 [[有问题时另外可选的], [没有问题时可选的]]")
    return found


def _blank(item: Item) -> Blank:
    if isinstance(item.data, str):
        return Blank(item.data)
    parts = item.mapping(required=("label",), optional=("lines", "choices"))
    return Blank(
        parts["label"].text(),
        parts["lines"].number() if "lines" in parts else 1,
        parts["choices"].texts() if "choices" in parts else (),
    )


def _cards(item: Item) -> list[Card]:
    found = item.mapping().items()
    return [Card(Word(name, part.place), part.words()) for name, part in found]
