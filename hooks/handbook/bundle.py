"""The offline bundle: the built site as a zip that is unpacked and opened by double-click.

The bundle is the site, without what only a server uses, with a first-read note in the encoding
that every Windows editor shows rightly. The same site gives the same bytes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from handbook.addresses import CATALOG_FILE, SCHEMA_FILE
from handbook.catalog import Catalog
from handbook.model import Handbook
from handbook.output import source_date, write_together
from handbook.products import Products
from handbook.sbom import sbom
from handbook.vocabulary import OFFICIAL
from handbook.zip_files import zip_bytes

SUMS_NAME = "SHA256SUMS"
SIGNATURE_NAME = f"{SUMS_NAME}.minisig"
READ_ME_NAME = "READ-ME-FIRST.txt"
LONGEST_PATH = 100

# What only a web server hands out, and what only programs read, which ask a server for it.
_SERVER_ONLY = {"404.html", "sitemap.xml", "sitemap.xml.gz", CATALOG_FILE, SCHEMA_FILE}


class BundleError(Exception):
    """The bundle cannot be made; the message says why, in Chinese."""


def make_bundle(
    site: Path, dist: Path, handbook: Handbook, others: Mapping[str, bytes] | None = None
) -> tuple[Path, ...]:
    """Writes zip, ``others``, bill of materials and checksums into ``dist``; gives their paths.

    Raises :class:`BundleError` if there is no built site, or a file's name would not survive an
    old unzip program.
    """
    files = bundle_files(site)
    files[READ_ME_NAME] = read_me(handbook)
    date = source_date()
    bundle = zip_bytes(files, date)
    materials = sbom(handbook, bundle, files, date)
    names = Products(handbook.slug)
    made = {names.bundle: bundle, **(others or {}), names.materials: materials}
    made[SUMS_NAME] = _sums(made).encode()
    sums = dist / SUMS_NAME
    if not sums.is_file() or sums.read_bytes() != made[SUMS_NAME]:
        (dist / SIGNATURE_NAME).unlink(missing_ok=True)  # it vouches for other sums
    write_together({dist / name: content for name, content in made.items()})
    return tuple(dist / name for name in made)


def refuse_references(catalog: Catalog) -> None:
    """Raises :class:`BundleError` while any set's wording is not the issued one."""
    titles = [
        spec.title
        for spec in catalog.handbook.sets.values()
        if spec.page and catalog.status_of_page(catalog.pages_by_uri[spec.page]) != OFFICIAL
    ]
    if titles:
        raise BundleError(
            f"{'、'.join(titles)}还不是正式文本，不能作为正式版打包：用 make rules 换成印发的文本，"
            f"页首写明 status: {OFFICIAL} 和印发单位、文号、日期。"
        )


def bundle_files(site: Path) -> dict[str, bytes]:
    """What goes into the bundle, by its path there."""
    if not (site / "index.html").is_file():
        raise BundleError("没有找到 site/index.html：先运行 make site。")
    files: dict[str, bytes] = {}
    for file in sorted(site.rglob("*")):
        name = file.relative_to(site).as_posix()
        if file.is_file() and name not in _SERVER_ONLY:
            if not name.isascii():
                raise BundleError(f"文件名 {name} 不是纯 ASCII，旧解压软件会写成乱码：请改名。")
            if len(name) > LONGEST_PATH:
                raise BundleError(f"路径 {name} 超过 {LONGEST_PATH} 个字符：请缩短。")
            files[name] = file.read_bytes()
    return files


def read_me(handbook: Handbook) -> bytes:
    """The note beside ``index.html``: UTF-8 with a byte order mark and CRLF, for old Notepad."""
    lines = [
        "请先全部解压，再打开 index.html。",
        "",
        f"{handbook.title}（{handbook.edition.name}）离线版",
        *([handbook.marking] if handbook.marking else []),
        "",
        "1. 右键点压缩包，选“全部解压”或“解压到当前文件夹”。不要在压缩包里直接双击文件。",
        "2. 打开解压出来的文件夹，双击 index.html，用浏览器阅读。不需要联网，也不需要安装。",
        "3. 按键盘上的 / 键可以搜索。",
        "4. 整个文件夹可以复制到U盘或别的位置，但里面的文件要放在一起。",
    ]
    return "\ufeff".encode() + "\r\n".join([*lines, ""]).encode()


def _sums(files: Mapping[str, bytes]) -> str:
    """The form that ``sha256sum --check`` reads."""
    return "".join(
        f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in files.items()
    )
