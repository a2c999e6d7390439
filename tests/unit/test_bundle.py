"""The zip: what is in it, under what names, and the same bytes each time."""

from __future__ import annotations

import hashlib
import os
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from handbook.bundle import BundleError, make_bundle, read_me, refuse_references
from handbook.model import Handbook

from tests.small_handbook import BANS_PAGE, check_with, replaced


def site_in(folder: Path) -> Path:
    site = folder / "site"
    (site / "assets").mkdir(parents=True)
    (site / "index.html").write_text("<p>首页</p>", encoding="utf-8")
    (site / "assets" / "a.js").write_text("1;", encoding="utf-8")
    for name in ("404.html", "sitemap.xml", "sitemap.xml.gz"):
        (site / name).write_text("server", encoding="utf-8")
    return site


def test_what_is_in_it(tmp_path: Path, small: Handbook) -> None:
    bundle, materials, sums = make_bundle(site_in(tmp_path), tmp_path / "dist", small)

    with zipfile.ZipFile(bundle) as archive:
        assert archive.namelist() == ["READ-ME-FIRST.txt", "assets/a.js", "index.html"]
        assert archive.read("index.html").decode() == "<p>首页</p>"
    digests = [hashlib.sha256(file.read_bytes()).hexdigest() for file in (bundle, materials)]
    assert sums.read_text(encoding="utf-8") == (
        f"{digests[0]}  handbook-offline.zip\n{digests[1]}  handbook-offline.cdx.json\n"
    )


def test_a_signature_of_other_sums_goes(tmp_path: Path, small: Handbook) -> None:
    site = site_in(tmp_path)
    make_bundle(site, tmp_path / "dist", small)
    signature = tmp_path / "dist" / "SHA256SUMS.minisig"
    signature.write_text("签名", encoding="utf-8")

    make_bundle(site, tmp_path / "dist", small)
    assert signature.is_file()
    (site / "index.html").write_text("<p>改过</p>", encoding="utf-8")
    make_bundle(site, tmp_path / "dist", small)
    assert not signature.exists()


def test_the_first_read_note_shows_rightly_in_old_editors(small: Handbook) -> None:
    note = read_me(small)

    assert note.startswith(b"\xef\xbb\xbf")
    assert note.decode("utf-8-sig").startswith("请先全部解压")
    assert note.count(b"\r\n") == note.count(b"\n") > 5
    assert "仓库手册（第一版）离线版" in note.decode("utf-8-sig")


def test_the_same_site_gives_the_same_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, small: Handbook
) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    one = make_bundle(site_in(tmp_path / "一"), tmp_path / "一" / "dist", small)[0]
    other_site = site_in(tmp_path / "二")
    os.utime(other_site / "index.html", (1_000_000_000, 1_000_000_000))
    (other_site / "index.html").chmod(0o600)
    other = make_bundle(other_site, tmp_path / "二" / "dist", small)[0]

    assert one.read_bytes() == other.read_bytes()


def test_the_date_comes_from_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, small: Handbook
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    bundle = make_bundle(site_in(tmp_path), tmp_path / "dist", small)[0]

    with zipfile.ZipFile(bundle) as archive:
        assert {info.date_time for info in archive.infolist()} == {(2023, 11, 14, 22, 13, 20)}


@pytest.mark.parametrize(
    ("name", "message"),
    [("图.png", "不是纯 ASCII"), ("a" * 101, "超过 100 个字符")],
)
def test_names_that_old_programs_spoil_are_refused(
    name: str, message: str, tmp_path: Path, small: Handbook
) -> None:
    site = site_in(tmp_path)
    (site / name).write_text("x", encoding="utf-8")

    with pytest.raises(BundleError, match=message):
        make_bundle(site, tmp_path / "dist", small)
    assert not (tmp_path / "dist").exists()


def test_without_a_site_there_is_no_bundle(tmp_path: Path, small: Handbook) -> None:
    with pytest.raises(BundleError, match="先运行 make site"):
        make_bundle(tmp_path / "site", tmp_path / "dist", small)


def test_a_marking_stands_in_the_first_read_note(small: Handbook) -> None:
    marked = replace(small, marking="内部资料 注意保管")

    assert "\r\n内部资料 注意保管\r\n" in read_me(marked).decode("utf-8-sig")


def test_an_official_release_refuses_reference_wordings(tmp_path: Path) -> None:
    catalog = check_with(tmp_path / "reference").catalog
    assert catalog is not None
    with pytest.raises(BundleError, match=r"^两禁止还不是正式文本，不能作为正式版打包"):
        refuse_references(catalog)

    official = (
        "status: official\nissued-by: 某单位\ndocument-number: 某发〔2024〕1号\ndate: 2024-01-31"
    )
    page = replaced(BANS_PAGE, "status: reference", official)
    catalog = check_with(tmp_path / "official", {"bans.md": page}).catalog
    assert catalog is not None
    refuse_references(catalog)
