"""The table of the offices that recommend in a call."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_publishing'),
        ('calls', '0010_corrections'),
    ]

    operations = [
        migrations.CreateModel(
            name='CallRecommender',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('scope', models.CharField(choices=[('region', '本地区的申报单位'), ('provincial', '省属企业（不按属地）'), ('members', '协会、联盟的会员单位'), ('central', '央企集团的所属企业')], default='region', max_length=12, verbose_name='推荐范围')),
                ('materials', models.CharField(blank=True, max_length=200, verbose_name='报送材料')),
                ('receiver', models.CharField(blank=True, max_length=120, verbose_name='报送至')),
                ('copy_to', models.CharField(blank=True, max_length=120, verbose_name='抄送')),
                ('deadline_kind', models.CharField(choices=[('applicant', '申报单位网上填报'), ('applicant_paper', '申报单位纸质材料'), ('recommender', '推荐单位报送')], default='recommender', max_length=20, verbose_name='截止时间')),
                ('copies', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='纸质份数')),
                ('call', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='recommender_rows', to='calls.call')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation', verbose_name='推荐单位')),
            ],
            options={
                'verbose_name': '榜单的推荐单位',
                'ordering': ['organisation__region__path', 'organisation__name_pinyin', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('call', 'organisation'), name='recommender_once_a_call')],
            },
        ),
    ]
