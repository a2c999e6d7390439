"""The JSON Schema that completes ``handbook.yml`` in an editor says what the reader says.

Whatever the schema refuses the reader refuses; and whatever is wrong with the form of one value, be
it missing, of another type or unknown, the schema refuses too. What does not agree between values
(a kind that is not declared, a file that is not there) only the reader can tell.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from handbook.setting_items import SettingsError
from handbook.settings import read_settings

from tests.mkdocs_project import REPOSITORY, SECOND
from tests.small_handbook import SETTINGS

SCHEMA = REPOSITORY / "hooks" / "handbook" / "settings.schema.json"
REAL = (REPOSITORY / "handbook.yml").read_text(encoding="utf-8")
OTHER = (SECOND / "handbook.yml").read_text(encoding="utf-8")
# Each names a file that takes its time to read, and is a name and no more.
NAMED_FILES = ("formulations", "synonyms", "wordings", "papers", "training")
# Of another type than each of the forms that a setting has.
OTHERS: tuple[Any, ...] = (["甲"], {"甲": "乙"}, 0, None, "不会有的值 1")
# What the reader says of the form of one value; its other words are about two that do not agree.
ABOUT_FORM = ("这里应当是", "缺少", "没有这个键", "只用半角", "记号是", "日期写成")
# Below these an editor chooses the names.
_OWN_NAMES = re.compile(r"(kinds|options|sets|statuses|masks|groups)\.[^.]+")


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft202012Validator:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def told(root: Path, data: object) -> list[str]:
    """What the reader says of ``data`` as a ``handbook.yml``."""
    text = yaml.safe_dump(data, allow_unicode=True, sort_keys=False)
    (root / "handbook.yml").write_text(text, encoding="utf-8")
    try:
        read_settings(root)
    except SettingsError as error:
        return [fault.message for fault in error.diagnostics]
    return []


def places(
    data: object, path: tuple[str | int, ...] = (), seen: set[str] | None = None
) -> Iterator[tuple[str | int, ...]]:
    """Places of the data, the whole first; of what has names of its own one for each setting."""
    seen = set() if seen is None else seen
    pattern = _OWN_NAMES.sub(r"\1.*", ".".join(map(str, path)))
    if pattern not in seen:
        seen.add(pattern)
        yield path
    if isinstance(data, dict):
        for key, value in data.items():
            yield from places(value, (*path, key), seen)
    elif isinstance(data, list) and data:
        yield from places(data[0], (*path, 0), seen)


def at(data: Any, path: tuple[str | int, ...]) -> Any:
    for key in path:
        data = data[key]
    return data


def mutations(data: Any) -> Iterator[tuple[str, Any]]:
    """The data with one thing wrong in its form, and what."""
    for path in places(data):
        name = ".".join(map(str, path))
        here = at(data, path)
        if isinstance(here, dict):
            with_more = deepcopy(data)
            at(with_more, path)["unknown-key"] = "甲"
            yield f"{name}: unknown key", with_more
            for key in here:
                with_less = deepcopy(data)
                del at(with_less, path)[key]
                yield f"{name}.{key}: missing", with_less
        for other in OTHERS if path else ():
            if type(other) is not type(here) or isinstance(here, str):
                changed = deepcopy(data)
                at(changed, path[:-1])[path[-1]] = other
                yield f"{name}: {other!r}", changed


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the files that the real settings name."""
    (tmp_path / "source").symlink_to(REPOSITORY / "source")
    return tmp_path


@pytest.mark.parametrize("text", [REAL, SETTINGS, OTHER], ids=["real", "small", "second"])
def test_what_is_right_passes(text: str, validator: jsonschema.Draft202012Validator) -> None:
    assert [error.message for error in validator.iter_errors(yaml.safe_load(text))] == []


def test_schema_and_reader_refuse_the_same(
    validator: jsonschema.Draft202012Validator, folder: Path
) -> None:
    differ = []
    tried = 0
    settings = yaml.safe_load(REAL)
    for name in NAMED_FILES:
        settings.pop(name, None)
    for what, data in mutations(settings):
        tried += 1
        said = told(folder, data)
        is_refused = not validator.is_valid(data)
        if is_refused and not said:
            differ.append(f"{what}: only the schema refuses it")
        if not is_refused and any(word in message for message in said for word in ABOUT_FORM):
            differ.append(f"{what}: only the reader refuses it ({'；'.join(said)})")
    assert differ == []
    assert tried > 100


@pytest.mark.parametrize(
    ("path", "value"),
    [(("kinds", "step", "at"), "line"), (("kinds", "step", "options", "method", "type"), "word")],
)
def test_words_of_a_fixed_list(
    path: tuple[str, ...], value: str, validator: jsonschema.Draft202012Validator, folder: Path
) -> None:
    data = yaml.safe_load(SETTINGS)
    at(data, path[:-1])[path[-1]] = value

    assert not validator.is_valid(data)
    assert any("不在可用的值之中" in message for message in told(folder, data))


def test_every_setting_is_explained() -> None:
    """An editor shows the words where the setting is typed."""

    def silent(schema: dict[str, Any], name: str) -> Iterator[str]:
        for key, part in schema.get("properties", {}).items():
            if not part.get("description"):
                yield f"{name}.{key}"
            yield from silent(part, f"{name}.{key}")
        for key in ("items", "additionalProperties"):
            if isinstance(schema.get(key), dict):
                yield from silent(schema[key], name)

    schema: dict[str, Any] = json.loads(SCHEMA.read_text(encoding="utf-8"))
    assert list(silent(schema, "")) == []


def test_editors_find_it_from_the_file() -> None:
    first = REAL.splitlines()[0]
    assert first == "# yaml-language-server: $schema=hooks/handbook/settings.schema.json"
