from .decision import Decision, Objection, PublicNotice, Reserve
from .eligibility import Correction, EligibilityCheck
from .recommendation import Recommendation, RecommendationList, ReturnNote
from .review import Assignment, Criterion, Expert, Recusal, ReviewRound, RoundExtension, Score, Scorecard

__all__ = [
    "Assignment",
    "Correction",
    "Criterion",
    "Decision",
    "EligibilityCheck",
    "Expert",
    "Objection",
    "PublicNotice",
    "Recommendation",
    "RecommendationList",
    "Recusal",
    "Reserve",
    "ReturnNote",
    "ReviewRound",
    "RoundExtension",
    "Score",
    "Scorecard",
]
