"""A check that goes on: after each change of a file, what is new and what is gone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from handbook.model import Diagnostic
from handbook.project import READ_BY_A_CHECK, Checked, check_project
from handbook.report import as_text, summary

SECONDS = 0.5
SEPARATOR = "─" * 40

# Modification time and size of a file by its path.
State = dict[str, tuple[int, int]]


def watch(root: Path, wait: Callable[[], None], say: Callable[[str], None]) -> None:
    """Checks the project in ``root`` again and again and tells what has changed.

    ``wait`` is called between two looks at the files; whatever it raises ends the watch.
    """
    state: State | None = None
    known: Sequence[Diagnostic] | None = None
    named: tuple[str, ...] = ()
    while True:
        now = files_state(root, named)
        if now != state:
            checked = _checked(root)
            if checked is not None:
                say(
                    as_text(checked.diagnostics)
                    if known is None
                    else told(known, checked.diagnostics)
                )
                known = checked.diagnostics
                named = checked.written.handbook.files if checked.written else named
            state = now if checked else None
        wait()


def told(before: Sequence[Diagnostic], after: Sequence[Diagnostic]) -> str:
    """What is new and what is gone, and how many faults there are now."""
    parts = [SEPARATOR]
    for words, found in (
        ("新问题", difference(after, before)),
        ("已解决", difference(before, after)),
    ):
        if found:
            parts += [f"{words}（{len(found)}）：", *as_text(found).splitlines()[:-1]]
    return "\n".join([*parts, summary(after)])


def difference(some: Sequence[Diagnostic], others: Sequence[Diagnostic]) -> list[Diagnostic]:
    """Those of ``some`` that ``others`` lack; one that has merely moved is the same."""
    left = Counter(map(_identity, others))
    found = []
    for item in some:
        if left[_identity(item)]:
            left[_identity(item)] -= 1
        else:
            found.append(item)
    return found


def files_state(root: Path, named: Sequence[str] = ()) -> State:
    """The state of every file that a check reads; ``named`` are those that the settings name."""
    state: State = {}
    for path in _files(root, named):
        try:
            status = path.stat()
        except OSError:
            continue  # gone since it was listed
        state[str(path)] = (status.st_mtime_ns, status.st_size)
    return state


def _files(root: Path, named: Sequence[str]) -> Iterator[Path]:
    for name in (*READ_BY_A_CHECK, *named):
        start = root / name
        yield from start.rglob("*") if start.is_dir() else (start,)


def _checked(root: Path) -> Checked | None:
    """None if a file vanished while it was read: then it is time to look again."""
    try:
        return check_project(root)
    except FileNotFoundError:
        return None


def _identity(item: Diagnostic) -> tuple[str, str, str]:
    return (item.place.path, item.code, item.message)
