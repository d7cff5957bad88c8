"""强制措施各动作的表单."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, ClassVar

from django import forms
from django.utils import timezone

from cases.matters.forms import ActionForm, DayField, FilesField, HourField, MomentField, PoliceActForm
from cases.matters.forms.fields import Long, OrganField, SuspectField
from cases.models import CompulsoryMeasure
from supervision.models.measure import CODES, Decider, Ending

MEASURES = (
    ("detention", "刑事拘留"),
    ("arrest", "逮捕"),
    ("bail", "取保候审"),
    ("residential", "监视居住"),
    ("designated", "指定居所监视居住"),
    ("summons", "传唤、拘传"),
)
MEASURE_WORDS = dict(MEASURES)


class RegisterForm(ActionForm):
    """登记强制措施: from the decision and the record of its execution."""

    variant = forms.ChoiceField(label="强制措施", choices=MEASURES, widget=forms.RadioSelect)
    suspect = SuspectField(label="犯罪嫌疑人", help_text="先在“案件”中登记案件和犯罪嫌疑人")
    police = OrganField(label="执行的公安机关")
    began_at = MomentField(label="执行时间", help_text="拘留、逮捕为执行时间，传唤、拘传为到案时间，取保候审、监视居住为宣布时间")
    decided_by = forms.ChoiceField(label="决定机关", choices=Decider.choices)
    number = forms.CharField(label="决定书文号", max_length=60, required=False)

    matter_fields = ("variant", "title", "public_title", "police", "case")
    detail_fields = ("suspect", "subject", "began_at", "began_on", "decided_by", "number")

    def prepare(self) -> None:
        for name in ("suspect", "police"):
            field = self.fields[name]
            assert isinstance(field, SuspectField | OrganField)
            field.of(self.office)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        suspect, variant, began_at = cleaned.get("suspect"), cleaned.get("variant"), cleaned.get("began_at")
        if suspect is None or variant is None:
            return cleaned
        running = CompulsoryMeasure.objects.filter(suspect=suspect, ended_on=None).exclude(matter=None).select_related("matter").first()
        if running is not None and running.matter is not None:
            self.add_error(
                "suspect", f"{suspect.name}的{running.get_kind_display()}（{running.matter.number}）尚未登记解除、变更，请先在该事项中办理。"
            )
        cleaned["case"] = suspect.case
        cleaned["subject"] = suspect.name
        cleaned["title"] = cleaned["public_title"] = suspect.title(MEASURE_WORDS[variant])
        cleaned["began_on"] = timezone.localtime(began_at).date() if began_at else None
        return cleaned


class Following(ActionForm):
    """Days and moments that cannot lie before others of the measure. ``not_before``: field → column of the detail row, and its name."""

    not_before: ClassVar[Mapping[str, tuple[str, str]]] = {}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name, (column, words) in self.not_before.items():
            given, earlier = cleaned.get(name), getattr(getattr(self.matter, "measure", None), column, None)
            if given and earlier and given < earlier:
                self.add_error(name, f"不能早于{words}。")
        return cleaned


class DoneForm(Following):
    """What was done within so many hours, and when exactly."""

    not_before: ClassVar = {"done_at": ("began_at", "强制措施的执行时间")}

    done_at = MomentField(label="办理时间", help_text="以笔录、通知书等载明的时间为准")
    note = forms.CharField(label="说明", max_length=200, required=False)
    files = FilesField(label="材料", required=False)  # type: ignore[assignment]  # a field, lifted out of the class by the metaclass


class FamilyForm(DoneForm):
    """通知家属, or why not (刑诉法第85条第2款、第93条第2款)."""

    REASONS = (
        ("", "已经通知"),
        ("unknown", "身份不明，无法通知"),
        ("unreachable", "没有家属或者家属无法联系"),
        ("obstructs", "涉嫌危害国家安全、恐怖活动犯罪，通知可能有碍侦查（仅限拘留）"),
    )
    family = forms.ChoiceField(label="通知情况", choices=REASONS, required=False)
    detail_fields = ("family_reason", "family_told")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        reason = cleaned.get("family")
        if reason == "obstructs" and self.matter is not None and self.matter.variant != "detention":
            self.add_error("family", "只有拘留可以以有碍侦查为由暂不通知；逮捕、指定居所监视居住后，除无法通知的以外，应当通知家属。")
        cleaned["family_reason"] = dict(self.REASONS).get(reason or "", "") if reason else ""
        cleaned["family_told"] = not reason  # what kept them from it passes: then they must be told at once
        return cleaned


class ExtendDaysForm(PoliceActForm):
    """延长提请批准逮捕的时间一日至四日 (刑诉法第91条第1款)."""

    days = forms.TypedChoiceField(label="延长", choices=[(n, f"{n}日") for n in (1, 2, 3, 4)], coerce=int)
    reasons = Long("特殊情况", rows=3)


class ExtendThirtyForm(PoliceActForm):
    """延长至三十日: only for those three (刑诉法第91条第2款)."""

    ground = forms.ChoiceField(
        label="情形", choices=(("roaming", "流窜作案的重大嫌疑分子"), ("repeated", "多次作案的重大嫌疑分子"), ("gang", "结伙作案的重大嫌疑分子"))
    )
    reasons = Long("依据", rows=3)


class ArrestRequestForm(PoliceActForm):
    """提请批准逮捕."""

    contents = Long("提请理由摘要", rows=3, required=False)


class ExtensionRequestForm(PoliceActForm):
    """提请批准延长侦查羁押期限 (规则第309条)."""

    reasons = Long("案件的主要案情和延长羁押的理由", rows=4)
    assessed = forms.BooleanField(label="已附羁押必要性评估说明", help_text="羁押审查规定第26条")


class RecordForm(PoliceActForm):
    """指定居所监视居住备案."""

    contents = Long("适用的情形和理由", rows=3, help_text="无固定住处，或者涉嫌危害国家安全、恐怖活动犯罪且在住处执行可能有碍侦查（刑诉法第75条第1款）")


class ExtendSummonsForm(ActionForm):
    """传唤、拘传延长至二十四小时 (刑诉法第119条第2款)."""

    approved_by = forms.ChoiceField(
        label="批准人", choices=(("head", "县级以上公安机关负责人（拘传）"), ("unit", "办案部门负责人（传唤）")), help_text="程序规定第80条、第200条"
    )
    reasons = Long("案情特别重大、复杂，需要采取拘留、逮捕措施的情况", rows=3)


class ExamineForm(ActionForm):
    """精神病鉴定: the only examination that stops the clock (刑诉法第149条; 程序规定第257条)."""

    institution = forms.CharField(label="鉴定机构", max_length=60)
    reasons = Long("鉴定事由", rows=3)


class ExaminedForm(ActionForm):
    opinion = Long("鉴定意见", rows=3)


class IdentifiedForm(Following, PoliceActForm):
    """查清身份 (刑诉法第160条第2款; 程序规定第152条)."""

    not_before: ClassVar = {"identified_on": ("began_on", "执行日期")}

    identified_on = DayField(label="查清身份的日期")
    identity = forms.CharField(label="查明的身份", max_length=100)


class DecidedForm(ActionForm):
    """What another procuratorate decided about an extension: of the superior, or of the provincial one."""

    number = forms.CharField(label="决定书文号", max_length=60)
    approved_on = DayField(label="决定日期")
    approved_by = forms.CharField(label="决定机关", max_length=60)
    files = FilesField(label="决定书")  # type: ignore[assignment]


class ExtensionForm(DecidedForm):
    """登记批准延长的决定, made before the term was out."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        day = cleaned.get("approved_on")
        clock = self.matter.deadlines.filter(status="running", rule="invest_custody_2m").first() if self.matter else None
        if day and clock is not None and day > clock.due_on:
            self.add_error("approved_on", f"侦查羁押期限已于{_words(clock.due_on)}届满，届满以后的决定不能延长已经届满的期限。")
        return cleaned


