"""The trainer for a learning platform (LMS): a package in SCORM 1.2, which nearly every one takes.

The package has one unit, one page made of the trainer's scripts: a mock exam whose questions are
drawn anew each time, and practice. The page keeps its state and reports its score through the
platform's interface; what it says and when stands in ``overrides/assets/scorm/``.

https://adlnet.gov/past-projects/scorm/ has the specification.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import Enum
from typing import Any
from urllib.parse import urlsplit
from xml.sax.saxutils import escape

from handbook.apart import in_script, joined_assets
from handbook.catalog import Catalog
from handbook.content_policy import with_policy
from handbook.learning import LearningError
from handbook.rendering.kind_styles import kind_styles
from handbook.templates import template
from handbook.trainer import trainer_data
from handbook.zip_files import zip_bytes

MANIFEST, PAGE = "imsmanifest.xml", "index.html"

_STYLES = (
    "handbook/base.css",
    "handbook/shell.css",
    "handbook/entries.css",
    "trainer/trainer.css",
    "scorm/scorm.css",
)
_EARLY = ("handbook/reading.js",)
_SCRIPTS = (
    "apart/elements.js",
    "apart/talk.js",
    "trainer/data.js",
    "trainer/chance.js",
    "trainer/scoring.js",
    "trainer/schedule.js",
    "trainer/exam.js",
    "trainer/views.js",
    "trainer/single-keys.js",
    "trainer/question-view.js",
    "trainer/answer-view.js",
    "trainer/round-view.js",
    "trainer/practice-view.js",
    "trainer/one-view.js",
    "trainer/exam-result.js",
    "trainer/exam-view.js",
    "trainer/progress-view.js",
    "trainer/frame.js",
    "scorm/api.js",
    "scorm/packing.js",
    "scorm/session.js",
    "scorm/page.js",
    "handbook/reading-panel.js",
)
_ID_DIGITS = 16


class Part(Enum):
    """What the platform waits for; the values are what the page's scripts call it."""

    EXAM = "exam"  # a mock exam that is passed
    PRACTICE = "practice"  # every question answered once


@dataclass(frozen=True)
class Wanted:
    """What the package is to be like.

    ``questions`` in an exam: as many as in the mock exam, if none are given. ``handbook`` is the
    address of the handbook's site, to which links lead; without one there are none.
    """

    part: Part = Part.EXAM
    questions: int | None = None
    with_reference: bool = False
    handbook: str = ""


def scorm_package(catalog: Catalog, wanted: Wanted, date: int) -> bytes:
    """The package, dated ``date`` in seconds since 1970.

    Raises :class:`LearningError` if there are no questions, not as many as wanted, or the address
    of the handbook is none.
    """
    data = _data(catalog, wanted)
    files = {MANIFEST: _manifest(data).encode(), PAGE: _page(catalog, wanted, data).encode()}
    return zip_bytes(files, date)


def _data(catalog: Catalog, wanted: Wanted) -> dict[str, Any]:
    data = trainer_data(catalog)
    asked = [q for q in data["questions"] if wanted.with_reference or not q["reference"]]
    exam = data["exam"]
    count = exam["questions"] if wanted.questions is None else wanted.questions
    if not asked:
        raise LearningError(
            "没有可以练的试题，做不出 SCORM 包：试题写在 docs/ 里试题的页上，"
            "见 CONTRIBUTING.md 的 Questions。"
        )
    if not 1 <= count <= len(asked):
        raise LearningError(
            f"一场考 {count} 题，做不出来：能考的有 {len(asked)} 题。"
            f"用 QUESTIONS=题数 写 1 到 {len(asked)}。"
        )
    return {
        **data,
        "handbook": _folder(wanted.handbook),
        "paths": [],  # read in the handbook, which is not here
        "part": wanted.part.value,
        "exam": {
            "questions": count,
            # As much time for each question as in the mock exam.
            "minutes": max(1, round(exam["minutes"] * count / exam["questions"])),
            "pass": exam["pass"],
            "reference": wanted.with_reference,
        },
    }


def _folder(address: str) -> str:
    if not address:
        return ""
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
        raise LearningError(
            f"手册的网址“{address}”不对：用 SITE_URL= 写 http:// 或 https:// 开头的网址，"
            "没有网站就不写。"
        )
    return address if address.endswith("/") else f"{address}/"


def _page(catalog: Catalog, wanted: Wanted, data: dict[str, Any]) -> str:
    handbook = catalog.handbook
    html = template("scorm.html").render(
        title=handbook.title,
        edition=handbook.edition.name,
        unit=handbook.issuing_unit,
        marking=handbook.marking,
        has_exam=wanted.part is Part.EXAM,
        has_reference=wanted.with_reference and bool(data["notices"]),
        notices=data["notices"],
        reference=data["reference"],
        data=in_script(data),
        styles=joined_assets(_STYLES) + kind_styles(handbook),
        early=joined_assets(_EARLY),
        scripts=joined_assets(_SCRIPTS),
    )
    return with_policy(html)


def _manifest(data: dict[str, Any]) -> str:
    """What the platform reads first; the schemas of its form are the platform's own."""
    title, edition, part = data["title"], data["edition"]["name"], Part(data["part"])
    name = {Part.EXAM: "模拟考试", Part.PRACTICE: "练习"}[part]
    # The same for each edition, so that a platform can tell the next one from another course.
    id = hashlib.sha256(f"{title}\0{part.value}".encode()).hexdigest()[:_ID_DIGITS]
    score = f"\n        <adlcp:masteryscore>{data['exam']['pass']}</adlcp:masteryscore>"
    return f"""\
<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="M-{id}" version="1.0"
  xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"
  xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">
  <metadata>
    <schema>ADL SCORM</schema>
    <schemaversion>1.2</schemaversion>
  </metadata>
  <organizations default="O-{id}">
    <organization identifier="O-{id}">
      <title>{escape(f"{title}（{edition}）")}</title>
      <item identifier="I-{id}" identifierref="R-{id}" isvisible="true">
        <title>{escape(f"{title}：{name}")}</title>{score if part is Part.EXAM else ""}
      </item>
    </organization>
  </organizations>
  <resources>
    <resource identifier="R-{id}" type="webcontent" adlcp:scormtype="sco" href="{PAGE}">
      <file href="{PAGE}"/>
    </resource>
  </resources>
</manifest>
"""
