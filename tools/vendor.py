"""Copy the browser libraries we serve into the tree, pinned and checked.

Run `python tools/vendor.py` with npm on the PATH. Nobody needs npm to run the portal:
what this script writes is committed, and `static/vendor.json` lets a test re-hash it.
"""

from __future__ import annotations

import base64
import hashlib
import json
import posixpath
import re
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MANIFEST = ROOT / "static" / "vendor.json"
STYLE_URL = re.compile(r"url\(\s*[\"']?([^\"')]+)[\"']?\s*\)")

ICON_SHEETS = tuple(
    f"utility/icons/icons-{name}/icons-{name}.main.min.css"
    for name in ("system", "business", "document", "user")
)
FONTS = tuple(
    f"fonts/Marianne-{cut}.woff2"
    for cut in ("Regular", "Regular_Italic", "Medium", "Medium_Italic", "Bold", "Bold_Italic")
)
FAVICONS = tuple(
    f"favicon/{name}" for name in ("favicon.svg", "favicon.ico", "apple-touch-icon.png")
)


@dataclass(frozen=True)
class Library:
    """One package: `files` maps a path inside the package to a path inside the project."""

    name: str
    version: str
    licence: str
    integrity: str
    files: dict[str, str]
    sheets: tuple[str, ...] = ()

    @property
    def spec(self) -> str:
        return f"{self.name}@{self.version}"


DSFR_SHEETS = ("dsfr.main.min.css", *ICON_SHEETS)
DSFR_FILES = ("dsfr.module.min.js", *DSFR_SHEETS, *FONTS, *FAVICONS)

LIBRARIES = (
    Library(
        name="htmx.org",
        version="2.0.11",
        licence="0BSD",
        integrity="Thx/WtpeOQqSrqBCw/A1cwGJGg4UrVa3+sW0GmrM3p4gJgO89ecH4qtbnyzDDWFvBTqjnIMCgELTNt636dtamA==",
        files={"dist/htmx.min.js": "static/htmx.min.js", "LICENSE": "static/htmx.LICENSE"},
    ),
    Library(
        name="@gouvfr/dsfr",
        version="1.15.3",
        licence="etalab-2.0, under the terms of use copied beside it",
        integrity="R9AALZc1LfZjtytWZMOaUIOHWTkllBZ/sZlsL8TpKZVgF3qUKXt/uNYh+L1D1Fh4p92ZqWxbtNcebsigBZe5pQ==",
        files={f"dist/{path}": f"static/dsfr/{path}" for path in DSFR_FILES}
        | {"LICENSE.md": "static/dsfr/LICENSE.md", "doc/legal/cgu.md": "static/dsfr/CGU.md"},
        sheets=tuple(f"dist/{path}" for path in DSFR_SHEETS),
    ),
    Library(
        name="axe-core",
        version="4.14.1",
        licence="MPL-2.0",
        integrity="FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ==",
        files={"axe.min.js": "tests/vendor/axe.min.js", "LICENSE": "tests/vendor/axe.LICENSE"},
    ),
)


def main() -> None:
    """Fetch, check and copy every library, then write the manifest."""
    entries = [vendored(library) for library in LIBRARIES]
    MANIFEST.write_text(json.dumps(entries, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{sum(len(entry['files']) for entry in entries)} files written")


def vendored(library: Library) -> dict:
    """Copy one library into the tree; return its line of the manifest."""
    with tempfile.TemporaryDirectory() as folder:
        package = unpacked(library, Path(folder))
        wanted = library.files | dict(drawings(library, package))
        for source, target in wanted.items():
            copy(package / source, ROOT / target)
    return {
        "name": library.name,
        "version": library.version,
        "licence": library.licence,
        "integrity": f"sha512-{library.integrity}",
        "files": {target: sha256(ROOT / target) for target in sorted(wanted.values())},
    }


def unpacked(library: Library, folder: Path) -> Path:
    """Return the folder of the package, after checking the archive it came in."""
    command = ["npm", "pack", "--silent", "--pack-destination", str(folder), library.spec]
    subprocess.run(command, check=True, capture_output=True)
    archive = next(folder.glob("*.tgz"))
    found = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if found != library.integrity:
        raise SystemExit(f"{library.spec}: unexpected archive sha512-{found}")
    with tarfile.open(archive) as tar:
        tar.extractall(folder, filter="data")
    return folder / "package"


def drawings(library: Library, package: Path) -> Iterator[tuple[str, str]]:
    """Yield the SVG files that the kept style sheets point to."""
    for sheet in library.sheets:
        for url in STYLE_URL.findall((package / sheet).read_text(encoding="utf-8")):
            source = posixpath.normpath(posixpath.join(posixpath.dirname(sheet), url))
            if url.endswith(".svg") and not url.startswith("data:"):
                yield source, source.replace("dist/", "static/dsfr/", 1)


def copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    main()
