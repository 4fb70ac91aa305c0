"""The notice an officer hands in: its files, or its text pasted."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from calls.importing.source import ACCEPTED, MAX_BYTES, MAX_FILES, kind_of
from calls.importing.structure import ReadError

MAX_PASTED = 1_000_000


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """A list of files, each checked as Django checks one."""

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        files = data if isinstance(data, list) else [data] if data else []
        return [super(FilesField, self).clean(file, initial) for file in files]


class ImportForm(forms.Form):
    """Exactly one of files and text."""

    file = FilesField(
        label=gettext_lazy("榜单或通知文件"),
        required=False,
        help_text=gettext_lazy(
            "Word（.docx、.doc）、WPS、PDF 或纯文本，每个不超过 20 MB；通知和附件分开的，请一次全部选上"
        ),
        widget=FilesInput(attrs={"accept": ACCEPTED}),
    )
    text = forms.CharField(
        label=gettext_lazy("或粘贴文字"),
        required=False,
        max_length=MAX_PASTED,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    def clean_file(self) -> list[UploadedFile]:
        files = self.cleaned_data["file"]
        if len(files) > MAX_FILES:
            raise forms.ValidationError(_("一次最多上传 %(n)d 个文件。") % {"n": MAX_FILES})
        for file in files:
            reason = _refusal(file)
            if reason:
                raise forms.ValidationError(f"{file.name}：{reason}" if len(files) > 1 else reason)
        return files

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not self.errors and bool(data["file"]) == bool(data["text"].strip()):
            self.add_error("file", _("请选择文件，或粘贴文字，二者选一。"))
        return data

    def uploads(self) -> list[UploadedFile]:
        """The notice as files, however it came."""
        if self.cleaned_data["file"]:
            return self.cleaned_data["file"]
        return [SimpleUploadedFile(_("粘贴的文字") + ".txt", self.cleaned_data["text"].encode())]


def _refusal(file: UploadedFile) -> str:
    """Why the reader would not take the file, told by its first bytes, its name and its size."""
    if file.size > MAX_BYTES:
        return _("文件超过 20 MB，请只上传榜单正文和附件文字。")
    head = file.read(512)
    file.seek(0)
    try:
        kind_of(head, file.name or "")
    except ReadError as error:
        return str(error)
    return ""
