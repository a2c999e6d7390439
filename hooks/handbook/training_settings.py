"""Reads the file of training: intervals, the mock exam, the learning paths."""

from __future__ import annotations

import re

from handbook.model import LearningPath, PathStep, StepForm, Training
from handbook.setting_items import Item

_FORMS = tuple(form.value for form in StepForm)


def read_training(item: Item) -> Training:
    """What the file declares.

    Raises :class:`handbook.setting_items.SettingsError` at the first thing that cannot be.
    """
    parts = item.mapping(required=("intervals", "exam", "paths"), optional=())
    intervals = tuple(part.number() for part in parts["intervals"].sequence())
    if not intervals or list(intervals) != sorted(set(intervals)):
        raise parts["intervals"].fault("写成由小到大的天数，例如 [1, 3, 7, 14]")
    exam = parts["exam"].mapping(required=("questions", "minutes", "pass"), optional=())
    if exam["pass"].number() > 100:
        raise exam["pass"].fault("满分是 100")
    paths = tuple(_path(part) for part in parts["paths"].sequence())
    ids = [path.id.text for path in paths]
    repeated = next((path.id for path in paths if ids.count(path.id.text) > 1), None)
    if repeated:
        raise parts["paths"].fault(f"编号“{repeated.text}”写了两次")
    return Training(
        intervals=intervals,
        exam_questions=exam["questions"].number(),
        exam_minutes=exam["minutes"].number(),
        exam_pass=exam["pass"].number(),
        paths=paths,
    )


def _path(item: Item) -> LearningPath:
    parts = item.mapping(required=("id", "title", "for", "steps"), optional=())
    if not re.fullmatch(r"[a-z][a-z0-9-]*", parts["id"].text()):
        raise parts["id"].fault("编号只用半角小写字母、数字和连字符")
    steps = tuple(_step(part) for part in parts["steps"].sequence())
    if not steps:
        raise parts["steps"].fault("一步也没有")
    return LearningPath(parts["id"].word(), parts["title"].text(), parts["for"].text(), steps)


def _step(item: Item) -> PathStep:
    found = [name for name in _FORMS if name in item.mapping()]
    if len(found) != 1:
        raise item.fault(f"每一步写 {'、'.join(_FORMS)} 之一")
    form = StepForm(found[0])
    more = ("count",) if form is StepForm.TEST else ()
    parts = item.mapping(required=(form.value, "of", "minutes", *more), optional=())
    return PathStep(
        form=form,
        title=parts[form.value].text(),
        entries=parts["of"].words(),
        minutes=parts["minutes"].number(),
        count=parts["count"].number() if more else 0,
    )
