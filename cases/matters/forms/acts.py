"""Forms of acts: one binds page and API alike; they validate, and decide nothing (house rule 12)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from cases.matters.table.workflow import table_of

if TYPE_CHECKING:
    from cases.models import Matter
    from office.models import JointOffice, Officer

MAX_UPLOAD = 20 * 1024 * 1024
UPLOAD_HELP = "PDF、Word、Excel 或图片，每个文件不超过20MB，可一次选择多个"


class DayInput(forms.DateInput):
    """A day by the browser's own picker; old browsers show a text box that takes 2026-11-20."""

    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


EARLIEST = 1900
"""Years before it are slips of the pen: nobody of a case was born earlier."""


class Temporal:
    """A day or a moment comes as text (or is one already); a number or a list of a hand-made request is none."""

    error_messages: dict[str, Any]

    def to_python(self, value: Any) -> Any:
        if value is not None and not isinstance(value, str | date | time):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        found = super().to_python(value)  # type: ignore[misc]  # of the field it is mixed into
        if isinstance(found, date) and found.year < EARLIEST:
            raise ValidationError("日期过早，请核对年份。", code="invalid")
        return found


class HourField(Temporal, forms.TimeField):
    """A time of day."""


class DayField(Temporal, forms.DateField):
    """A day; also typed as 2026-11-20, 2026年11月20日, 2026.11.20 or 20261120."""

    widget = DayInput
    default_error_messages = {"invalid": "请填写存在的日期，例如2026-11-20。"}

    def __init__(self, *, past: bool = True, **kwargs: Any) -> None:
        formats = ["%Y-%m-%d", "%Y年%m月%d日", "%Y.%m.%d", "%Y/%m/%d", "%Y%m%d"]
        super().__init__(input_formats=formats, **kwargs)
        self.past = past


class MomentInput(forms.DateTimeInput):
    """A moment by the browser's own picker; old browsers show a text box that takes 2026-11-20 10:20."""

    input_type = "datetime-local"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M", **kwargs)


class MomentField(Temporal, forms.DateTimeField):
    """A moment to the minute, not in the future: hour rules are counted from it and measured against it."""

    widget = MomentInput
    default_error_messages = {"invalid": "请填写存在的时间，例如2026-11-20 10:20。"}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S%z", "%Y年%m月%d日%H时%M分"], **kwargs)


