"""The figures of a run file (docs/run-file.md)."""

import gzip
import hashlib
import io
import json
import re
import zipfile
from typing import Any

Figure = float | str | bool | None

# What differs from run to run.
TIMES = {"seconds", "log"}
# Matroska's identifiers of a file and of its track (twice) are random, and its checksums cover them (RFC 9559).
RANDOM_ELEMENTS = re.compile(rb"(\x73\xa4\x90).{16}|(\x73\xc5\x88|\x63\xc5\x88).{8}|(\xbf\x84).{4}", re.DOTALL)


def run_figures(run: bytes) -> dict[str, Figure]:
    """Every figure of the columns and their streams, by where it is, and the digests of videos, mask streams and maps.

    Not the stored pictures: browsers code them differently.
    """
    with zipfile.ZipFile(io.BytesIO(run)) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        found: dict[str, Figure] = {}
        for kind in ("columns", "truth", "videos", "maskStreams"):
            collect(manifest[kind], kind, found)
        for kind in ("videos", "maskStreams", "maps"):
            for entry in manifest[kind]:
                content = archive.read(entry["file"])
                found[f"SHA-256 of {entry['file']}"] = hashlib.sha256(comparable(content, entry["file"])).hexdigest()
    return found


def comparable(content: bytes, name: str) -> bytes:
    """A file without what depends on chance or on the browser's own gzip."""
    if name.endswith(".gz"):
        return gzip.decompress(content)
    return RANDOM_ELEMENTS.sub(b"", content) if name.endswith(".mkv") else content


def collect(value: Any, path: str, found: dict[str, Figure]) -> None:
    if isinstance(value, dict):
        for key, item in value.items():
            if key not in TIMES:
                collect(item, f"{path}.{key}", found)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            collect(item, f"{path}.{index}", found)
    else:
        found[path] = value
