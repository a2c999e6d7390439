"""Zip files whose bytes depend on nothing but what is put into them."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Mapping
from pathlib import PurePosixPath

from handbook.output import EARLIEST_DATE


def zip_bytes(files: Mapping[str, bytes], timestamp: int) -> bytes:
    """A zip of ``files`` whose bytes depend on nothing but the arguments."""
    date = time.gmtime(max(timestamp, EARLIEST_DATE))[:6]
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(files, key=lambda path: PurePosixPath(path).parts):
            info = zipfile.ZipInfo(name, date)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3
            info.external_attr = 0o100644 << 16
            archive.writestr(info, files[name])
    return buffer.getvalue()
