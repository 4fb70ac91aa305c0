"""Doubts of a reading as rows, changes of a draft written down, and rows that count how often they were changed."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


def doubts_of_drafts(apps, schema_editor):
    """Drafts made before keep their doubts in the import's JSON, without an address: by their words alone."""
    doubts = apps.get_model("calls", "Doubt")
    imports = apps.get_model("calls", "CallImport")._base_manager
    for row in imports.filter(call__state="draft", result__isnull=False):
        doubts.objects.bulk_create(
            doubts(
                call_id=row.call_id,
                order=order,
                code=one.get("code", "")[:40],
                where=one["where"],
                reason=one["reason"],
                note=one.get("note", False),
                source_start=one["start"] if one.get("end") else None,
                source_end=one.get("end") or None,
            )
            for order, one in enumerate(row.result["doubts"], start=1)
        )


def _key(to, name, on_delete=django.db.models.deletion.SET_NULL, **more):
    more = {"blank": True, "null": True, "related_name": "doubts"} | more
    return (name, models.ForeignKey(on_delete=on_delete, to=to, **more))


_ID = ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial"), ("calls", "0006_publishing")]

    operations = [
        migrations.AddField(
            "directionversion",
            "revision",
            models.PositiveIntegerField(default=0, editable=False, verbose_name="改动次数"),
        ),
        migrations.AddField(
            "indicatorversion",
            "revision",
            models.PositiveIntegerField(default=0, editable=False, verbose_name="改动次数"),
        ),
        migrations.RemoveConstraint("indicatorversion", "indicator_order_once"),
        migrations.AddConstraint(
            "indicatorversion",
            models.UniqueConstraint(
                deferrable=models.Deferrable.DEFERRED,
                fields=("direction_version", "order"),
                name="indicator_order_once",
            ),
        ),
        migrations.CreateModel(
            name="Doubt",
            fields=[
                _ID,
                ("order", models.PositiveSmallIntegerField()),
                ("fact", models.CharField(blank=True, max_length=40)),
                ("code", models.CharField(blank=True, max_length=40)),
                ("where", models.TextField(verbose_name="所在")),
                ("reason", models.TextField(verbose_name="疑点")),
                ("source_start", models.PositiveIntegerField(blank=True, null=True)),
                ("source_end", models.PositiveIntegerField(blank=True, null=True)),
                ("note", models.BooleanField(default=False, verbose_name="仅提示")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[("accepted", "已接受"), ("changed", "已改正"), ("removed", "已删除")],
                        max_length=10,
                        verbose_name="处理",
                    ),
                ),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                _key("calls.call", "call", django.db.models.deletion.CASCADE, blank=False, null=False),
                _key("calls.deadline", "deadline"),
                _key("calls.direction", "direction"),
                _key("calls.indicator", "indicator"),
                _key("calls.rule", "rule"),
                _key("calls.track", "track"),
                _key("accounts.membership", "settled_by", django.db.models.deletion.PROTECT, related_name="+"),
            ],
            options={"verbose_name": "读取疑点", "ordering": ["order"]},
        ),
        migrations.CreateModel(
            name="Edit",
            fields=[
                _ID,
                ("direction", models.UUIDField()),
                ("indicator", models.UUIDField(blank=True, null=True)),
                (
                    "action",
                    models.CharField(
                        choices=[("change", "修改"), ("split", "拆分"), ("merge", "合并"), ("remove", "删除")],
                        max_length=10,
                    ),
                ),
                ("revision", models.PositiveIntegerField()),
                ("before", models.JSONField(default=dict)),
                ("after", models.JSONField(default=dict)),
                ("edited_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="edits", to="calls.call"
                    ),
                ),
                (
                    "edited_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.membership"
                    ),
                ),
            ],
            options={
                "verbose_name": "改动",
                "ordering": ["pk"],
                "indexes": [models.Index(fields=["call", "direction", "indicator"], name="edits_of_a_row")],
            },
        ),
        migrations.AddConstraint(
            "doubt", models.UniqueConstraint(fields=("call", "order"), name="doubt_order_once")
        ),
        migrations.AddConstraint(
            "doubt",
            models.CheckConstraint(
                condition=models.Q(outcome="", settled_at__isnull=True, settled_by__isnull=True)
                | models.Q(
                    models.Q(("outcome", ""), _negated=True),
                    settled_at__isnull=False,
                    settled_by__isnull=False,
                ),
                name="settled_doubt_has_outcome_date_and_officer",
            ),
        ),
        migrations.RunPython(doubts_of_drafts, migrations.RunPython.noop),
    ]
