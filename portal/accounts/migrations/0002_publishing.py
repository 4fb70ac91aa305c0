"""An issuer may want a second officer to approve what it publishes."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='organisation',
            name='publishing_needs_approval',
            field=models.BooleanField(default=False, verbose_name='发布榜单须另一名经办人复核'),
        ),
        migrations.AddConstraint(
            model_name='organisation',
            constraint=models.CheckConstraint(condition=models.Q(('publishing_needs_approval', False), ('is_issuer', True), _connector='OR'), name='only_issuers_approve'),
        ),
    ]
