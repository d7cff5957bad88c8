"""Forms of the common pages: they validate, they decide nothing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import QuerySet
from django.utils.module_loading import import_string

from office.models import Officer, Organisation

if TYPE_CHECKING:
    from office.options import Option


class DayInput(forms.DateInput):
    """A day as browsers enter it."""

    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


class SignInForm(forms.Form):
    username = forms.CharField(
        label="用户名", max_length=40, widget=forms.TextInput(attrs={"autocomplete": "username", "autofocus": True})
    )
    password = forms.CharField(
        label="密码", max_length=128, strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )


class PasswordForm(forms.Form):
    old = forms.CharField(
        label="原密码", max_length=128, strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )
    new = forms.CharField(
        label="新密码",
        max_length=128,
        strip=False,
        help_text="不少于10位，不能全是数字，不能与姓名、用户名相近，不能是常见密码。",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label="再输一次新密码", max_length=128, strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("new") and data.get("again") and data["new"] != data["again"]:
            self.add_error("again", "两次输入的新密码不一致。")
        return data


class OfficerForm(forms.ModelForm):
    """An account's particulars; the user name is given once."""

    class Meta:
        model = Officer
        fields = ["username", "name", "organisation", "title", "phone", "email"]
        help_texts = {"username": "3至40个字母、数字、点、下划线或短横线，开户后不再更改。"}

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"] = forms.ModelChoiceField(organisations, label="单位", empty_label="请选择")
        if not self.instance._state.adding:
            del self.fields["username"]


