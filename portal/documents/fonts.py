"""The fonts that printed documents use: where they lie, what they are called in CSS, which version they are.

仿宋 and 楷体 come out of Debian's texlive-lang-chinese (Fandol), 小标宋 and 黑体 are Noto Serif and Noto Sans CJK SC,
digits and Latin letters are Liberation Serif. What Fandol misses (² ㎡ µ 玥 …) falls back to Noto Serif CJK SC.
`python -m portal.documents.fonts` cuts the very large ones to what Chinese papers use; without the cut, documents look
the same, are twice as large and take a quarter longer.
"""

import hashlib
import os
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

SYSTEM_DIRS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")

# Digits and letters only: a Latin face that also offered “ ” ‘ ’ … — · would win them from the Chinese face.
# The invisible joiners belong to it so that no further font is asked for them.
LATIN_RANGE = (
    "U+0020-007E, U+00A0, U+00B0-00B1, U+00C0-00D6, U+00D8-00F6, U+00F8-017F, U+0391-03A9, U+03B1-03C9, "
    "U+200B-200D, U+2060"
)
# All faces of a line get these, of the em: otherwise each font in it pushes the lines of the page apart by its own.
ASCENT, DESCENT = 0.88, 0.12
# Counted up whenever cut copies made before would differ from those made now.
RECIPE = 3


@dataclass(frozen=True)
class Face:
    """One font file and the family under which documents ask for it.

    `number` is the index inside a TTC, -1 for a file of its own (only such a file, or a cut copy, can be loaded by
    documents; a TTC is found by its system family); `cut` is the repertoire of its cut copy, "" for none.
    """

    key: str
    family: str
    file: str
    package: str
    number: int = -1
    weight: str = "normal"
    unicode_range: str = ""
    cut: str = ""


LATIN = {"package": "fonts-liberation", "unicode_range": LATIN_RANGE, "cut": "letters"}
# Not cut: each takes 20 s, for a twentieth of a document's time.
FANDOL = {"package": "texlive-lang-chinese"}
NOTO = {"package": "fonts-noto-cjk", "number": 2}
FACES = {
    face.key: face
    for face in (
        Face("latin", "Portal Latin", "LiberationSerif-Regular.ttf", **LATIN),
        Face("latin-bold", "Portal Latin", "LiberationSerif-Bold.ttf", weight="bold", **LATIN),
        Face("fang", "Portal Fang", "FandolFang-Regular.otf", **FANDOL),
        Face("kai", "Portal Kai", "FandolKai-Regular.otf", **FANDOL),
        Face("song", "Portal Song", "NotoSerifCJK-Bold.ttc", weight="bold", cut="hanzi", **NOTO),
        Face("hei", "Portal Hei", "NotoSansCJK-Regular.ttc", cut="hanzi", **NOTO),
        Face("rest", "Portal Rest", "NotoSerifCJK-Regular.ttc", cut="signs", **NOTO),
        Face("fallback", "Noto Serif CJK SC", "NotoSerifCJK-Regular.ttc", **NOTO),
    )
}


class FontMissing(ImproperlyConfigured):
    """A font that documents need is not on this machine; the message names file and Debian package."""


def font_dir() -> Path:
    """The folder of fonts that are no system fonts (setting FONTS_DIR, usually var/fonts)."""
    return Path(settings.FONTS_DIR)


@cache
def _found(directory: str) -> dict[str, Path]:
    """File name → path of every font below a directory, the first in alphabetical order where a name occurs twice."""
    found: dict[str, Path] = {}
    for path in sorted(Path(directory).expanduser().rglob("*.[ot]t[fc]")):
        found.setdefault(path.name, path)
    return found


def original_path(key: str) -> Path:
    """The file of a face as its package ships it. Raises FontMissing."""
    face = FACES[key]
    for directory in (str(font_dir()), *SYSTEM_DIRS):
        if path := _found(directory).get(face.file):
            return path
    raise FontMissing(f"{face.file} is missing: install {face.package} or put the file into {font_dir()}")


def cut_path(key: str) -> Path:
    """Where the cut copy of a face lies when it has been made."""
    return font_dir() / "cut" / f"{key}-{RECIPE}.ttf"


@cache
def face_path(key: str) -> tuple[Path, int]:
    """The file to read a face from and its index inside it: the cut copy where there is one. Raises FontMissing."""
    if FACES[key].cut and cut_path(key).is_file():
        return cut_path(key), -1
    return original_path(key), FACES[key].number


@cache
def font_set_version() -> str:
    """A name for exactly this set of font files: part of a document's input, so that its bytes can be repeated."""
    digest = hashlib.sha256()
    for key in sorted(FACES):
        with face_path(key)[0].open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return f"fonts-{digest.hexdigest()[:16]}"


@cache
def face_bytes(key: str) -> bytes:
    """The font that documents load for a face: the cut copy, else the original with the metrics of all others."""
    from portal.documents.lettering import aligned_font

    path, _ = face_path(key)
    return path.read_bytes() if path == cut_path(key) else aligned_font(path)


def font_face_css() -> str:
    """The @font-face rules for all faces that are loaded by file; `portal-font:` is read by layout.OwnFetcher."""
    rules = []
    for face in FACES.values():
        if face_path(face.key)[1] >= 0:
            continue
        extent = f"unicode-range:{face.unicode_range};" if face.unicode_range else ""
        rules.append(
            f'@font-face{{font-family:"{face.family}";font-weight:{face.weight};{extent}'
            f"src:url(portal-font:{face.key})}}"
        )
    return "\n".join(rules)


def fonts_cut() -> list[Path]:
    """Make the cut copies that are missing or older than their originals; returns what was written."""
    from portal.documents.lettering import cut_font, repertoire

    written = []
    for face in FACES.values():
        source, target = original_path(face.key), cut_path(face.key)
        if not face.cut or (target.is_file() and target.stat().st_mtime >= source.stat().st_mtime):
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        draft = target.with_suffix(".part")
        draft.write_bytes(cut_font(path=source, number=face.number, characters=repertoire(face.cut)))
        draft.replace(target)
        written.append(target)
    face_path.cache_clear()
    font_set_version.cache_clear()
    return written


if __name__ == "__main__":
    default = Path(__file__).resolve().parents[2] / "var" / "fonts"
    settings.configure(FONTS_DIR=os.environ.get("PORTAL_FONTS", default))
    for made in fonts_cut():
        sys.stdout.write(f"{made.name}\n")
