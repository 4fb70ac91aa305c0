from .call import Call, CallImport, Deadline, Extension
from .correction import CallCorrection, DeadlineChange
from .direction import Category, Direction, DirectionPart, DirectionVersion, FundingTerm, Track
from .doubt import Doubt
from .edit import Edit
from .import_file import CallImportFile
from .indicator import Indicator, IndicatorVersion
from .question import Answer, Question
from .recommender import CallRecommender
from .rule import FormerWinner, Rule, RuleVersion
from .search import DirectionSearch
from .subscription import Subscription

__all__ = [
    "Answer",
    "Call",
    "CallCorrection",
    "CallImport",
    "CallImportFile",
    "CallRecommender",
    "Category",
    "Deadline",
    "DeadlineChange",
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
    "Question",
    "Rule",
    "RuleVersion",
    "Subscription",
    "Track",
]