class ExtensionRefusedForm(DecidedForm):
    """登记不批准延长的决定."""

    reasons = Long("不批准的理由", rows=3)


class RecalculatedForm(PoliceActForm):
    """另有重要罪行，重新计算侦查羁押期限 (刑诉法第160条第1款; 程序规定第151条)."""

    discovered_on = DayField(label="发现另有重要罪行的日期")
    crime = Long("另有重要罪行", rows=3)


class EndForm(Following, PoliceActForm):
    """报送解除、变更情况."""

    not_before: ClassVar = {"ended_on": ("began_on", "执行日期")}

    ending = forms.ChoiceField(label="结果", choices=Ending.choices)
    ended_on = DayField(label="解除、变更日期")
    ended_time = HourField(label="时刻", required=False, help_text="传唤、拘传须填写，以笔录载明的为准，例如22:30")
    next_measure = forms.ChoiceField(label="变更为", choices=(("", "没有变更"), *MEASURES[:-1]), required=False)
    next_began_at = MomentField(label="变更后的执行时间", required=False)
    ended_reason = Long("理由", rows=3)
    detail_fields = ("ending", "ended_on", "ended_at", "next_measure", "next_began_at", "ended_reason")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        changed = cleaned.get("ending") == Ending.CHANGED
        following = cleaned.get("next_measure")
        if changed and not following:
            self.add_error("next_measure", "请选择变更为何种强制措施。")
        if changed and not cleaned.get("next_began_at"):
            self.add_error("next_began_at", "请填写变更后的执行时间。")
        if following and not changed:
            self.add_error("next_measure", "结果不是变更的，不填这一项。")
        if changed and self.matter is not None and following == self.matter.variant:
            self.add_error("next_measure", f"现在就是{MEASURE_WORDS[following]}。")
        if self.matter is not None and self.matter.variant == "arrest" and cleaned.get("ending") == Ending.HANDED_OVER:
            self.add_error("ending", "逮捕后移送审查起诉的，犯罪嫌疑人继续在押，请检察机关登记移送审查起诉；释放、变更、判决生效后再报送。")
        ended, hour = cleaned.get("ended_on"), cleaned.get("ended_time")
        if self.matter is not None and self.matter.variant == "summons" and hour is None:
            self.add_error("ended_time", "传唤、拘传以小时计算，请填写结束的时刻。")
        cleaned["ended_at"] = timezone.make_aware(datetime.combine(ended, hour)) if ended and hour else None
        return cleaned


