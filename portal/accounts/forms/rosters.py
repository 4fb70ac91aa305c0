"""The workbook of regions, offices and officers."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.accounts.forms.organisations import PlainForm

MAX_BYTES = 2 * 1024 * 1024


class RosterForm(PlainForm):
    """Cleans to the rows of the known sheets in ``sheets``."""

    file = forms.FileField(
        label=gettext_lazy("填好的表格"),
        help_text=gettext_lazy("用模板填写的 .xlsx 文件，不超过 2 MB"),
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )

    def clean(self) -> dict:
        data = super().clean()
        if "file" in data:
            # Here and not on top: openpyxl takes long to load.
            from portal.accounts.roster.workbook import Unreadable, workbook_read

            try:
                if data["file"].size > MAX_BYTES:
                    raise Unreadable(_("文件超过 2 MB，请分几次导入。"))
                data["sheets"] = workbook_read(data["file"].read())
            except Unreadable as error:
                raise ValidationError({"file": str(error)}) from error
        return data
