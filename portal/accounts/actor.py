"""Actor = user + membership: in whose name something is read or done."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .roles import APPLICANT_ROLES, READING_ROLES, Role

if TYPE_CHECKING:
    from .models import Membership, Organisation, User


@dataclass(frozen=True, slots=True)
class Actor:
    """A visitor has neither user nor membership; a user who has just registered has no membership yet."""

    user: "User | None" = None
    membership: "Membership | None" = None

    @property
    def role(self) -> str:
        return self.membership.role if self.membership else ""

    @property
    def organisation(self) -> "Organisation | None":
        return self.membership.organisation if self.membership else None

    @property
    def organisation_id(self) -> int | None:
        return self.membership.organisation_id if self.membership else None

    @property
    def user_id(self) -> int | None:
        return self.user.pk if self.user else None

    @property
    def is_visitor(self) -> bool:
        return self.user is None

    @property
    def is_applicant(self) -> bool:
        return self.role in APPLICANT_ROLES

    @property
    def is_bureau(self) -> bool:
        return self.role == Role.BUREAU_OFFICER

    @property
    def is_issuing(self) -> bool:
        return self.role == Role.ISSUING_OFFICER

    @property
    def is_auditor(self) -> bool:
        return self.role == Role.AUDITOR

    @property
    def only_reads(self) -> bool:
        return self.role in READING_ROLES

    @property
    def is_expert(self) -> bool:
        return self.role == Role.EXPERT

    @property
    def is_administrator(self) -> bool:
        return self.role == Role.ADMINISTRATOR

    def has_role(self, *roles: str) -> bool:
        return self.role in roles

    def __str__(self) -> str:
        if self.user is None:
            return "访客"
        return f"{self.user.name}（{self.membership}）" if self.membership else self.user.name


VISITOR = Actor()