class HandedOverForm(Following):
    """案件移送至审查起诉、审判阶段 (取保候审规定第26条第1款; 规则第103条、第113条)."""

    not_before: ClassVar = {"handed_on": ("began_on", "执行日期")}

    receiver = forms.CharField(label="受案机关", max_length=60)
    handed_on = DayField(label="受案机关收到案件日期")
    detail_fields = ("handed_on",)


class RedecidedForm(Following):
    """受案机关决定继续取保候审、监视居住; 变更强制措施的，报送解除、变更情况."""

    not_before: ClassVar = {"redecided_on": ("handed_on", "受案机关收到案件日期")}

    CHOICES = (("continued", "继续原强制措施"), ("guarantee", "继续取保候审，变更保证方式"))
    decision = forms.ChoiceField(label="决定", choices=CHOICES)
    redecided_on = DayField(label="决定日期")
    number = forms.CharField(label="决定书文号", max_length=60)
    decided_by = forms.ChoiceField(label="决定机关", choices=[one for one in Decider.choices if one[0] != Decider.POLICE])
    files = FilesField(label="决定书", required=False)  # type: ignore[assignment]
    detail_fields = ("number", "decided_by")


class ApplicationForm(Following):
    """收到变更、解除强制措施的申请 (刑诉法第97条、第99条; 程序规定第160条、第161条)."""

    not_before: ClassVar = {"applied_on": ("began_on", "执行日期")}

    applied_on = DayField(label="收到申请日期")
    applicant = forms.ChoiceField(label="申请人", choices=[(one, one) for one in ("犯罪嫌疑人", "法定代理人", "近亲属", "辩护人")])
    wish = forms.ChoiceField(label="申请事项", choices=(("change", "变更强制措施"), ("lift", "期限届满，解除强制措施")))
    files = FilesField(label="申请书", required=False)  # type: ignore[assignment]


class ApplicationAnswerForm(ActionForm):
    """The decision on it, told to who applied; a refusal with its reason (刑诉法第97条)."""

    decision = forms.ChoiceField(label="决定", choices=(("agreed", "同意"), ("refused", "不同意")))
    answered_on = DayField(label="决定日期")
    reasons = Long("不同意的理由", rows=3, required=False, help_text="不同意的，应当告知申请人，并说明理由；同意的，另行报送解除、变更情况")
    files = FilesField(label="答复文书", required=False)  # type: ignore[assignment]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("decision") == "refused" and not cleaned.get("reasons", "").strip():
            self.add_error("reasons", "不同意的，应当说明理由。")
        answered = cleaned.get("answered_on")
        clock = self.matter.deadlines.filter(status="running", rule="change_measure_decide").first() if self.matter else None
        if answered and clock is not None and answered < clock.begins_on:
            self.add_error("answered_on", "不能早于收到申请日期。")
        return cleaned


class WarnedForm(ActionForm):
    """取保候审届满十五日前书面提醒受案机关 (取保候审规定第26条第3款)."""

    receiver = forms.CharField(label="受案机关", max_length=60)
    files = FilesField(label="提醒函", required=False)  # type: ignore[assignment]


class OverrunForm(ActionForm):
    """超期: what was not done, for the correction that must follow (规则第618条)."""

    facts = Long("超期的情况", rows=4)

    def prepare(self) -> None:
        if self.matter is None or self.is_bound:
            return
        over = list(self.matter.deadlines.filter(status="running", nature="duty", due_on__lt=self.today).order_by("due_on"))
        if over:
            self.fields["facts"].initial = "；".join(f"{row.label}已于{_words(row.due_on)}届满，至今未办理" for row in over) + "。"


def _words(day: date | datetime) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


VARIANTS = tuple(CODES)
