"""The package for a web server, served by a real nginx: headers, caching, compression, 404."""

from __future__ import annotations

import gzip
import http.client
import os
import re
import shutil
import socket
import subprocess
import tarfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from handbook.addresses import TRAINER, WORKING_CHECKLIST
from handbook.content_policy import NOBODY

from tests.mkdocs_project import copy_repository, handbook_server, mkdocs_build

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
pytestmark = pytest.mark.skipif(NGINX is None, reason="nginx is not installed")

MAIN = """\
daemon off;
pid {root}/nginx.pid;
error_log {root}/error.log;
events {{}}
http {{
    include /etc/nginx/mime.types;
    default_type application/octet-stream;
    access_log off;
    client_body_temp_path {root}/body;
    proxy_temp_path {root}/proxy;
    fastcgi_temp_path {root}/fastcgi;
    uwsgi_temp_path {root}/uwsgi;
    scgi_temp_path {root}/scgi;
    {server}
}}
"""
BY_ITSELF = "include {root}/handbook/nginx/handbook.conf;"
IN_A_FOLDER = """
    include {root}/handbook/nginx/cache.conf;
    server {{
        listen 80;
        root {root}/other;
        include {root}/handbook/nginx/handbook-location.conf;
    }}
"""
PATIENCE = 10


@dataclass(frozen=True)
class Answer:
    """What the server said."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Server:
    """A running nginx; ``folder`` is where it serves the handbook."""

    port: int
    folder: str
    site: Path

    def ask(self, path: str, method: str = "GET", **headers: str) -> Answer:
        """The answer to a request for ``path``, as it is, under the handbook's folder."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, self.folder + path, headers=named)
        response = connection.getresponse()
        found = {name.lower(): value for name, value in response.getheaders()}
        answer = Answer(response.status, found, response.read())
        connection.close()
        return answer


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def configured(root: Path, server: str, port: int) -> Path:
    """The main configuration around the package's own, with this folder and this port in them."""
    for path in (root / "handbook" / "nginx").iterdir():
        text = path.read_text(encoding="utf-8").replace("/srv/handbook", f"{root}/handbook")
        text = text.replace("listen 80;", f"listen 127.0.0.1:{port};")
        path.write_text(text.replace("listen [::]:80;", ""), encoding="utf-8")
    main = root / "nginx.conf"
    server = server.format(root=root).replace("listen 80;", f"listen 127.0.0.1:{port};")
    main.write_text(MAIN.format(root=root, server=server), encoding="utf-8")
    return main


@pytest.fixture(scope="module", params=["by itself", "in a folder"])
def server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    folder = "/handbook" if request.param == "in a folder" else ""
    with serving(tmp_path_factory.mktemp("project"), tmp_path_factory.mktemp("srv"), folder) as one:
        yield one


@contextmanager
def serving(project: Path, root: Path, folder: str) -> Iterator[Server]:
    """The real handbook, built in ``project``, unpacked and served in ``root`` by a real nginx."""
    copy_repository(project)
    port = free_port()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SITE_URL", f"http://127.0.0.1:{port}{folder}/")
        built = mkdocs_build(project)
        assert built.returncode == 0, built.stdout + built.stderr
        packed = handbook_server(project)
        assert packed.returncode == 0, packed.stderr
    with tarfile.open(project / "dist" / "xuncha-handbook-server.tar.gz") as archive:
        archive.extractall(root, filter="data")
    (root / "other").mkdir()
    (root / "handbook" / "site" / ".secret").write_text("x", encoding="utf-8")
    for path in (root, *root.parents):
        if path.stat().st_uid == os.geteuid():
            path.chmod(path.stat().st_mode | 0o555)  # nginx's workers are another user
    main = configured(root, IN_A_FOLDER if folder else BY_ITSELF, port)
    assert NGINX is not None
    command = [NGINX, "-c", str(main), "-p", str(root), "-e", str(root / "error.log")]
    checked = subprocess.run([*command, "-t"], capture_output=True, encoding="utf-8", check=False)
    assert checked.returncode == 0, checked.stderr
    assert "warn" not in checked.stderr
    process = subprocess.Popen(command)
    try:
        wait_for(port)
        yield Server(port, folder, project / "site")
    finally:
        process.terminate()
        process.wait(PATIENCE)


def wait_for(port: int) -> None:
    for _ in range(PATIENCE * 20):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("nginx did not begin to listen")


def test_every_file_is_served_as_it_was_built(server: Server) -> None:
    for path in sorted(server.site.rglob("*")):
        if path.is_file() and path.name != "404.html":
            answer = server.ask("/" + path.relative_to(server.site).as_posix())
            assert (answer.status, answer.body) == (200, path.read_bytes()), path
    assert server.ask("/").body == (server.site / "index.html").read_bytes()


