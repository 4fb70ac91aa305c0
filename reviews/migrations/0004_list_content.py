"""What a sent 推荐表 says is kept with it and never changes. Lists sent before keep the names of today."""

from django.db import migrations, models
from django.db.models import Q

from portal.documents.digests import canonical_json, text_digest
from portal.protection import freeze_children, freeze_row, functions
from reviews.titles import list_title


def freeze_sent_lists(apps, schema_editor):
    lists = apps.get_model("reviews", "RecommendationList")
    directions = apps.get_model("calls", "Direction")
    for sent in lists.objects.filter(sent_at__isnull=False).select_related("call__issuer", "recommender"):
        rows = sent.recommendations.filter(application__sent_at__isnull=False).order_by("rank")
        content = {
            "number": f"TJ-{sent.call.year}-{sent.pk:05d}",
            "title": list_title(sent.call),
            "call": sent.call.public_id,
            "call_title": sent.call.title,
            "issuer": sent.call.issuer.name,
            "recommender": sent.recommender.name,
            "directions": directions.objects.filter(call=sent.call_id, published__isnull=False).count(),
            "sent_at": sent.sent_at,
            "rows": [_row(one) for one in rows],
        }
        sent.canonical = canonical_json(content)
        sent.sha256 = text_digest(sent.canonical)
        sent.save(update_fields=["canonical", "sha256"])


def _row(one):
    profile = getattr(one.version, "profile", None)
    return {
        "rank": one.rank,
        "application": one.application.number,
        "organisation": (profile and profile.unit_name) or one.application.organisation.name,
        "direction": one.version.direction_version.title,
        "product": one.version.product_name,
        "reason": one.reason,
        "contact": profile.contact_name if profile else "",
        "phone": profile.contact_phone if profile else "",
    }


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("applications", "0001_initial"),
        ("calls", "0001_initial"),
        ("reviews", "0003_round_extension"),
    ]

    operations = [
        migrations.AddField("recommendationlist", "canonical", models.TextField(blank=True, default="")),
        migrations.AddField(
            "recommendationlist",
            "sha256",
            models.CharField("摘要（SHA-256）", blank=True, default="", max_length=64),
        ),
        migrations.RunPython(freeze_sent_lists, migrations.RunPython.noop),
        migrations.AddConstraint(
            "recommendationlist",
            models.CheckConstraint(
                condition=Q(state="draft", canonical="", sha256="") | Q(state="sent") & ~Q(canonical="") & ~Q(sha256=""),
                name="sent_list_keeps_what_it_says",
            ),
        ),
        functions(),
        freeze_row("reviews_recommendationlist", "sent_at"),
        freeze_children(
            "reviews_recommendation", parent="reviews_recommendationlist", column="sent_at", key="list_id"
        ),
    ]
