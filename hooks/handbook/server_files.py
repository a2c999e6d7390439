"""The site as a web server serves it: compressed beforehand, with the policy as a header.

The package is what an office unpacks on its server: ``handbook/site`` with a compressed twin of
each text, and ``handbook/nginx`` with the configuration of ``deploy/nginx`` and the policy of the
pages it holds. The same site gives the same bytes.
"""

from __future__ import annotations

import gzip
import io
import tarfile
from collections.abc import Mapping
from pathlib import Path

from handbook.content_policy import site_policy

CONFIGURATION = Path(__file__).resolve().parent.parent.parent / "deploy" / "nginx"
FOLDER = "handbook"
POLICY_NAME = "policy.conf"

_COMPRESSED = (".html", ".js", ".css", ".json", ".svg", ".txt", ".xml")
# A smaller answer fits in one packet anyway.
_WORTH_COMPRESSING = 1000


class ServerFilesError(Exception):
    """The package cannot be made; the message says why, in Chinese."""


def server_package(site: Path, date: int) -> bytes:
    """The package for the built ``site``, its files dated ``date`` in seconds since 1970.

    Raises :class:`ServerFilesError` if there is no site.
    """
    if not (site / "index.html").is_file():
        raise ServerFilesError("没有找到 site/index.html：先运行 make site。")
    pages = {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in sorted(site.rglob("*"))
        if path.is_file()
    }
    files = {f"{FOLDER}/site/{name}": content for name, content in with_compressed(pages).items()}
    for path in sorted(CONFIGURATION.iterdir()):
        files[f"{FOLDER}/nginx/{path.name}"] = path.read_bytes()
    files[f"{FOLDER}/nginx/{POLICY_NAME}"] = policy_configuration(pages).encode()
    return _archive(files, date)


def with_compressed(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """``files`` and, beside each text that is worth it, its compressed twin."""
    found = dict(files)
    for name, content in files.items():
        if name.endswith(_COMPRESSED) and len(content) > _WORTH_COMPRESSING:
            found.setdefault(f"{name}.gz", gzip.compress(content, 9, mtime=0))
    return found


def policy_configuration(files: Mapping[str, bytes]) -> str:
    """The line of nginx's configuration that sends the policy of all pages among ``files``.

    A page says the same of itself and more narrowly; the header also holds for what is no page,
    and forbids other sites to frame it, which a page cannot.
    """
    pages = [content.decode() for name, content in files.items() if name.endswith(".html")]
    policy = f"{site_policy(pages)}; frame-ancestors 'none'"
    return f'add_header Content-Security-Policy "{policy}" always;\n'


def _archive(files: Mapping[str, bytes], date: int) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for name in sorted(files):
            info = tarfile.TarInfo(name)
            info.size, info.mtime, info.mode = len(files[name]), date, 0o644
            archive.addfile(info, io.BytesIO(files[name]))
    return gzip.compress(buffer.getvalue(), 9, mtime=0)
