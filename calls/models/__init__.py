from .call import Call, CallImport, Deadline, Extension
from .direction import Category, Direction, DirectionPart, DirectionVersion, FundingTerm, Track
from .doubt import Doubt
from .edit import Edit
from .import_file import CallImportFile
from .indicator import Indicator, IndicatorVersion
from .rule import FormerWinner, Rule, RuleVersion
from .search import DirectionSearch

__all__ = [
    "Call",
    "CallImport",
    "CallImportFile",
    "Category",
    "Deadline",
    "Direction",
    "DirectionPart",
    "DirectionSearch",
    "DirectionVersion",
    "Doubt",
    "Edit",
    "Extension",
    "FormerWinner",
    "FundingTerm",
    "Indicator",
    "IndicatorVersion",
    "Rule",
    "RuleVersion",
    "Track",
]