class Files(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several uploads at once; each is checked by ``cases.matters.papers.files`` when it is kept."""

    widget = Files

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", UPLOAD_HELP)
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        rows = data if isinstance(data, list | tuple) else [data] if data else []
        if not rows:
            if self.required:
                raise ValidationError("请上传文件。")
            return []
        return [super(FilesField, self).clean(row, initial) for row in rows]


class ActionForm(forms.Form):
    """Base of every action's form.

    ``detail_fields``/``matter_fields``: cleaned values copied to the detail row or the matter when the act takes effect.
    ``kept`` values are JSON, so a draft holds them and binds the same form again when it is signed.
    """

    detail_fields: tuple[str, ...] = ()
    matter_fields: tuple[str, ...] = ()
    prefill: Mapping[str, str] = {}
    """What a field holds before anything is typed, and may be changed: ``matter.title``, ``detail.question``, ``case.name`` (of the matter's
    case, or the one a link to the form names; ``case.suspects``: their names), ``item.reply`` of the row the act takes, or what was
    filled in for the last paper of a type (``paper.LA01.question``). The field says where it comes from."""
    by_link: tuple[str, ...] = ()
    """Fields that a link to the form may fill in (a hint beside a case, a choice beside an item)."""
    required_css_class = "required"

    def __init__(
        self, *args: Any, matter: Matter | None = None, office: JointOffice | None = None, today: date, drafted: bool = False,
        item: Any = None, opener: Officer | None = None, **kwargs: Any,
    ) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.matter = matter
        self.office = office or (matter.office if matter else None)
        self.today = today
        self.opener = opener
        """Who opens the matter, while there is none yet."""
        self.item = item
        """The row of the matter the act takes (``Action.item``): its number stays in the form."""
        if item is not None:
            self.fields["item"] = forms.IntegerField(widget=forms.HiddenInput, initial=item.no)
        if drafted:
            # the files of a draft hang on its document already
            for name in self.file_fields():
                self.fields[name].required = False
        self.prepare()
        for name, source in self.prefill.items():
            self._fill(name, source)

    def _fill(self, name: str, source: str) -> None:
        field = self.fields.get(name)
        words, value = self._found(source) if field is not None else ("", None)
        # a box that is not ticked, or a choice that is not offered here, is nothing brought along
        if field is None or value in (None, "") or value is False or (type(field) is forms.ChoiceField and not field.valid_value(value)):
            return
        field.initial = value[: field.max_length] if isinstance(field, forms.CharField) and isinstance(value, str) else value
        field.help_text = f"{field.help_text}；已由{words}带入，可以修改" if field.help_text else f"已由{words}带入，可以修改"

    def _found(self, source: str) -> tuple[str, Any]:
        """Where a prefilled value comes from, in words, and the value; None where there is none yet."""
        kind, _, name = source.partition(".")
        if kind == "paper":
            return self._in_paper(*name.split("."))
        row: Any = self._about() if kind == "case" else self.item if kind == "item" else self.matter
        if kind == "detail" and row is not None:
            row = getattr(row, table_of(row).detail, None)
        if row is None:
            return "", None
        column = row._meta.get_field(name)
        if column.one_to_many:
            return f"“{column.related_model._meta.verbose_name}”", "、".join(getattr(row, name).values_list("name", flat=True))
        return f"“{column.verbose_name}”", getattr(row, column.attname)

    def _in_paper(self, code: str, name: str) -> tuple[str, Any]:
        papers = self.matter.documents.filter(type=code, issued_on__isnull=False) if self.matter is not None else None
        paper = papers.order_by("issued_at").last() if papers is not None else None
        return (f"《{paper.name}》{paper.number}", paper.fields.get(name)) if paper is not None else ("", None)

    def _about(self) -> Any:
        """The case of the matter; before there is one, the case that a link names, as far as the form offers it."""
        field = self.fields.get("case")
        if self.matter is not None or not isinstance(field, forms.ModelChoiceField):
            return self.matter.case if self.matter is not None else None
        try:
            return field.to_python(self.initial.get("case"))
        except ValidationError:
            return None

    def prepare(self) -> None:
        """Fit choices and initial values to the matter; overridden by forms that need it."""

    @classmethod
    def carrying(cls) -> type[ActionForm]:
        """This form with room for files that go along with the paper; itself where it has some already."""
        if cls.file_fields():
            return cls
        files = FilesField(label="随文附件", required=False, help_text=f"随文书一并送达，名称和校验值列入文书；{UPLOAD_HELP}")
        return type(cls.__name__, (cls,), {"files": files, "__module__": cls.__module__, "__doc__": cls.__doc__})

    @classmethod
    def file_fields(cls) -> list[str]:
        return [name for name, field in cls.base_fields.items() if isinstance(field, FilesField)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name, field in self.fields.items():
            day = cleaned.get(name)
            if isinstance(field, DayField) and field.past and isinstance(day, date) and day > self.today:
                self.add_error(name, "日期不能晚于今天。")
            if isinstance(field, forms.DateTimeField) and isinstance(day, datetime) and timezone.localtime(day).date() > self.today:
                self.add_error(name, "时间不能晚于今天。")
        return cleaned

    def stated(self) -> dict[str, Any]:
        """The cleaned values without the files, which stay with the act they were given to."""
        return {name: value for name, value in self.cleaned_data.items() if name not in self.file_fields()}

    def kept(self) -> dict[str, Any]:
        """The cleaned values as JSON, without files and empty values."""
        words: dict[str, Any] = {}
        for name, value in self.stated().items():
            if value in (None, "", []):
                continue
            words[name] = value.isoformat() if isinstance(value, date | time) else str(value.pk) if hasattr(value, "pk") else value
        return words

    def uploads(self) -> list[UploadedFile]:
        return [row for name in self.file_fields() for row in self.cleaned_data.get(name, [])]


class NoForm(ActionForm):
    """An act that needs nothing but the press of its button."""


class PoliceActForm(ActionForm):
    """An act of the police that comes with their own paper: its number and the file."""

    own_number = forms.CharField(label="文号", max_length=60, help_text="本单位文书的文号")
    files = FilesField(label="文书及证据材料")  # type: ignore[assignment]  # a field, lifted out of the class by the metaclass

    def prepare(self) -> None:
        """What is to be said comes first, the paper that says it last."""
        self.order_fields([name for name in self.fields if name not in ("own_number", "files")])


def words_of(form: forms.Form) -> str:
    """Every error of a form in one sentence, for the API, commands and messages."""
    rows = []
    for name, errors in form.errors.items():
        label = form.fields[name].label if name in form.fields else ""
        rows += [f"{label}：{error}" if label else str(error) for error in errors]
    return "；".join(rows)


Data = Mapping[str, Any]