class OrganisationForm(forms.ModelForm):
    class Meta:
        model = Organisation
        fields = ["code", "name", "short_name", "abbreviation", "level", "parent", "order", "is_active"]

    def __init__(self, *args: Any, parents: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"] = forms.ModelChoiceField(parents, label="上级单位", required=False, empty_label="（无）")


class LeaveForm(forms.Form):
    until = forms.DateField(label="请假至", required=False, widget=DayInput(), help_text="当日含在内；留空即为销假。")


class GrantForm(forms.Form):
    role = forms.ChoiceField(label="角色")
    expires_on = forms.DateField(label="有效至", required=False, widget=DayInput(), help_text="留空为长期有效。")

    def __init__(self, *args: Any, roles: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"] = forms.ChoiceField(label="角色", choices=roles)


class DelegationForm(forms.Form):
    """授权: to whom, from day to day, for what."""

    to = forms.ChoiceField(label="授权给")
    begins_on = forms.DateField(label="自", widget=DayInput())
    ends_on = forms.DateField(label="至", widget=DayInput(), help_text="当日含在内，最长一年。")
    scope = forms.CharField(
        label="授权范围", max_length=200, widget=forms.Textarea(attrs={"rows": 2}), initial="签发、退回、改签须由负责人决定的文书"
    )

    def __init__(self, *args: Any, people: QuerySet[Officer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "请选择"), *((str(one.pk), f"{one.name}{f'（{one.title}）' if one.title else ''}") for one in people)]
        self.fields["to"] = forms.ChoiceField(label="授权给", choices=choices)


class EndDelegationForm(forms.Form):
    reason = forms.CharField(label="终止理由", max_length=200)


class NumberList(forms.CharField):
    """Days in one line: ``7、3、1、0``."""

    def prepare_value(self, value: Any) -> Any:
        return "、".join(str(number) for number in value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[int]:
        text = super().clean(value)
        parts = [part.strip() for part in text.replace("、", ",").replace("，", ",").split(",") if part.strip()]
        if not parts or any(not part.isascii() or not part.isdigit() or int(part) > 365 for part in parts):
            raise forms.ValidationError("请填写0至365之间的日数，以顿号或逗号分隔，例如7、3、1、0。")
        return list(dict.fromkeys(int(part) for part in parts))


class HourList(forms.CharField):
    """Three hours in one line, one for each rung: ``4、4、8``."""

    def prepare_value(self, value: Any) -> Any:
        return "、".join(str(number) for number in value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[int]:
        text = super().clean(value)
        parts = [part.strip() for part in text.replace("、", ",").replace("，", ",").split(",") if part.strip()]
        if len(parts) != 3 or any(not part.isascii() or not part.isdigit() or not 1 <= int(part) <= 240 for part in parts):
            raise forms.ValidationError("请填写三个1至240之间的小时数，以顿号或逗号分隔，例如4、4、8。")
        return [int(part) for part in parts]


class WorkHours(forms.CharField):
    """The working hours of a day in one line, as ``office.duty`` reads them."""

    reads = "office.duty.hours.parse_hours"

    def clean(self, value: Any) -> str:
        text = str(super().clean(value)).strip()
        try:
            import_string(self.reads)(text)
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error
        return text


class ActNames(forms.CharField):
    """Names of acts that a head decides, in one line: ``通知立案、通知撤销案件``. Which there are, the tables of the kinds say."""

    known = "cases.matters.table.workflow.decided_acts"

    def prepare_value(self, value: Any) -> Any:
        return "、".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        text = super().clean(value)
        names = [part.strip() for part in text.replace(",", "、").replace("，", "、").split("、") if part.strip()]
        unknown = sorted(set(names) - set(import_string(self.known)()))
        if unknown:
            raise forms.ValidationError(f"没有须由负责人决定的“{unknown[0]}”，请按办理按钮上的名称填写。")
        return list(dict.fromkeys(names))


class Pairs(forms.CharField):
    """One ``名称=值`` a line."""

    widget = forms.Textarea(attrs={"rows": 4})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(f"{key}={text}" for key, text in value.items()) if isinstance(value, dict) else value

    def clean(self, value: Any) -> dict[str, str]:
        found = {}
        for place, line in enumerate(super().clean(value).splitlines(), start=1):
            if not line.strip():
                continue
            key, mark, text = line.partition("=")
            if not mark or not key.strip() or not text.strip():
                raise forms.ValidationError(f"第{place}行应为“名称=值”。")
            found[key.strip()] = text.strip()
        return found


class Words(forms.CharField):
    """Words, one a line: charges have 、 and ， in their names."""

    widget = forms.Textarea(attrs={"rows": 4})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        return list(dict.fromkeys(line.strip() for line in super().clean(value).splitlines() if line.strip()))


UNITS = {"hours": "小时", "days": "日", "months": "月", "count": "件", "persons": "人", "turns": "次"}


def _field(option: Option) -> forms.Field:
    """The form field of one setting, by its kind and the shape of its default."""
    note = option.note + ("（待核）" if option.pending and option.note else "待核" if option.pending else "")
    shared: dict[str, Any] = {"label": option.label, "help_text": note}
    if option.kind in UNITS:
        unit = UNITS[option.kind]
        return forms.IntegerField(min_value=1, max_value=365, **{**shared, "label": f"{option.label}（{unit}）"})
    if isinstance(option.default, bool):
        return forms.BooleanField(required=False, **shared)
    if option.kind == "several":
        several = forms.CheckboxSelectMultiple
        return forms.MultipleChoiceField(choices=list(option.choices), required=False, widget=several, **shared)
    if option.kind == "words":
        return Words(required=False, max_length=1000, **{**shared, "help_text": f"{note}；每行一个"})
    if option.choices:
        return forms.ChoiceField(choices=list(option.choices), **shared)
    if option.kind == "acts":
        return ActNames(required=False, max_length=400, **shared)
    if option.kind == "rungs":
        return HourList(**shared)
    if option.kind == "times":
        return WorkHours(max_length=60, **shared)
    if isinstance(option.default, list):
        return NumberList(**shared)
    if isinstance(option.default, dict):
        return Pairs(required=False, **{**shared, "help_text": f"{note}；每行一项，写作“名称=值”"})
    return forms.CharField(max_length=200, **shared)


class OptionsForm(forms.Form):
    """Every setting of an office; unknown kinds cannot occur, the table is code."""

    def __init__(self, *args: Any, settings: Iterable[Option], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for option in settings:
            self.fields[option.key] = _field(option)


class TrailForm(forms.Form):
    """Filters of the audit page."""

    name = forms.CharField(label="人员", required=False, max_length=40)
    verb = forms.ChoiceField(label="动作", required=False)
    words = forms.CharField(label="对象", required=False, max_length=60)
    since = forms.DateField(label="自", required=False, widget=DayInput())
    until = forms.DateField(label="至", required=False, widget=DayInput())

    def __init__(self, *args: Any, verbs: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["verb"] = forms.ChoiceField(label="动作", required=False, choices=[("", "全部"), *verbs])
