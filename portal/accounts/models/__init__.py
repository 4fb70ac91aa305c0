from .invitation import Invitation
from .membership import Membership
from .organisation import Organisation
from .region import Region
from .roster import RosterImport
from .user import User

__all__ = ["Invitation", "Membership", "Organisation", "Region", "RosterImport", "User"]
