"""Tiny archives in the forms of the published sets."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path


def pack(archive: Path, files: dict[str, str]) -> None:
    """Write an archive that holds these texts under these names."""
    with tarfile.open(archive, "w:xz") as tar:
        for name, text in files.items():
            content = text.encode()
            member = tarfile.TarInfo(name)
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
