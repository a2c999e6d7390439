"""Outputs appear whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from handbook.output import new_staging_folder, publish_folder, write_file


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
