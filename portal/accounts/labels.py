"""How states of accounts are shown: the tone of the tag for each."""

from portal.accounts.models.organisation import OrganisationState

ORGANISATION_TONES = {
    OrganisationState.PENDING: "go",
    OrganisationState.ACTIVE: "ok",
    OrganisationState.REFUSED: "bad",
    OrganisationState.SUSPENDED: "warn",
}
