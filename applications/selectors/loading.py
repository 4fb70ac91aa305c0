"""A version with all its rows in a number of queries that does not grow with them."""

from applications.models import ApplicationVersion


def version_loaded(version: ApplicationVersion) -> ApplicationVersion:
    """The same version read anew with form, direction, indicators and every row that hangs on it."""
    return (
        ApplicationVersion.objects.select_related(
            "application__call__issuer",
            "application__organisation__region",
            "application__recommender__region",
            "application__direction__track",
            "application__direction__category",
            "form_version",
            "direction_version__correction",
            "profile",
            "pledge__agreed_by__user",
        )
        .prefetch_related(
            "answers",
            "narratives",
            "participants",
            "commitments__indicator_version",
            "evidence__file__blob",
            "section_states__saved_by__user",
            "direction_version__indicators",
            "application__call__deadlines__extensions",
        )
        .get(pk=version.pk)
    )
