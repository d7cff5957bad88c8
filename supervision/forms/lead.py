"""线索各动作的表单: they validate, for page and API alike."""

from __future__ import annotations

from typing import Any

from django import forms

from cases.matters.forms import ActionForm, DayField, PoliceActForm
from cases.matters.forms.fields import Long, OfficerChoice, ReasonForm, prosecutors_of
from cases.models import Case
from office.models import Officer, Organisation
from office.options import option
from supervision.forms.filing import BRANCHES
from supervision.models.lead import Department, LeadDetail, Named, Remedy, Route, Watch
from supervision.models.sources import LeadSource

FOUND_HERE = (LeadSource.CASEWORK, LeadSource.PATROL, LeadSource.MODEL, LeadSource.MEDIA)
"""Sources nobody waits behind: they go straight to routing. All others are received and screened."""
SENDERS = (LeadSource.AGENCY, LeadSource.POLICE, LeadSource.COURT, LeadSource.SUPERIOR, LeadSource.DEPUTY)
"""Units that sent the lead and are told what came of it."""


def _not_named(form: ActionForm, name: str, complainant: str) -> None:
    """What the police or others read must not name who reported."""
    words = form.cleaned_data.get(name) or ""
    if complainant and complainant in words:
        form.add_error(name, "这里的内容对外可见，不能出现控告人姓名。")


class LeadBase(ActionForm):
    """登记线索: what is known of it on the day."""

    title = forms.CharField(label="事项名称", max_length=120, help_text="例如“城东分局对陈某军合同诈骗不立案线索”")
    public_title = forms.CharField(
        label="对外名称", max_length=120, required=False, help_text="移送、征询时使用，不写控告人；不填则用事项名称"
    )
    source = forms.ChoiceField(label="线索来源", choices=LeadSource.choices)
    received_on = DayField(label="收到（发现）线索日期")
    subject = forms.CharField(label="被反映的人（单位）", max_length=120, required=False)
    charge = forms.CharField(label="涉嫌罪名或者问题", max_length=60, required=False)
    facts = Long("线索内容", help_text="仅检察机关可见")
    police = forms.ModelChoiceField(
        label="涉及的公安机关", queryset=Organisation.objects.none(), required=False, empty_label="不涉及或者未定",
        help_text="登记不等于公开；移送之前公安机关看不到",
    )  # fmt: skip
    case = forms.ModelChoiceField(label="关联案件", queryset=Case.objects.none(), required=False, empty_label="暂无案件")
    persons = forms.IntegerField(label="人数", min_value=1, max_value=999, initial=1)

    matter_fields = ("title", "public_title", "police", "case", "persons")
    detail_fields: tuple[str, ...] = ("source", "received_on", "subject", "charge", "facts")

    def prepare(self) -> None:
        if self.office is not None:
            police, case = self.fields["police"], self.fields["case"]
            assert isinstance(police, forms.ModelChoiceField)
            assert isinstance(case, forms.ModelChoiceField)
            police.queryset = self.office.organs.filter(is_active=True)
            case.queryset = Case.objects.filter(office=self.office).order_by("-id")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not cleaned.get("public_title"):
            cleaned["public_title"] = cleaned.get("title", "")
        return cleaned


