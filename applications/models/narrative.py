from django.db import models


class Narrative(models.Model):
    """Free text of one narrative section (揭榜任务书): ``body`` maps the outline's part keys to plain text."""

    version = models.ForeignKey("applications.ApplicationVersion", models.CASCADE, related_name="narratives")
    section_key = models.CharField(max_length=40)
    body = models.JSONField(default=dict)
    characters = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "section_key"], name="narrative_once")]
