from .application import Application, ApplicationState
from .commitment import IndicatorCommitment
from .evidence import Evidence
from .form import FormVersion
from .narrative import Narrative
from .participant import Participant
from .pledge import Pledge
from .profile import Answer, Profile
from .submission import Submission
from .version import ApplicationVersion, SectionState

__all__ = [
    "Answer",
    "Application",
    "ApplicationState",
    "ApplicationVersion",
    "Evidence",
    "FormVersion",
    "IndicatorCommitment",
    "Narrative",
    "Participant",
    "Pledge",
    "Profile",
    "SectionState",
    "Submission",
]