class RegisterForm(LeadBase):
    """接受的控告、举报、申诉和来信、移送 (规则第161条至第163条)."""

    source = forms.ChoiceField(
        label="线索来源", choices=[(code, label) for code, label in LeadSource.choices if code not in FOUND_HERE]
    )
    is_letter = forms.BooleanField(label="群众来信", required=False, help_text="来信须七日内程序性答复、三个月内答复结果")
    complainant = forms.CharField(
        label="控告人（申诉人、举报人）", max_length=60, required=False, help_text="仅检察机关可见；匿名的不填，实名的件件有回复"
    )
    complainant_contact = forms.CharField(label="联系方式", max_length=60, required=False, help_text="仅检察机关可见")
    sender = forms.CharField(label="移送（交办）单位", max_length=60, required=False)
    sender_number = forms.CharField(label="移送函文号", max_length=60, required=False)
    remedy = forms.ChoiceField(
        label="是否反映刑诉法第117条情形", choices=[("", "不是"), *Remedy.choices], required=False,
        help_text="超期不解除强制措施、不退保证金、违法查封扣押冻结等：须先向办案机关提出（规则第555条）",
    )  # fmt: skip
    detail_fields = (
        *LeadBase.detail_fields, "channel", "named", "complainant", "complainant_contact", "sender", "sender_number", "remedy",
    )  # fmt: skip
    field_order = (
        "title", "public_title", "source", "received_on", "is_letter", "complainant", "complainant_contact", "sender",
        "sender_number", "remedy", "subject", "charge", "facts", "police", "case", "persons",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        cleaned["channel"] = "letter" if cleaned.get("is_letter") else ""
        cleaned["named"] = Named.YES if cleaned.get("complainant") else Named.NO
        if cleaned.get("source") in (LeadSource.POLICE, LeadSource.COURT) and not cleaned.get("sender"):
            self.add_error("sender", "法院、公安机关移送的线索，请填写移送单位。")
        _not_named(self, "public_title", cleaned.get("complainant") or "")
        return cleaned


class FoundForm(LeadBase):
    """办案、巡检、模型发现的: nobody waits for an answer."""

    source = forms.ChoiceField(label="线索来源", choices=[(code.value, code.label) for code in FOUND_HERE])


class AnswerForm(ActionForm):
    """答复、告知控告人等."""

    receiver = forms.CharField(label="答复（告知）对象", max_length=60)
    conclusion = Long("答复（告知）内容")
    remedy = Long("告知的救济途径", required=False, rows=2)

    def prepare(self) -> None:
        detail = getattr(self.matter, "lead", None)
        if detail is not None:
            self.fields["receiver"].initial = detail.complainant


class AskForMoreForm(AnswerForm):
    """告知补正 (规则第162条第3款)."""

    def prepare(self) -> None:
        super().prepare()
        self.fields["conclusion"].initial = "你（单位）提交的材料不齐备，请补齐下列材料；受理时间从补齐之日起计算。"


class ToOrganForm(AnswerForm):
    """告知向办案机关提出 (规则第555条第3款)."""

    def prepare(self) -> None:
        super().prepare()
        self.fields["conclusion"].initial = (
            "你（单位）反映的情形，依照《中华人民共和国刑事诉讼法》第一百一十七条的规定，应当先向办案机关申诉或者控告；"
            "对办案机关的处理不服，或者其未在规定时间内答复的，可以再向本院申诉。"
        )


class CompletedForm(ActionForm):
    completed_on = DayField(label="补齐材料日期")
    reasons = Long("补齐的材料", rows=3)


class TellingForm(ActionForm):
    """An act of which whoever reported by name is told."""

    conclusion = Long("告知控告人的内容", required=False, rows=3, help_text="实名的，写入答复函；移送主管机关的，应当通知（刑诉法第110条第3款）")

    def prepare(self) -> None:
        named = getattr(getattr(self.matter, "lead", None), "named", "") == Named.YES
        self.fields["conclusion"].required = named
        if not named:
            del self.fields["conclusion"]


class MoveForm(TellingForm):
    """移送: what the receiver reads, and what the complainant is told."""

    contents = Long("线索内容", help_text="写入移送函；不写线索来源和控告人")
    demands = Long("办理建议", required=False, rows=3)
    enclosures = Long("材料清单（每行一件）", required=False, rows=3)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        complainant = getattr(getattr(self.matter, "lead", None), "complainant", "")
        for name in ("public_title", "contents", "demands", "enclosures"):
            if name in self.fields:
                _not_named(self, name, complainant)
        return cleaned


class ToPoliceForm(MoveForm):
    """移送公安机关: only from here does the organ read of the lead."""

    police = forms.ModelChoiceField(label="移送哪个公安机关", queryset=Organisation.objects.none(), empty_label="请选择")
    public_title = forms.CharField(label="对外名称", max_length=120, help_text="公安机关看到的事项名称")
    reply_days = forms.IntegerField(label="请在收到后几日内答复（日）", min_value=1, max_value=60)
    matter_fields = ("police", "public_title")
    field_order = ("police", "public_title", "contents", "demands", "enclosures", "reply_days", "conclusion")

    def prepare(self) -> None:
        super().prepare()
        if self.matter is None or self.office is None:
            return
        police = self.fields["police"]
        assert isinstance(police, forms.ModelChoiceField)
        police.queryset = self.office.organs.filter(is_active=True)
        if self.matter.police_from is not None and self.matter.police_id is not None:
            # it lies before one organ already: another one would read what was not sent to it
            police.queryset = self.office.organs.filter(pk=self.matter.police_id)
        police.initial = self.matter.police_id
        self.fields["public_title"].initial = self.matter.public_title or self.matter.title
        self.fields["reply_days"].initial = option(self.office.pk, "lead_transfer_days")


class ToOtherForm(MoveForm):
    """移送人民法院、其他人民检察院、监察机关和其他主管机关: on paper."""

    receiver = forms.CharField(label="移送哪个单位", max_length=60, help_text="例如“青江区人民法院”“白石区人民检察院”")
    public_title = forms.CharField(label="对外名称", max_length=120)
    matter_fields = ("public_title",)
    field_order = ("receiver", "public_title", "contents", "demands", "enclosures", "conclusion")

    def prepare(self) -> None:
        super().prepare()
        if self.matter is not None:
            self.fields["public_title"].initial = self.matter.public_title or self.matter.title


class OtherAnswerForm(ActionForm):
    """对方单位答复：受理或者不受理."""

    answered_on = DayField(label="答复日期")
    number = forms.CharField(label="答复文号", max_length=60, required=False)
    reasons = Long("答复内容", rows=3)


class TakesForm(PoliceActForm):
    """公安机关受理移送的线索."""

    reasons = Long("受理情况", rows=3, help_text="受案登记文号、承办部门等")


class DeclinesForm(PoliceActForm):
    reasons = Long("不予受理的理由")


class RouteForm(ActionForm):
    """分流."""

    route = forms.ChoiceField(label="分流", choices=Route.choices)
    reasons = Long("理由", required=False, rows=3)
    detail_fields = ("route",)

    def prepare(self) -> None:
        detail = getattr(self.matter, "lead", None)
        if detail is not None and detail.route:
            self.fields["route"].initial = detail.route


class AssignForm(ActionForm):
    """指派核查：承办人和限期."""

    handler = OfficerChoice(label="承办检察官", queryset=Officer.objects.none(), empty_label="请选择")
    days = forms.IntegerField(label="核查限期（日）", min_value=1, max_value=180, help_text="内部提醒，不是法定期限")
    demands = Long("核查要求", required=False, rows=3)
    matter_fields = ("handler",)

    def prepare(self) -> None:
        if self.matter is None or self.office is None:
            return
        handler = self.fields["handler"]
        assert isinstance(handler, forms.ModelChoiceField)
        handler.queryset = prosecutors_of(self.office.procuratorate)
        handler.initial = self.matter.handler_id
        self.fields["days"].initial = option(self.office.pk, "lead_verify_days")


class ProlongForm(ReasonForm):
    """延长核查限期."""

    days = forms.IntegerField(label="重新计算的核查限期（日）", min_value=1, max_value=180)
    field_order = ("days", "reasons")


class HandOverForm(TellingForm):
    """移转本院其他部门."""

    department = forms.ChoiceField(label="移转给", choices=Department.choices)
    contents = Long("线索内容")
    demands = Long("移转理由和建议", rows=3)
    enclosures = Long("材料清单（每行一件）", required=False, rows=3)
    detail_fields = ("department",)
    field_order = ("department", "contents", "demands", "enclosures", "conclusion")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        # the paper names the department it goes to
        cleaned["receiver"] = dict(Department.choices).get(cleaned.get("department", ""), "")
        return cleaned


class VerifyForm(ActionForm):
    """调查核实：规则第551条第2款的十种方式."""

    METHODS = (
        ("suspect", "讯问、询问犯罪嫌疑人"),
        ("witness", "询问证人、被害人或者其他诉讼参与人"),
        ("officer", "询问办案人员"),
        ("present", "询问在场人员或者其他可能知情的人员"),
        ("complainant", "听取申诉人或者控告人的意见"),
        ("counsel", "听取辩护人、值班律师意见"),
        ("papers", "调取、查询、复制登记表册、法律文书、体检记录及案卷材料"),
        ("recordings", "调取讯问笔录、询问笔录及录音、录像或者其他视听资料"),
        ("examination", "进行伤情、病情检查或者鉴定"),
        ("other", "其他调查核实方式"),
    )
    methods = forms.MultipleChoiceField(label="核查方式", choices=METHODS, widget=forms.CheckboxSelectMultiple)
    findings = Long("核查情况")


class WatchForm(ActionForm):
    """督办."""

    watch = forms.ChoiceField(label="督办方式", choices=Watch.choices)
    demands = Long("督办要求", rows=4, help_text="上级院同步可见")
    detail_fields = ("watch",)


class AskOrganForm(ActionForm):
    """要求有关机关说明理由 (规则第556条第2款)."""

    public_title = forms.CharField(label="对外名称", max_length=120, help_text="公安机关看到的事项名称")
    facts = Long("需要说明的事项", help_text="写入文书；不写线索来源和控告人")
    matter_fields = ("public_title",)

    def prepare(self) -> None:
        if self.matter is not None:
            self.fields["public_title"].initial = self.matter.public_title or self.matter.title

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name in ("public_title", "facts"):
            _not_named(self, name, getattr(getattr(self.matter, "lead", None), "complainant", ""))
        return cleaned


class OrganExplainsForm(PoliceActForm):
    statement = Long("处理情况和理由")


# ------------------------------------------------------------------------------------------------ 成案


class OpeningForm(ActionForm):
    """成案：the matter that the lead becomes."""

    kind_label = ""
    title = forms.CharField(label="新事项名称", max_length=120)
    public_title = forms.CharField(label="对外名称", max_length=120, help_text="送公安机关时使用，不写控告人")
    police = forms.ModelChoiceField(label="公安机关", queryset=Organisation.objects.none(), empty_label="请选择")
    subject = forms.CharField(label="涉及的人（单位）", max_length=120, required=False)
    reasons = Long("成案理由", rows=3, help_text="仅检察机关可见")

    def prepare(self) -> None:
        if self.matter is None or self.office is None:
            return
        police = self.fields["police"]
        assert isinstance(police, forms.ModelChoiceField)
        police.queryset = self.office.organs.filter(is_active=True)
        police.initial = self.matter.police_id
        detail: LeadDetail | None = getattr(self.matter, "lead", None)
        if detail is None:
            return
        self.fields["subject"].initial = detail.subject
        if "charge" in self.fields:
            self.fields["charge"].initial = detail.charge
        about = f"{detail.subject}涉嫌{detail.charge}" if detail.subject and detail.charge else detail.subject
        if about:
            self.fields["title"].initial = self.fields["public_title"].initial = f"{about}{self.kind_label}案"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        _not_named(self, "public_title", getattr(getattr(self.matter, "lead", None), "complainant", ""))
        return cleaned


class FilingOpening(OpeningForm):
    kind_label = "立案监督"
    variant = forms.ChoiceField(label="监督类型", choices=BRANCHES)
    charge = forms.CharField(label="涉嫌罪名", max_length=60)
    police_accepted_on = DayField(label="公安受案（立案）日期", required=False)
    police_number = forms.CharField(label="公安受案、立案文号", max_length=60, required=False)
    field_order = (
        "variant", "title", "public_title", "police", "charge", "subject", "police_accepted_on", "police_number", "reasons",
    )  # fmt: skip


class InvestigationOpening(OpeningForm):
    kind_label = "侦查活动监督"


class LeakOpening(OpeningForm):
    kind_label = "纠正漏捕漏诉"
    variant = forms.ChoiceField(label="类型", choices=(("arrest", "漏捕"), ("prosecution", "漏犯、漏罪")))
    charge = forms.CharField(label="涉嫌罪名", max_length=60)
    subject = forms.CharField(label="遗漏的犯罪嫌疑人", max_length=120)
    field_order = ("variant", "title", "public_title", "police", "charge", "subject", "reasons")


class LinkageOpening(OpeningForm):
    kind_label = "行刑反向衔接"


class SuggestionOpening(OpeningForm):
    kind_label = "检察建议"
    variant = forms.ChoiceField(label="类型", choices=(("correction", "纠正违法检察建议"), ("governance", "社会治理检察建议")))
    field_order = ("variant", "title", "public_title", "police", "subject", "reasons")


class FinishForm(ActionForm):
    """成案：what was opened, in a sentence."""

    result_reasons = Long("核查结果", rows=3)
    detail_fields = ("result_reasons",)


class NoCaseForm(ActionForm):
    """不成案：理由 and what the complainant will be told stands in the answer."""

    result_reasons = Long("核查情况和不成案理由")
    detail_fields = ("result_reasons",)


class FeedBackForm(ActionForm):
    """向移送、交办单位反馈办理情况: on paper."""

    receiver = forms.CharField(label="反馈给哪个单位", max_length=60)
    contents = Long("办理情况")

    def prepare(self) -> None:
        detail = getattr(self.matter, "lead", None)
        if detail is not None:
            self.fields["receiver"].initial = detail.sender
