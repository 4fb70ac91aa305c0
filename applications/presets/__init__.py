"""Forms to start from, each as its document prints it. ``preset_schema`` is the one way in."""

from applications.form_schema import Schema
from applications.models.form import Preset
from applications.presets import henan2023, major_project, miit2021

_BUILDERS = {
    Preset.MIIT_2021: miit2021.build,
    Preset.HENAN_2023: henan2023.build,
    Preset.MAJOR_PROJECT: major_project.build,
}


def preset_schema(*, preset: str, year: int, basis: str = "") -> Schema:
    """The preset's form for a call of ``year``; ``basis`` is the notice that the pledge names (依据文件)."""
    return _BUILDERS[Preset(preset)](year, basis)
