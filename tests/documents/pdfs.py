"""Reading PDFs back with Poppler, as a person's reader would."""

import io
import re
import subprocess
from pathlib import Path

import pikepdf
from PIL import Image, ImageChops


def pdf_text(pdf: bytes, *, page: int | None = None) -> str:
    """The text of a PDF or of one page (from 1), as extracted by pdftotext."""
    pages = ["-f", str(page), "-l", str(page)] if page else []
    return subprocess.run(["pdftotext", *pages, "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()


def page_count(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return len(document.pages)


def run_together(text: str) -> str:
    """A text without any white space: line breaks of a page are not the writer's."""
    return "".join(text.split())


def pdf_lines(pdf: bytes, *, page: int) -> list[tuple[float, float, float]]:
    """(left, top, right) of every line of a page, in points from its upper left corner."""
    xml = subprocess.run(
        ["pdftotext", "-f", str(page), "-l", str(page), "-bbox-layout", "-", "-"],
        input=pdf,
        capture_output=True,
        check=True,
    ).stdout.decode()
    return [
        (float(left), float(top), float(right))
        for left, top, right in re.findall(r'<line xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)"', xml)
    ]


def pdf_picture(pdf: bytes, *, page: int, dpi: int = 72) -> Image.Image:
    """One page (from 1) as a picture; at 72 dpi a pixel is a point."""
    png = subprocess.run(
        ["pdftoppm", "-r", str(dpi), "-f", str(page), "-l", str(page), "-png", "-"],
        input=pdf,
        capture_output=True,
        check=True,
    ).stdout
    return Image.open(io.BytesIO(png)).convert("RGB")


def pdf_fonts(pdf: bytes, folder: Path) -> list[str]:
    """The lines of pdffonts for a PDF, without its heading."""
    path = folder / "fonts.pdf"
    path.write_bytes(pdf)
    listing = subprocess.run(["pdffonts", str(path)], capture_output=True, check=True).stdout.decode()
    return listing.splitlines()[2:]


def red_ink(picture: Image.Image) -> Image.Image:
    """White where a picture has the colour of a seal's ink, black elsewhere."""
    red, green, blue = picture.split()
    bright, dark = red.point(lambda value: 255 * (value > 150)), (lambda value: 255 * (value < 110))
    return ImageChops.multiply(bright, ImageChops.multiply(green.point(dark), blue.point(dark)))


def reds(picture: Image.Image, box: tuple[int, int, int, int] | None = None) -> int:
    """Number of pixels with the colour of a seal's ink, in a picture or a part of it."""
    return red_ink(picture.crop(box) if box else picture).histogram()[255]
