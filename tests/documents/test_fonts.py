import shutil
from pathlib import Path

import pytest

from portal.documents import fonts
from portal.documents.rendering import document_pdf
from tests.documents.pdfs import pdf_fonts, pdf_text, run_together
from tests.documents.sample import sample_html

SEED_CHARACTERS = (Path(__file__).parent / "seed_characters.txt").read_text(encoding="utf-8").replace("\n", "")
BODY = '{% extends "documents/base.html" %}{% block body %}<p style="text-indent:0">{{ text }}</p>{% endblock %}'


def rendered(text: str):
    from django.template import engines

    return document_pdf(engines["django"].from_string(BODY).render({"title": "字符", "text": text}))


@pytest.fixture
def forget():
    """Font paths are found once in a process; tests that move fonts look again, before and after."""
    caches = (fonts._found, fonts.face_path, fonts.face_bytes, fonts.font_set_version)
    for cached in caches:
        cached.cache_clear()
    yield
    for cached in caches:
        cached.cache_clear()


def test_all_fonts_of_the_set_are_here():
    assert all(fonts.original_path(key).is_file() for key in fonts.FACES)


def test_every_character_of_the_seeds_has_a_glyph(tmp_path):
    assert len(SEED_CHARACTERS) > 1200
    result = rendered(SEED_CHARACTERS)
    assert result.missing == ()
    assert set(SEED_CHARACTERS) - set(pdf_text(result.pdf)) <= {" ", "\u3000", "\u00a0"}
    # Nothing came from a font that happens to be on this machine.
    families = {line.split()[0].split("+")[1] for line in pdf_fonts(result.pdf, tmp_path)}
    assert families <= {"Portal-Fang", "Portal-Latin", "Portal-Rest", "Noto-Serif-CJK-SC"}


def test_names_with_rare_characters_fall_back():
    assert rendered("昇玥赟喆昉").missing == ()


def test_a_character_without_a_glyph_is_told():
    assert rendered("\U0001f3af目标").missing == ("\U0001f3af",)


def test_chinese_quotes_and_dashes_are_not_taken_by_the_latin_face():
    text = "他说“好”——‘行’……·"
    pdf = rendered(text).pdf
    assert run_together(pdf_text(pdf)) == text
    # All of it in one face: nothing of Liberation in the file.
    assert b"Portal-Latin" not in pdf


def test_version_names_the_files(forget, settings, tmp_path):
    before = fonts.font_set_version()
    assert before.startswith("fonts-")
    shutil.copytree(fonts.font_dir(), tmp_path / "fonts")
    settings.FONTS_DIR = tmp_path / "fonts"
    for cached in (fonts._found, fonts.face_path, fonts.font_set_version):
        cached.cache_clear()
    assert fonts.font_set_version() == before
    with (tmp_path / "fonts" / "FandolKai-Regular.otf").open("ab") as file:
        file.write(b"\0")
    fonts.font_set_version.cache_clear()
    assert fonts.font_set_version() != before


def test_a_missing_font_names_file_and_package(forget, settings, tmp_path):
    settings.FONTS_DIR = tmp_path
    with pytest.raises(fonts.FontMissing, match=r"FandolFang-Regular\.otf.*texlive-lang-chinese"):
        fonts.original_path("fang")


def test_cut_fonts_are_made_once_and_used(forget, settings, tmp_path):
    shutil.copytree(fonts.font_dir(), tmp_path / "fonts", ignore=shutil.ignore_patterns("cut"))
    settings.FONTS_DIR = tmp_path / "fonts"
    fonts._found.cache_clear()
    fonts.face_path.cache_clear()
    whole, number = fonts.face_path("rest")
    assert (whole.suffix, number) == (".ttc", 2)
    # Only the small ones: cutting a face of hanzi takes seconds.
    for key in ("song", "hei"):
        fonts.cut_path(key).parent.mkdir(parents=True, exist_ok=True)
        fonts.cut_path(key).write_bytes(b"made before")
    written = fonts.fonts_cut()
    assert [path.name.rsplit("-", 1)[0] for path in written] == ["latin", "latin-bold", "rest"]
    assert fonts.face_path("rest") == (fonts.cut_path("rest"), -1)
    assert "url(portal-font:rest)" in fonts.font_face_css()
    first = fonts.cut_path("rest").read_bytes()
    assert fonts.fonts_cut() == []
    fonts.cut_path("rest").unlink()
    assert fonts.fonts_cut() == [fonts.cut_path("rest")]
    assert fonts.cut_path("rest").read_bytes() == first


def test_every_face_pushes_lines_equally():
    from io import BytesIO

    from fontTools.ttLib import TTFont

    for key in ("latin", "latin-bold", "fang", "kai"):
        with TTFont(BytesIO(fonts.face_bytes(key))) as font:
            units = font["head"].unitsPerEm
            assert font["hhea"].ascent / units == pytest.approx(fonts.ASCENT, abs=0.001)
            assert -font["hhea"].descent / units == pytest.approx(fonts.DESCENT, abs=0.001)


def test_samples_use_only_the_set(tmp_path):
    from tests.documents.sample import application_context

    result = document_pdf(sample_html("sample_application.html", application_context(length=600)))
    families = {line.split()[0].split("+")[1] for line in pdf_fonts(result.pdf, tmp_path)}
    assert all(family.startswith(("Portal-", "Noto-S")) for family in families)
