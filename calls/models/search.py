from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models


class DirectionSearch(models.Model):
    """What a published direction is found and sorted by: derived from its version in force, written anew with each.

    ``text`` holds title, texts and indicators, normalised (`calls.search.normalised`), a line each; ``grams`` are all
    grams of them. The array finds candidates by its index, the text rechecks them. ``amount`` is the most that others
    than the applicant pay (万元).
    """

    direction = models.OneToOneField("calls.Direction", models.CASCADE, primary_key=True, related_name="searched")
    call = models.ForeignKey("calls.Call", models.CASCADE, related_name="+")
    track = models.ForeignKey("calls.Track", models.CASCADE, related_name="+")
    place = models.PositiveIntegerField()
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    grams = ArrayField(models.CharField(max_length=8))
    text = models.TextField()

    class Meta:
        # Written once a publication, read by everyone: no list of pending entries to be searched besides.
        indexes = [GinIndex(fields=["grams"], name="direction_grams", fastupdate=False)]
