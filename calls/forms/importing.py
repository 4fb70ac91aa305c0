"""The document an officer hands in, as a file or pasted."""

from pathlib import PurePath
from typing import Any

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from calls.importing.source import MAX_BYTES, REFUSALS

MAX_PASTED = 1_000_000


class ImportForm(forms.Form):
    """Exactly one of file and text."""

    file = forms.FileField(
        label=gettext_lazy("榜单或通知文件"),
        required=False,
        help_text=gettext_lazy("Word 文档（.docx）或纯文本（.txt、.md），不超过 20 MB；附件合并在同一个文件里"),
        widget=forms.FileInput(attrs={"accept": ".docx,.txt,.md"}),
    )
    text = forms.CharField(
        label=gettext_lazy("或粘贴文字"),
        required=False,
        max_length=MAX_PASTED,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    def clean_file(self) -> UploadedFile | None:
        file = self.cleaned_data["file"]
        if file and (reason := REFUSALS.get(PurePath(file.name).suffix.lower())):
            raise forms.ValidationError(reason)
        if file and file.size > MAX_BYTES:
            raise forms.ValidationError(_("文件超过 20 MB，请只上传榜单正文和附件文字。"))
        return file

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not self.errors and bool(data["file"]) == bool(data["text"].strip()):
            self.add_error("file", _("请选择一个文件，或粘贴文字，二者选一。"))
        return data

    def upload(self) -> UploadedFile:
        """The document as bytes, however it came."""
        if self.cleaned_data["file"]:
            return self.cleaned_data["file"]
        return SimpleUploadedFile(_("粘贴的文字") + ".txt", self.cleaned_data["text"].encode())
