"""The bill of materials of the bundle: everything in it and behind it that is not ours.

A CycloneDX document (https://cyclonedx.org/docs/1.6/json/). What ships of the theme is listed file
by file; the packages are those of the lock file that are installed here, with the licence that
each declares. The same bundle gives the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from uuid import UUID

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom, BomMetaData
from cyclonedx.model.component import Component, ComponentScope, ComponentType
from cyclonedx.model.license import License, LicenseAcknowledgement
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

from handbook.addresses import OWN_ASSETS, SEARCH_FILE
from handbook.model import Handbook

LOCK_FILE = Path(__file__).resolve().parent.parent.parent / "requirements" / "build.txt"
THEME = "mkdocs-material"

_LOCKED = re.compile(r"^(?P<name>[\w.-]+)==(?P<version>[^\s;]+)", re.MULTILINE)


def sbom(handbook: Handbook, bundle: bytes, files: Mapping[str, bytes], date: int) -> bytes:
    """The document for a zip with the bytes ``bundle``, which holds ``files``.

    ``date`` is the moment that the document bears, in seconds since 1970. Raises
    ``PackageNotFoundError`` if what the lock file names as the theme is not installed.
    """
    root = Component(
        name=handbook.title,
        version=handbook.edition.id,
        type=ComponentType.APPLICATION,
        bom_ref="handbook",
        hashes=[_digest(bundle)],
    )
    theme_files = [
        Component(name=name, type=ComponentType.FILE, bom_ref=name, hashes=[_digest(content)])
        for name, content in sorted(files.items())
        if name.startswith("assets/") and name != SEARCH_FILE and not name.startswith(OWN_ASSETS)
    ]
    packages = [_package(found, theme_files) for found in _installed()]
    metadata = BomMetaData(component=root, timestamp=datetime.fromtimestamp(date, UTC))
    # The root names the bundle, and the bundle the document: a number of its own would be random.
    serial = UUID(bytes=sha256(bundle).digest()[:16], version=4)
    bom = Bom(components=packages, metadata=metadata, serial_number=serial)
    bom.register_dependency(root, packages)
    return JsonV1Dot6(bom).output_as_string(indent=1).encode() + b"\n"


def _installed() -> Iterator[Distribution]:
    """The packages of the lock file that are here: some are for other systems or Pythons."""
    for match in _LOCKED.finditer(LOCK_FILE.read_text(encoding="utf-8")):
        try:
            found = distribution(match["name"])
        except PackageNotFoundError:
            if match["name"] == THEME:
                raise
            continue
        if found.version == match["version"]:
            yield found


def _package(found: Distribution, theme_files: list[Component]) -> Component:
    # The one spelling of a name (https://packaging.python.org/en/latest/specifications/name-normalization/).
    name = re.sub(r"[-_.]+", "-", found.metadata["Name"]).lower()
    is_theme = name == THEME
    return Component(
        name=name,
        version=found.version,
        type=ComponentType.LIBRARY,
        bom_ref=f"{name}@{found.version}",
        purl=PackageURL("pypi", name=name, version=found.version),
        # Of the others nothing is in the bundle: they build it.
        scope=ComponentScope.REQUIRED if is_theme else ComponentScope.EXCLUDED,
        licenses=[licence] if (licence := _licence(found)) else [],
        components=theme_files if is_theme else [],
    )


def _licence(found: Distribution) -> License | None:
    """What the package itself declares: an expression, else a name, else a classifier."""

    def given(field: str) -> list[str]:
        return found.metadata.get_all(field) or []

    classified = [c for c in given("Classifier") if c.startswith("License ::")]
    names = [
        *given("License-Expression"),
        *(text.partition("\n")[0] for text in given("License")),
        *(name.rpartition(" :: ")[2] for name in classified),
    ]
    declared = next((name for name in names if name not in ("", "UNKNOWN")), "")
    if not declared:
        return None
    return LicenseFactory().make_from_string(
        declared, license_acknowledgement=LicenseAcknowledgement.DECLARED
    )


def _digest(content: bytes) -> HashType:
    return HashType(alg=HashAlgorithm.SHA_256, content=sha256(content).hexdigest())
