"""认定与监督层级（规则第552条）: the assessment proposes, the prosecutor chooses, a deviation wants a reason."""

from __future__ import annotations

from typing import Any

from django import forms

from cases.matters.forms import ActionForm, DayField
from cases.matters.forms.fields import Long
from office.options import option
from supervision.forms.citing import in_full
from supervision.forms.investigation.asking import ByViolation, Told, complainant_of
from supervision.models.investigation import PROPOSED, Fixed, Level, Violation, Weight

NUMBERED = "规则第552条"


class AssessForm(ActionForm):
    """情节 and fixed level: what the level proposed by 规则第552条 follows from."""

    weight = forms.ChoiceField(
        label="情节", choices=Weight.choices, widget=forms.RadioSelect,
        help_text="规则第552条：情节较轻的口头纠正；情节较重的发出纠正违法通知书；带有普遍性的提出检察建议；构成犯罪的移送。侦查活动监督通知书不是该条列明的层级",
    )
    fixed = forms.ChoiceField(
        label="规则写明应当发出纠正违法通知书的情形", choices=(("", "不属于"), *Fixed.choices), required=False, help_text="属于的，层级固定"
    )
    detail_fields: tuple[str, ...] = ("weight", "fixed", "proposed")

    def prepare(self) -> None:
        super().prepare()
        detail = getattr(self.matter, "investigation", None)
        if detail is not None:
            self.fields["weight"].initial, self.fields["fixed"].initial = detail.weight, detail.fixed

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("weight"):
            cleaned["proposed"] = Level.CORRECTION if cleaned.get("fixed") else PROPOSED[Weight(cleaned["weight"])]
        return cleaned


class ReassessForm(AssessForm):
    """重新评估情节; 改用书面形式、升格."""

    reasons = Long("理由", rows=3)


class EstablishForm(ByViolation, AssessForm):
    """认定违法情形: which of them hold, and how grave they are."""

    conclusion = Long("调查核实结论", help_text="采取了哪些方式，查明了什么；未经调查核实即可认定的，写明依据")
    detail_fields = (*AssessForm.detail_fields, "conclusion")

    def asked(self) -> list[Violation]:
        return [row for row in self.every() if row.stands]

    def each(self, row: Violation) -> dict[str, forms.Field]:
        help_text = f"线索反映的事实：{row.facts}" if row.facts else ""
        choices = (("yes", "成立"), ("no", "不成立"))
        return {"holds": forms.ChoiceField(label=f"{row.label}　是否成立", choices=choices, initial="yes", help_text=help_text)}

    def say(self, row: Violation) -> str:
        return {"yes": "成立", "no": "不成立"}.get(self.given("holds", row), "")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if all(self.given("holds", row) == "no" for row in self.asked()):
            self.add_error(None, "没有成立的违法情形，请办理“违法情形不成立”。")
        return cleaned


class UnfoundedForm(Told):
    """违法情形不成立."""

    facts = Long("审查、调查核实情况")
    reasons = Long("审查意见")


