"""Outputs appear whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from handbook.output import (
    Change,
    OutdatedError,
    new_staging_folder,
    publish_folder,
    write_file,
    write_files,
    write_together,
)


def test_a_finished_folder_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    target = tmp_path / "site"
    target.mkdir()
    (target / "old.html").write_text("旧", encoding="utf-8")
    staging = new_staging_folder(target)
    (staging / "new.html").write_text("新", encoding="utf-8")

    publish_folder(staging, target)

    assert [file.name for file in target.iterdir()] == ["new.html"]
    assert list(tmp_path.iterdir()) == [target]


def test_the_first_folder_needs_no_old_one(tmp_path: Path) -> None:
    staging = new_staging_folder(tmp_path / "deep" / "site")
    publish_folder(staging, tmp_path / "deep" / "site")

    assert list((tmp_path / "deep").iterdir()) == [tmp_path / "deep" / "site"]


def test_a_folder_that_cannot_be_moved_in_leaves_the_old_one(tmp_path: Path) -> None:
    target = tmp_path / "site"
    target.mkdir()
    (target / "old.html").write_text("旧", encoding="utf-8")

    with pytest.raises(FileNotFoundError):
        publish_folder(tmp_path / "missing", target)

    assert (target / "old.html").read_text(encoding="utf-8") == "旧"
    assert list(tmp_path.iterdir()) == [target]


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    write_file(tmp_path / "dist" / "a", b"1")
    write_file(tmp_path / "dist" / "a", b"2")

    assert (tmp_path / "dist" / "a").read_bytes() == b"2"
    assert len(list((tmp_path / "dist").iterdir())) == 1


def test_folders_and_files_are_readable_by_others(tmp_path: Path) -> None:
    write_file(tmp_path / "a", b"1")

    assert new_staging_folder(tmp_path / "site").stat().st_mode & 0o555 == 0o555
    assert (tmp_path / "a").stat().st_mode & 0o444 == 0o444


def test_several_files_are_written_together(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"1")
    write_files([Change(tmp_path / "a", b"1", b"2"), Change(tmp_path / "deep" / "b", None, b"3")])

    assert (tmp_path / "a").read_bytes() == b"2"
    assert (tmp_path / "deep" / "b").read_bytes() == b"3"


def test_if_one_of_several_cannot_be_written_the_others_go_back(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"1")
    changes = [
        Change(tmp_path / "a", b"1", b"2"),
        Change(tmp_path / "new", None, b"3"),
        Change(tmp_path / "a" / "no-folder", None, b"4"),
    ]

    with pytest.raises(OSError, match="a"):
        write_files(changes)

    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a", b"1")]


def test_a_file_that_somebody_else_has_changed_stops_all(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"1")
    (tmp_path / "b").write_bytes(b"other")

    with pytest.raises(OutdatedError):
        write_files([Change(tmp_path / "a", b"1", b"2"), Change(tmp_path / "b", b"1", b"2")])

    assert (tmp_path / "a").read_bytes() == b"1"


def test_a_link_to_a_file_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").write_bytes(b"1")
    (tmp_path / "link").symlink_to("real")
    write_files([Change(tmp_path / "link", b"1", b"2")])

    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_bytes() == b"2"


@pytest.mark.parametrize("can_exchange", [True, False])
def test_both_ways_of_publishing_replace_the_folder(
    can_exchange: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not can_exchange:
        monkeypatch.setattr("handbook.output._exchange", lambda *_: False)
    target = tmp_path / "site"
    target.mkdir()
    (target / "old.html").write_text("旧", encoding="utf-8")
    staging = new_staging_folder(target)
    (staging / "new.html").write_text("新", encoding="utf-8")

    publish_folder(staging, target)

    assert [path.name for path in tmp_path.iterdir()] == ["site"]
    assert [path.name for path in target.iterdir()] == ["new.html"]


def test_a_linked_folder_stays_linked(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    target = tmp_path / "site"
    target.symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    staging = new_staging_folder(target)
    (staging / "new.html").write_text("新", encoding="utf-8")

    publish_folder(staging, target)

    assert target.is_symlink()
    assert [path.name for path in (tmp_path / "elsewhere").iterdir()] == ["new.html"]


def test_what_a_killed_build_left_is_cleared_away_and_nothing_else(tmp_path: Path) -> None:
    gone = tmp_path / ".site.building-999999999-x"
    running = tmp_path / f".site.building-{os.getpid()}-x"
    other = tmp_path / ".sites.building-999999999-x"
    for folder in (gone, running, other):
        folder.mkdir()

    staging = new_staging_folder(tmp_path / "site")

    assert set(tmp_path.iterdir()) == {running, other, staging}


def test_files_that_belong_together_are_all_old_or_all_new(tmp_path: Path) -> None:
    write_together({tmp_path / "a": b"1", tmp_path / "b": b"1"})

    with pytest.raises(FileExistsError):
        write_together({tmp_path / "a": b"2", tmp_path / "b" / "under a file": b"2"})

    assert (tmp_path / "a").read_bytes() == b"1"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b"]