@pytest.mark.parametrize("path", ["/", "/assets/handbook/scripts.js", "/nowhere", "/catalog.json"])
def test_every_answer_bears_the_security_headers(server: Server, path: str) -> None:
    headers = server.ask(path).headers

    assert {name: headers.get(name) for name in SECURITY} == SECURITY
    policy = headers["content-security-policy"]
    # The scripts and the style of the one page that holds its own, by their hashes.
    own = re.sub(r" 'sha256-[\w+/]{43}='", "", policy)
    assert own.startswith("default-src 'none'; script-src 'self'; style-src 'self'; ")
    assert policy.endswith("form-action 'none'; frame-ancestors 'none'")
    assert "unsafe" not in policy
    assert "/" not in headers["server"], "the version is nobody's business"


SECURITY = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


def test_the_header_allows_whatever_a_page_allows_itself(server: Server) -> None:
    policy = server.ask("/").headers["content-security-policy"]
    for path in server.site.rglob("*.html"):
        own = re.search(r'Security-Policy" content="([^"]+)"', path.read_text(encoding="utf-8"))
        assert own, path
        for rule in own[1].split("; "):
            name, *sources = rule.split(" ")
            allowed = next(r for r in policy.split("; ") if r.split(" ")[0] == name).split(" ")
            assert set(sources) - {NOBODY} <= set(allowed), f"{path}: {rule}"


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/index.html", "text/html; charset=utf-8"),
        ("/assets/handbook/scripts.js", "application/javascript; charset=utf-8"),
        ("/assets/handbook/styles.css", "text/css; charset=utf-8"),
        ("/catalog.json", "application/json; charset=utf-8"),
    ],
)
def test_texts_are_sent_compressed_and_as_what_they_are(
    server: Server, path: str, kind: str
) -> None:
    plain = server.ask(path)
    packed = server.ask(path, Accept_Encoding="gzip")

    assert plain.headers["content-type"] == packed.headers["content-type"] == kind
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.headers["vary"] == "Accept-Encoding"
    assert gzip.decompress(packed.body) == plain.body
    # Made beforehand: the very bytes of the file beside it.
    assert packed.body == gzip.compress(plain.body, 9, mtime=0)


def test_only_what_carries_its_hash_in_its_name_is_kept_long(server: Server) -> None:
    kept = {}
    for path in server.site.rglob("*"):
        if path.is_file() and path.name != "404.html":
            name = path.relative_to(server.site).as_posix()
            kept[name] = server.ask(f"/{name}").headers["cache-control"]
    long = {name for name, value in kept.items() if value != "no-cache"}

    assert {kept[name] for name in long} == {"public, max-age=31536000, immutable"}
    assert sorted(re.sub(r"[0-9a-f]{8}", "*", name) for name in long) == [
        "assets/stylesheets/main.*.min.css",
        "assets/stylesheets/palette.*.min.css",
    ]


def test_what_has_not_changed_is_not_sent_again(server: Server) -> None:
    tag = server.ask("/index.html").headers["etag"]
    again = server.ask("/index.html", If_None_Match=tag)

    assert (again.status, again.body) == (304, b"")


@pytest.mark.parametrize(
    "path",
    [
        "/nowhere.html",
        "/nowhere/deep/down.html",
        "/checklists/",  # a folder has a page of its own, so this one is shown
        "/assets/",
        "/.secret",
        "/.git/config",
        "/assets/.secret",
    ],
)
def test_what_is_not_there_is_said_in_chinese(server: Server, path: str) -> None:
    answer = server.ask(path)
    if path == "/checklists/":
        assert answer.status == 200
        return

    assert answer.status == 404
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    html = answer.body.decode()
    assert "没有这一页" in html
    assert "Index of" not in html
    # Whatever it needs and wherever it leads is there, from any depth.
    for address in set(re.findall(r'(?:href|src)="(/[^"#]*)"', html)):
        inside = address.removeprefix(server.folder)
        assert address.startswith(f"{server.folder}/"), address
        assert server.ask(inside).status == 200, address


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_nothing_can_be_sent_to_it(server: Server, method: str) -> None:
    assert server.ask("/index.html", method).status == 405


def test_paths_lead_nowhere_else(server: Server) -> None:
    for path in ("/../nginx/site.conf", "/..%2fnginx/site.conf", "/assets/../../nginx/site.conf"):
        assert server.ask(path).status in (400, 404), path


def test_pages_name_their_address_and_the_sitemap_every_page(server: Server) -> None:
    base = f"http://127.0.0.1:{server.port}{server.folder}"
    html = server.ask("/checklists/aspect-1.html").body.decode()
    assert f'<link rel="canonical" href="{base}/checklists/aspect-1.html">' in html

    listed = set(re.findall(r"<loc>([^<]*)</loc>", server.ask("/sitemap.xml").body.decode()))
    pages = {p.relative_to(server.site).as_posix() for p in server.site.rglob("*.html")}
    assert {address.removeprefix(f"{base}/") or "index.html" for address in listed} == (
        pages - {"404.html", WORKING_CHECKLIST, TRAINER}
    )
