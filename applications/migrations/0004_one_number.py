from django.db import migrations, models


class Migration(migrations.Migration):
    """申报编号 is the one word for what an application and its receipts are numbered with."""

    dependencies = [
        ("applications", "0003_names"),
    ]

    operations = [
        migrations.AlterField(
            model_name="submission",
            name="number",
            field=models.CharField(max_length=40, unique=True, verbose_name="申报编号"),
        ),
    ]
