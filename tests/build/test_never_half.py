"""A build that is killed, or has no room, leaves the last good site and bundle whole."""

from __future__ import annotations

import hashlib
import os
import random
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.mkdocs_project import (
    REPOSITORY,
    handbook_bundle,
    mkdocs_build,
    snapshot,
    write_mkdocs_project,
)

# HANDBOOK_KILLS=50 for the count that the bundle is to survive; a few each time.
KILLS = int(os.environ.get("HANDBOOK_KILLS", "6"))
posix = pytest.mark.skipif(os.name != "posix", reason="signals and permissions of POSIX")


def with_edition(root: Path, name: str) -> None:
    """Gives the handbook another edition's name, which stands on every page."""
    settings = root / "handbook.yml"
    lines = settings.read_text(encoding="utf-8").splitlines()
    start = next(n for n, line in enumerate(lines) if line.startswith("edition:"))
    lines[start] = f'edition: {{id: "1", name: {name}}}'
    settings.write_text("\n".join(lines) + "\n", encoding="utf-8")


def built(root: Path) -> dict[str, bytes]:
    for result in (mkdocs_build(root), handbook_bundle(root)):
        assert result.returncode == 0, result.stdout + result.stderr
    return snapshot(root / "site")


def assert_whole(root: Path, sites: list[dict[str, bytes]]) -> None:
    """``site/`` is one of those that were ever finished; the zip opens and has its sum."""
    assert snapshot(root / "site") in sites
    bundle = root / "dist" / "handbook-offline.zip"
    with zipfile.ZipFile(bundle) as archive:
        assert archive.testzip() is None
    digest = hashlib.sha256(bundle.read_bytes()).hexdigest()
    assert digest in (root / "dist" / "SHA256SUMS").read_text(encoding="utf-8")


@posix
def test_a_build_that_is_killed_leaves_the_last_good_one(tmp_path: Path) -> None:
    root = write_mkdocs_project(tmp_path)
    sites = []
    for name in ("甲", "乙"):
        with_edition(root, name)
        start = time.perf_counter()
        sites.append(built(root))
        seconds = time.perf_counter() - start
    assert sites[0] != sites[1]
    chance = random.Random(1)
    python = f"'{sys.executable}'"
    environment = os.environ | {
        "PYTHONPATH": str(REPOSITORY / "hooks"),
        "NO_MKDOCS_2_WARNING": "1",
    }
    for number in range(KILLS):
        with_edition(root, "甲乙"[number % 2])
        with subprocess.Popen(
            ["sh", "-c", f"{python} -m mkdocs build -q && {python} -m handbook bundle"],
            cwd=root,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        ) as process:
            time.sleep(chance.uniform(0, seconds))
            os.killpg(process.pid, signal.SIGKILL)
        assert_whole(root, sites)

    with_edition(root, "甲")
    assert built(root) == sites[0]
    left = [p.name for p in (*root.iterdir(), *(root / "dist").iterdir()) if ".building-" in p.name]
    assert left == [], "what killed builds left is cleared away by the next"


def test_two_builds_at_once_give_one_whole_site(tmp_path: Path) -> None:
    root = write_mkdocs_project(tmp_path)
    expected = built(root)
    environment = os.environ | {
        "PYTHONPATH": str(REPOSITORY / "hooks"),
        "NO_MKDOCS_2_WARNING": "1",
    }
    command = [sys.executable, "-m", "mkdocs", "build", "-q"]
    processes = [subprocess.Popen(command, cwd=root, env=environment) for _ in range(3)]

    assert [process.wait() for process in processes] == [0, 0, 0]
    assert snapshot(root / "site") == expected


def mount(*arguments: str | Path) -> None:
    """Root alone may mount, and not everywhere."""
    result = subprocess.run(
        ["mount", *map(str, arguments)], capture_output=True, encoding="utf-8", check=False
    )
    if result.returncode:
        pytest.skip(f"mount is not allowed here: {result.stderr.strip()}")


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Nobody can write into ``folder``: for root, to whom no mode forbids it, it is a mount."""
    if os.geteuid():
        folder.chmod(0o555)
        yield
        folder.chmod(0o755)
        return
    mount("--bind", folder, folder)
    try:
        mount("-o", "remount,ro,bind", folder)
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@posix
def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    root = write_mkdocs_project(tmp_path)
    sites = [built(root)]
    with read_only(root / "dist"):
        result = handbook_bundle(root)

    assert result.returncode == 1
    assert "原来的离线包没有动" in result.stderr
    assert_whole(root, sites)


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Path]:
    """A file system of its own, in memory."""
    folder.mkdir()
    mount("-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", folder)
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@posix
@pytest.mark.parametrize("kilobytes", [0, 8, 200])
def test_a_disk_without_room_loses_nothing(kilobytes: int, tmp_path: Path) -> None:
    with small_disk(tmp_path / "盘", 12) as disk:
        root = write_mkdocs_project(disk / "h")
        sites = [built(root)]
        with_edition(root, "乙")
        free = os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize
        (disk / "filler").write_bytes(bytes(free - kilobytes * 1024))

        results = [mkdocs_build(root), handbook_bundle(root)]
        said = "".join(result.stdout + result.stderr for result in results)
        assert [result.returncode for result in results] == [1, 1], said
        assert "No space left on device" in said
        assert_whole(root, sites)

        (disk / "filler").unlink()
        assert built(root) != sites[0], "with room again it builds as if nothing had been"


@posix
@pytest.mark.parametrize(
    ("run", "message"),
    [
        (mkdocs_build, "没有替换原来的网站"),
        (handbook_bundle, "原来的离线包没有动"),
    ],
)
def test_a_full_disk_is_said_and_leaves_the_last_good_one(
    run: Callable[..., subprocess.CompletedProcess[str]],
    message: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    root = write_mkdocs_project(tmp_path)
    sites = [built(root)]
    # No file may grow beyond what the interpreter itself writes: the same error as no room at all.
    limit = "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
    limit += "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))"
    (tmp_path / "limit").mkdir()
    (tmp_path / "limit" / "sitecustomize.py").write_text(limit, encoding="utf-8")
    monkeypatch.setenv("HANDBOOK_TEST_PATH", str(tmp_path / "limit"))

    result = run(root)

    assert result.returncode == 1
    assert message in result.stdout + result.stderr
    assert_whole(root, sites)
