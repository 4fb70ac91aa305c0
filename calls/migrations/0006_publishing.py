"""A call may wait for a second officer's approval and for the time set for its publication."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_publishing'),
        ('calls', '0005_direction_place'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='call',
            name='published_call_has_date_and_officer',
        ),
        migrations.AddField(
            model_name='call',
            name='approved_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership'),
        ),
        migrations.AddField(
            model_name='call',
            name='publish_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='定时发布'),
        ),
        migrations.AddField(
            model_name='call',
            name='requested_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership'),
        ),
        migrations.AddField(
            model_name='call',
            name='scheduled_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership'),
        ),
        migrations.AlterField(
            model_name='call',
            name='state',
            field=models.CharField(choices=[('draft', '起草中'), ('review', '待复核'), ('scheduled', '待发布'), ('published', '已发布')], default='draft', max_length=10, verbose_name='状态'),
        ),
        migrations.AddConstraint(
            model_name='call',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(models.Q(('state', 'published'), _negated=True), ('published_at__isnull', True), ('published_by__isnull', True)), models.Q(('published_at__isnull', False), ('published_by__isnull', False), ('state', 'published')), _connector='OR'), name='published_call_has_date_and_officer'),
        ),
        migrations.AddConstraint(
            model_name='call',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'review'), _negated=True), ('requested_by__isnull', False), _connector='OR'), name='call_in_review_was_requested'),
        ),
        migrations.AddConstraint(
            model_name='call',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'scheduled'), _negated=True), models.Q(('publish_at__isnull', False), ('scheduled_by__isnull', False)), _connector='OR'), name='scheduled_call_has_time_and_officer'),
        ),
        migrations.AddConstraint(
            model_name='call',
            constraint=models.CheckConstraint(condition=models.Q(('approved_by__isnull', True), models.Q(('approved_by', models.F('requested_by')), _negated=True), _connector='OR'), name='nobody_approves_the_own_request'),
        ),
    ]
