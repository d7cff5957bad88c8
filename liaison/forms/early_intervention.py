"""提前介入各动作的表单: they validate, for page and API alike."""

from __future__ import annotations

import re
from typing import Any

from django import forms

from cases.matters.forms import ActionForm, DayField, FilesField, MomentField, PoliceActForm, RowsField
from cases.matters.forms.fields import Long, OfficerChoice, OrganField, prosecutors_of
from cases.models import Case, head_and_tail
from liaison.models.early_intervention import Injury, InterventionItem, Judgement, Outcome, Reply, Stage, Topic
from office.blocks import chinese_date
from office.models import Officer

GROUNDS = ("重大", "疑难", "复杂", "社会关注", "敏感")
"""规则第256条第1款: 重大、疑难、复杂案件; the last two are of practice."""
QUESTIONS = ("定性", "取证", "法律", "程序")
MODES = ("查阅材料", "参加讨论", "现场勘查", "线上会议")
BAIL = "取保候审"
NAMES = re.compile(r"[、，,；;\n]+")
LABEL = "提前介入"


def _short(label: str, rows: int = 3, **kwargs: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=1000, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


def _inline() -> forms.RadioSelect:
    return forms.RadioSelect(attrs={"class": "inline"})


class Ticks(forms.MultipleChoiceField):
    """Some of a few words. Cleaned to one text, 「疑难、社会关注」: that is what is kept and read."""

    widget = forms.CheckboxSelectMultiple
    joint = "、"
    """Stands between the words; of words that hold one themselves, another."""

    def __init__(self, words: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(choices=[(word, word) for word in words], **kwargs)

    def to_python(self, value: Any) -> list[str]:
        """The words; a draft hands back the text it kept."""
        return super().to_python(value.split(self.joint) if isinstance(value, str) and value else value)

    def prepare_value(self, value: Any) -> Any:
        return value.split(self.joint) if isinstance(value, str) and value else value

    def clean(self, value: Any) -> str:
        return self.joint.join(super().clean(value))


def names_in(words: str) -> list[str]:
    """The persons named in one text, each once: 「卓某峰、邓某」."""
    return list(dict.fromkeys(name.strip() for name in NAMES.split(words) if name.strip()))


def titled(case_name: str) -> str:
    """The name of the matter by its case: 「卓某峰等四人涉嫌诈骗案」 gives 「卓某峰等四人涉嫌诈骗提前介入案」."""
    head, mark = head_and_tail(case_name)
    return f"{head.removesuffix('案')}{LABEL}案"[: 120 - len(mark)] + mark


class AboutForm(ActionForm):
    """What both ways of beginning ask: how far the case is, why, and what it is about."""

    variant = forms.ChoiceField(label="阶段", choices=Stage.choices, initial=Stage.ARREST.value, widget=_inline())
    charge = forms.CharField(label="涉嫌罪名", max_length=60)
    subject = forms.CharField(label="犯罪嫌疑人", max_length=120, help_text="多人以顿号分隔；尚未确定的写“尚未确定”")
    grounds = Ticks(GROUNDS, label="介入理由")
    reasons = Long("案情和理由", rows=5)
    questions = Ticks(QUESTIONS, label="提问范围", required=False)
    question = _short("具体问题", required=False, help_text="一行一个，例如“共犯与帮助犯的界限”")
    detained = forms.BooleanField(label="犯罪嫌疑人已被羁押", required=False)

    matter_fields: tuple[str, ...] = ("variant", "title", "public_title")
    detail_fields: tuple[str, ...] = ("charge", "subject", "grounds", "reasons", "questions", "question", "detained")


class RequestForm(AboutForm):
    """商请提前介入: of the case the police tell number, name and persons; it is found by its number or registered by the request."""

    by_link = ("case_number", "charge")

    case_number = forms.CharField(label="案件编号", max_length=60, help_text="受案或者立案文号，例如“城公（刑）立字〔2026〕296号”")
    case_name = forms.CharField(label="案件名称", max_length=110, help_text="例如“卓某峰等四人涉嫌诈骗案”")
    injury = forms.ChoiceField(label="伤情", choices=Injury.choices, initial=Injury.NONE.value, widget=_inline())
    victims = forms.IntegerField(label="被害人数", min_value=0, max_value=100000, help_text="没有被害人的填0")
    gang = forms.BooleanField(label="团伙、有组织犯罪", required=False)
    minor = forms.BooleanField(label="涉未成年人", required=False)

    detail_fields = (*AboutForm.detail_fields, "case_number", "case_name", "injury", "victims", "gang", "minor")
    order = (
        "case_number", "case_name", "charge", "subject", "variant", "detained", "injury", "victims", "gang", "minor", "grounds", "reasons",
        "questions", "question",
    )  # fmt: skip

    def prepare(self) -> None:
        self.order_fields([*self.order, *(name for name in self.fields if name not in self.order)])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        cleaned["title"] = cleaned["public_title"] = titled(cleaned.get("case_name", ""))
        return cleaned


class RequestLetterForm(RequestForm, PoliceActForm):
    """商请提前介入 with its letter and what goes along."""

    files = FilesField(label="随函材料", required=False)


class SendRequestForm(RequestLetterForm):
    """发送拟好的商请函: as drafted, or changed once more."""

    prefill = {"variant": "matter.variant", **{name: f"detail.{name}" for name in RequestLetterForm.detail_fields}}


class ProposeForm(AboutForm):
    """提出介入 on the procuratorate's own motion (规则第256条第1款: 认为确有必要)."""

    by_link = ("case",)
    prefill = {"police": "case.police", "charge": "case.charge", "subject": "case.suspects"}

    police = OrganField(label="公安机关")
    case = forms.ModelChoiceField(label="案件", queryset=Case.objects.none(), empty_label="请选择", help_text="尚未登记的，先在“案件”中登记")

    matter_fields = (*AboutForm.matter_fields, "police", "case")
    detail_fields = (*AboutForm.detail_fields, "case_number", "case_name")

    def prepare(self) -> None:
        police, case = self.fields["police"], self.fields["case"]
        assert isinstance(police, OrganField)
        assert isinstance(case, forms.ModelChoiceField)
        police.of(self.office)
        case.queryset = Case.objects.filter(office=self.office).order_by("-id")
        self.order_fields(["case", "police", *(name for name in self.fields if name not in ("case", "police"))])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        case = cleaned.get("case")
        if case is not None:
            cleaned["title"] = cleaned["public_title"] = titled(case.name)
            cleaned["case_number"], cleaned["case_name"] = case.number, case.name
            if case.police_id is not None and cleaned.get("police") is not None and case.police_id != cleaned["police"].pk:
                self.add_error("police", f"本案由{case.police.name}办理，请选择该单位。")
        return cleaned


class SendProposalForm(ProposeForm):
    """发送拟好的介入建议函: as drafted, or changed once more."""

    prefill = {
        **{name: f"matter.{name}" for name in ("variant", "police", "case")}, **{name: f"detail.{name}" for name in AboutForm.detail_fields},
    }  # fmt: skip


class MaterialsForm(PoliceActForm):
    """材料清单: what is handed in, as files or on paper."""

    contents = Long("材料", rows=5, help_text="一行一份，写明名称、页数；上传的文件自动列明校验值")
    situation = Long("案情介绍和侦查进展", rows=5, help_text="全面介绍案件情况，及时通报进展")
    files = FilesField(label="材料文件", required=False)


class PoliceDeclineForm(PoliceActForm):
    """暂不需要介入: said with its reasons; the procuratorate may propose it again."""

    reasons = Long("理由", rows=4)
    files = FilesField(label="附件", required=False)


class AcceptForm(ActionForm):
    """受理、指派: who joins in, and how."""

    handler = OfficerChoice(label="介入检察官", queryset=Officer.objects.none(), empty_label="请选择", help_text="丰富办案经验的检察官")
    mode = Ticks(MODES, label="介入方式")
    contact = forms.CharField(label="联系电话", max_length=40, required=False)
    note = _short("需要公安机关提供的材料", required=False)
    matter_fields = ("handler",)
    detail_fields = ("mode",)
    prefill = {"handler": "matter.handler"}

    def prepare(self) -> None:
        people = self.fields["handler"]
        assert isinstance(people, forms.ModelChoiceField)
        if self.matter is not None:
            people.queryset = prosecutors_of(self.matter.office.procuratorate)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        cleaned["handler_name"] = getattr(cleaned.get("handler"), "name", "")
        return cleaned


class DeclineForm(ActionForm):
    """不予介入: never without its reasons."""

    reasons = Long("不予介入的理由", rows=4)


class SupplyForm(ActionForm):
    """补充材料: files at any time, each with its hash."""

    note = _short("说明", help_text="补充了哪些材料；没有电子文件的，写明何时当面提供")
    files = FilesField(label="材料文件", required=False)  # type: ignore[assignment]  # a field, lifted out by the metaclass


class DiscussForm(ActionForm):
    """参加讨论、阅卷、勘查: what was done on one day, for the file."""

    done_at = MomentField(label="时间")
    place = forms.CharField(label="地点", max_length=100)
    mode = Ticks(MODES, label="介入方式")
    attendees = forms.CharField(label="参加人员", max_length=200, help_text="双方人员，写明单位")
    situation = Long("介绍、讨论的情况", rows=6)
    emergency = _short("应急处置协调", required=False, help_text="依法办理、舆论引导、社会面管控；没有的不填")
    detail_fields = ("mode", "attendees", "emergency")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        moment = cleaned.get("done_at")
        cleaned["done_words"] = f"{chinese_date(moment.date())}{moment:%H时%M分}" if moment else ""
        return cleaned


class OpinionRow(forms.Form):
    """One opinion as it is typed. 必要、明确、可行 may be ticked later: the letter waits for all three."""

    topic = forms.ChoiceField(label="类别", choices=[("", "请选择"), *Topic.choices])
    opinion = _short("意见", rows=2, help_text="请公安机关做什么")
    wanted = _short("证据与标准", rows=2, required=False, help_text="做到什么程度算落实")
    by_on = DayField(label="商定日期", required=False, past=False)
    necessary = forms.BooleanField(label="必要", required=False)
    clear = forms.BooleanField(label="明确", required=False)
    feasible = forms.BooleanField(label="可行", required=False)


class ItemsForm(ActionForm):
    """拟定、修改介入意见: all of them, as they stand."""

    items = RowsField(
        OpinionRow, label="介入意见",
        help_text="协作配合意见第三（二）1：意见应当必要、明确、可行。三项都确认以后才能发出；发现违法的另行监督，不写在这里",
    )

    def prepare(self) -> None:
        if self.matter is not None:
            names = tuple(OpinionRow.base_fields)
            rows = InterventionItem.objects.filter(matter=self.matter).order_by("no")
            self.fields["items"].initial = [{name: _typed(getattr(row, name)) for name in names} for row in rows]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for place, row in enumerate(cleaned.get("items") or [], 1):
            if BAIL in row.get("opinion", ""):
                self.add_error("items", f"第{place}条：不得直接提出采取取保候审措施的意见（参照规则第285条第2款）。")
        return cleaned


def _typed(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else "on" if value is True else "" if value in (False, None) else value


class OpineForm(ActionForm):
    """提出意见: the letter. Every opinion must be affirmed as 必要、明确、可行, or it does not go."""

    grounds = Long("介入和审查情况", rows=5, help_text="写在各条意见之前")
    other = _short("其他要求", required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        rows = InterventionItem.objects.filter(matter=self.matter).order_by("no") if self.matter is not None else []
        short = [f"第{row.no}条没有确认{'、'.join(row.lacking)}" for row in rows if row.lacking]
        if short:
            self.add_error(None, f"{'；'.join(short)}。意见应当必要、明确、可行，请先修改条目（协作配合意见第三（二）1）。")
        return cleaned


class ReportForm(ActionForm):
    """逐条反馈: 已落实、部分落实, or 未采纳 with its reasons."""

    status = forms.ChoiceField(
        label="结果", choices=[(code.value, code.label) for code in (Reply.DONE, Reply.PART, Reply.REFUSED)], widget=_inline()
    )
    reply = Long("做了什么，结果如何", rows=4, help_text="没有采纳的，写明理由")
    files = FilesField(label="材料文件", required=False)  # type: ignore[assignment]  # a field, lifted out by the metaclass
    prefill = {"status": "item.status", "reply": "item.reply"}


class JudgeForm(ActionForm):
    """评价一条."""

    judged = forms.ChoiceField(label="评价", choices=Judgement.choices, widget=_inline())
    remark = _short("评价说明", required=False, help_text="未落实的写明还缺什么")
    prefill = {"judged": "item.judged", "remark": "item.remark"}
    by_link = ("judged",)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("judged") == Judgement.UNMET and not cleaned.get("remark"):
            self.add_error("remark", "评价为未落实的，请写明还缺什么。")
        return cleaned


class JudgeAllForm(ActionForm):
    """逐条评价, all opinions on one page: ``judged_1``, ``remark_1`` … by the number of the item; those left open stay open."""

    def prepare(self) -> None:
        for item in self.items():
            said = f"公安机关：{item.get_status_display()}。{item.reply}" if item.status != Reply.OPEN else "公安机关尚未答复"
            self.fields[f"judged_{item.no}"] = forms.ChoiceField(
                label=f"第{item.no}条：{item.opinion}", choices=Judgement.choices, widget=_inline(), initial=item.judged, help_text=said,
                required=False,
            )
            self.fields[f"remark_{item.no}"] = _short(f"第{item.no}条的评价说明", rows=2, required=False, initial=item.remark)

    def items(self) -> list[InterventionItem]:
        """The opinions that were raised."""
        return list(InterventionItem.objects.filter(matter=self.matter, raised=True).order_by("no")) if self.matter is not None else []

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not any(cleaned.get(f"judged_{item.no}") for item in self.items()):
            self.add_error(None, "请至少评价一条。")
        for item in self.items():
            if cleaned.get(f"judged_{item.no}") == Judgement.UNMET and not cleaned.get(f"remark_{item.no}"):
                self.add_error(f"remark_{item.no}", "评价为未落实的，请写明还缺什么。")
        return cleaned


class FeedbackForm(PoliceActForm):
    """意见采纳情况反馈: the answers item by item go into the paper by themselves."""

    result = Long("总体情况", rows=4, help_text="各条的答复自动列入，不必重复")
    files = FilesField(label="盖章的文书、附件", required=False)


class SpotForm(ActionForm):
    """发现违法: what was found. It is pursued in 侦查活动监督, never in the opinion letter."""

    facts = Long("发现的情况", help_text="写明何时、何人、何种行为，有何证据；违法情形对应的监督项目在侦查活动监督事项中选择")


class RelinkForm(ActionForm):
    """关联案件: to another case of the office, by a prosecutor."""

    case = forms.ModelChoiceField(label="关联到", queryset=Case.objects.none(), empty_label="请选择")
    reasons = _short("理由")
    matter_fields = ("case",)

    def prepare(self) -> None:
        case = self.fields["case"]
        assert isinstance(case, forms.ModelChoiceField)
        case.queryset = Case.objects.filter(office=self.office).order_by("-id")
        if self.matter is not None and self.matter.case_id is not None:
            case.queryset = case.queryset.exclude(pk=self.matter.case_id)


class ConcludeForm(ActionForm):
    """登记处理结果 by hand, where no review of the case fills it in."""

    outcome = forms.ChoiceField(label="处理结果", choices=[("", "请选择"), *((one.value, one.label) for one in Outcome)])
    outcome_words = _short("结果说明", help_text="哪些人、何日、什么决定；没有评价的意见如何处理")
    detail_fields = ("outcome", "outcome_words")


class PoliceOutcomeForm(ConcludeForm):
    """登记处理结果 by the police: what they themselves decided."""

    outcome = forms.ChoiceField(
        label="处理结果", choices=[("", "请选择"), *((one.value, one.label) for one in (Outcome.WITHDRAWN, Outcome.NOT_SENT, Outcome.DIRECT))]
    )
    outcome_words = _short("情况说明", help_text="何日、什么决定、理由")
