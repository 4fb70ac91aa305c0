"""Numbered 更正公告: what they change are new versions of the permanent keys; all of it freezes with them."""

import django.db.models.deletion
import django.utils.timezone
import uuid
from django.db import migrations, models

from portal.protection import freeze_children, freeze_row, functions


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_publishing'),
        ('calls', '0009_direction_search'),
    ]

    operations = [
        migrations.CreateModel(
            name='CallCorrection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('number', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='公告序号')),
                ('title', models.CharField(max_length=200, verbose_name='标题')),
                ('text', models.TextField(blank=True, verbose_name='公告正文')),
                ('reason', models.TextField(verbose_name='更正原因')),
                ('state', models.CharField(choices=[('draft', '起草中'), ('review', '待复核'), ('published', '已发布')], default='draft', max_length=10, verbose_name='状态')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('published_at', models.DateTimeField(blank=True, null=True)),
                ('approved_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                ('call', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='calls.call')),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                ('published_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                ('requested_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
            ],
            options={
                'verbose_name': '更正公告',
                'ordering': ['call', 'number', 'pk'],
            },
        ),
        migrations.AddField(
            model_name='directionversion',
            name='correction',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='direction_versions', to='calls.callcorrection'),
        ),
        migrations.AddField(
            model_name='ruleversion',
            name='correction',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='rule_versions', to='calls.callcorrection'),
        ),
        migrations.CreateModel(
            name='DeadlineChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('printed', models.CharField(blank=True, max_length=200, verbose_name='原文')),
                ('receiver', models.CharField(blank=True, max_length=120, verbose_name='报送对象')),
                ('copies', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='纸质份数')),
                ('was_printed', models.CharField(blank=True, max_length=200)),
                ('was_receiver', models.CharField(blank=True, max_length=120)),
                ('was_copies', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('correction', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deadline_changes', to='calls.callcorrection')),
                ('deadline', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='calls.deadline')),
            ],
            options={
                'ordering': ['deadline'],
            },
        ),
        migrations.AddConstraint(
            model_name='callcorrection',
            constraint=models.UniqueConstraint(fields=('call', 'number'), name='correction_number_once'),
        ),
        migrations.AddConstraint(
            model_name='callcorrection',
            constraint=models.UniqueConstraint(condition=models.Q(('published_at__isnull', True)), fields=('call',), name='one_open_correction_a_call'),
        ),
        migrations.AddConstraint(
            model_name='callcorrection',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('number__isnull', False), ('published_at__isnull', False), ('published_by__isnull', False), ('state', 'published')), models.Q(models.Q(('state', 'published'), _negated=True), ('number__isnull', True), ('published_at__isnull', True), ('published_by__isnull', True)), _connector='OR'), name='published_correction_has_number'),
        ),
        migrations.AddConstraint(
            model_name='callcorrection',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'review'), _negated=True), ('requested_by__isnull', False), _connector='OR'), name='correction_in_review_was_requested'),
        ),
        migrations.AddConstraint(
            model_name='callcorrection',
            constraint=models.CheckConstraint(condition=models.Q(('approved_by__isnull', True), models.Q(('approved_by', models.F('requested_by')), _negated=True), _connector='OR'), name='nobody_approves_the_own_correction'),
        ),
        migrations.AddConstraint(
            model_name='deadlinechange',
            constraint=models.UniqueConstraint(fields=('correction', 'deadline'), name='deadline_changed_once_a_correction'),
        ),
        functions(),
        freeze_row("calls_callcorrection", "published_at"),
        freeze_children(
            "calls_deadlinechange", parent="calls_callcorrection", column="published_at", key="correction_id"
        ),
    ]
