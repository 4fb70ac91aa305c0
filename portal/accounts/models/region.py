from django.db import models
from django.utils.translation import gettext_lazy as _


class RegionLevel(models.TextChoices):
    NATION = "nation", _("国家")
    PROVINCE = "province", _("省级")
    CITY = "city", _("市（州）")
    COUNTY = "county", _("区县")
    ZONE = "zone", _("功能区")


class Region(models.Model):
    """An administrative region (GB/T 2260 code) or a 功能区 outside that table.

    ``path`` is the chain of codes from the root, each followed by ``/`` ("510000/510100/"), so that everything
    below a region is one prefix query.
    """

    code = models.CharField(_("区划代码"), max_length=12, unique=True)
    name = models.CharField(_("名称"), max_length=60)
    level = models.CharField(_("层级"), max_length=10, choices=RegionLevel)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    path = models.CharField(max_length=80, unique=True, editable=False)

    class Meta:
        ordering = ["path"]
        verbose_name = _("地区")
        indexes = [models.Index(fields=["path"], name="region_path_prefix", opclasses=["varchar_pattern_ops"])]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs) -> None:
        self.path = f"{self.parent.path if self.parent else ''}{self.code}/"
        super().save(*args, **kwargs)