class LevelForm(ByViolation):
    """One level of 规则第552条. Above or below what the assessment proposes it wants a reason (协作配合意见三(一)2)."""

    level: Level
    deviation = Long("层级与建议不一致的理由", rows=3)
    violation = forms.CharField(label="违法事实、情节及后果", required=False, widget=forms.HiddenInput)
    law = forms.CharField(label="法律根据", required=False, widget=forms.HiddenInput)
    opinion = forms.CharField(label="纠正意见", required=False, widget=forms.HiddenInput)
    detail_fields: tuple[str, ...] = ("deviation",)

    def prepare(self) -> None:
        super().prepare()
        detail = getattr(self.matter, "investigation", None)
        proposed = detail.proposed if detail is not None else ""
        if detail is None or proposed in ("", self.level):
            del self.fields["deviation"]
            return
        self.fields["deviation"].help_text = (
            f"按{NUMBERED}建议的层级是“{Level(proposed).label}”（{detail.get_weight_display()}），现选择“{self.level.label}”；"
            "须写明理由，报上一级人民检察院时一并报告"
        )

    def each(self, row: Violation) -> dict[str, forms.Field]:
        law = row.article or (row.sub.article if row.sub is not None else "")
        return {
            "finding": Long("认定的事实、情节及后果", rows=4, initial=row.finding or row.facts, help_text=f"{row.label}；写入文书，不写控告人姓名"),
            "article": forms.CharField(label="法律根据", max_length=120, initial=law or row.item.article, help_text="违反的条文，简称即可，文书写全称"),
            "demand": Long("纠正意见", rows=2, initial=row.demand or "请依法纠正，查明原因，落实整改措施。", help_text="要求怎样纠正"),
        }

    def say(self, row: Violation) -> str:
        return self.given("finding", row)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        rows, complainant = self.asked(), complainant_of(self)
        for name in [f"{name}_{row.no}" for row in rows for name in ("finding", "demand")]:
            if complainant and complainant in str(cleaned.get(name) or ""):
                self.add_error(name, "这里的内容公安机关看得见，不能出现控告人（申诉人）姓名。")
        cleaned["violation"] = numbered([self.given("finding", row) for row in rows])
        cleaned["law"] = numbered([in_full(f"{self.given('article', row)}、{row.item.article}") for row in rows])
        cleaned["opinion"] = numbered([self.given("demand", row) for row in rows])
        cleaned.setdefault("deviation", "")
        return cleaned


def numbered(lines: list[str]) -> str:
    """One text as it is; several with their numbers, a paragraph each."""
    return lines[0] if len(lines) == 1 else "\n".join(f"{place}.{line}" for place, line in enumerate(lines, 1))


class OralForm(LevelForm):
    """口头纠正: what law.md 4.1 D12 wants recorded."""

    level = Level.ORAL
    told_on = DayField(label="口头提出日期")
    place = forms.CharField(label="地点或者方式", max_length=60, help_text="例如“城东分局法制大队”“电话”")
    told = forms.CharField(label="对象", max_length=60, help_text="被告知的单位、人员，仅记入存卷的记录")
    response = Long("当场反馈", required=False, rows=2)

    def prepare(self) -> None:
        super().prepare()
        self.fields["told_on"].initial = self.today


class PaperLevelForm(LevelForm):
    """A written level: its 回复期限 stands in the paper."""

    days_option = ""
    reply_days = forms.IntegerField(label="回复期限（日）", min_value=1, max_value=60, initial=15, help_text="法无固定天数，以通知书载明为准")

    def prepare(self) -> None:
        super().prepare()
        if self.office is not None:
            self.fields["reply_days"].initial = option(self.office.pk, self.days_option)


class NoticeForm(PaperLevelForm):
    level = Level.NOTICE
    days_option = "supervision_notice_days"


class CorrectionForm(PaperLevelForm):
    level = Level.CORRECTION
    days_option = "correction_reply_days"


class AdviceForm(LevelForm):
    """检察建议: opens a matter of its own, where the paper is decided by the 检察长."""

    level = Level.ADVICE
    subject = forms.CharField(label="涉及的问题", max_length=120, help_text="检察建议书的事由，例如“讯问未全程录音录像问题”")


class CrimeForm(Told, LevelForm):
    """移送涉嫌犯罪."""

    level = Level.CRIME
    receiver = forms.CharField(label="接收的机关、部门", max_length=60)
    contents = Long("有关情况")
    demands = Long("办理建议", required=False, rows=3)
    enclosures = Long("附件（每行一件）", required=False, rows=3)

    def asked(self) -> list[Violation]:
        return []

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        return {name: value for name, value in cleaned.items() if name not in ("lines", "violation", "law", "opinion")}


class FoundCrimeForm(ActionForm):
    """移送涉嫌犯罪线索 beside the correction."""

    receiver = forms.CharField(label="接收的机关、部门", max_length=60)
    contents = Long("有关情况")
    demands = Long("办理建议", required=False, rows=3)
    enclosures = Long("附件（每行一件）", required=False, rows=3)
