"""补充侦查意见跟踪各动作的表单: they validate, for page and API alike."""

from __future__ import annotations

from typing import Any

from django import forms

from cases.matters.forms import ActionForm, DayField, FilesField, PoliceActForm, RowsField
from cases.matters.forms.fields import Long
from cases.models import Case, Deadline, Matter
from office.blocks import chinese_date
from office.models import Officer, Organisation
from office.options import option
from office.sides import Role
from supervision.forms.correcting import PressForm
from supervision.models.supplementary import ANSWERED, ROUNDS, Answer, Contest, Verdict, counted_for, returns_made

TYPES = (
    ("T1", "不批准逮捕补充侦查"),
    ("T2", "批准逮捕后继续侦查"),
    ("T3", "退回补充侦查"),
    ("T4", "调取证据材料"),
    ("T5", "自行补充侦查"),
    ("T6", "证据收集合法性说明"),
    ("T7", "审判阶段补充侦查"),
)
THIRD = "补充侦查以二次为限，改变管辖前后合并计算，本案已经退回补充侦查二次，不能再次退回：刑诉法第175条第3款、规则第346条第2款、第350条。"
PARENTS = ("arrest_review", "prosecution_review")


def _short(label: str, rows: int = 2, **kwargs: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=1000, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


def _inline() -> forms.RadioSelect:
    """A few short choices in one line."""
    return forms.RadioSelect(attrs={"class": "inline"})


class ItemRow(forms.Form):
    """One item of an outline as it is typed."""

    fact = _short("待证事实", help_text="要证明什么，即证据的证明作用")
    evidence = _short("需要补充的证据", help_text="接在“请补”之后读得通，例如“案发当晚仓库北门的监控录像”")
    reason = _short("补充侦查的理由", required=False, help_text="现有证据缺在哪里")
    direction = _short("侦查方向", required=False, help_text="从哪里、用什么方法取证")
    standard = _short("应达标准", required=False, help_text="补到什么程度算补齐")
    unit = forms.CharField(label="责任单位", max_length=60, required=False)
    earlier = forms.CharField(required=False, max_length=36, widget=forms.HiddenInput)
    """The item of the first return that this one continues."""


class OutlineForm(ActionForm):
    """起草提纲: one dense page; the items may still be changed until it is sent."""

    variant = forms.ChoiceField(label="类型", choices=TYPES, widget=forms.RadioSelect)
    title = forms.CharField(label="事项名称", max_length=120, help_text="例如“陈某军涉嫌合同诈骗补充侦查案”")
    police = forms.ModelChoiceField(label="公安机关", queryset=Organisation.objects.none(), empty_label="请选择")
    case = forms.ModelChoiceField(
        label="关联案件", queryset=Case.objects.none(), required=False, empty_label="暂无案件",
        help_text="退回补充侦查须关联案件：退查次数按案件合并计算",
    )
    parent = forms.ModelChoiceField(
        label="来源事项", queryset=Matter.objects.none(), required=False, empty_label="无", help_text="在办的审查逮捕、审查起诉事项"
    )
    charge = forms.CharField(label="涉嫌罪名", max_length=60)
    subject = forms.CharField(label="犯罪嫌疑人", max_length=120)
    persons = forms.IntegerField(label="人数", min_value=1, max_value=999, initial=1)
    transferred_on = DayField(label="公安移送审查起诉日期", required=False)
    opinion_number = forms.CharField(label="起诉意见书文号", max_length=60, required=False)
    earlier_returns = forms.IntegerField(
        label="改变管辖以前已退查次数", min_value=0, max_value=ROUNDS, required=False, help_text="退回补充侦查填写；规则第350条"
    )
    items = RowsField(
        ItemRow, least=0, label="提纲条目",
        help_text="规则第257条：写明事项、理由、侦查方向、需补充收集的证据及其证明作用；每条应当必要、可行、说理。第二次退查不填的，带入第一次未达到要求的条目",
    )

    matter_fields = ("variant", "title", "public_title", "police", "case", "parent", "persons")
    detail_fields = ("charge", "subject", "transferred_on", "opinion_number", "earlier_returns")

    def prepare(self) -> None:
        if self.office is not None:
            police, case, parent = self.fields["police"], self.fields["case"], self.fields["parent"]
            assert isinstance(police, forms.ModelChoiceField)
            assert isinstance(case, forms.ModelChoiceField)
            assert isinstance(parent, forms.ModelChoiceField)
            police.queryset = self.office.organs.filter(is_active=True)
            case.queryset = Case.objects.filter(office=self.office).order_by("-id")
            parent.queryset = Matter.objects.filter(office=self.office, kind__in=PARENTS, closed_at=None).order_by("-id")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        cleaned["public_title"] = cleaned.get("title", "")
        cleaned["earlier_returns"] = cleaned.get("earlier_returns") or None
        parent = cleaned.get("parent")
        if parent is not None and cleaned.get("case") is None:
            cleaned["case"] = parent.case
        made = 0
        if cleaned.get("variant") == "T3":
            if cleaned.get("case") is None:
                self.add_error("case", "退回补充侦查须关联案件，退查次数按案件合并计算。")
            elif cleaned.get("police") is not None:
                key = counted_for(Matter(police=cleaned["police"], case=cleaned["case"]))
                made = returns_made(key, cleaned["earlier_returns"])
                if made >= ROUNDS:
                    self.add_error(None, THIRD)
        if not cleaned.get("items") and made != 1 and "items" not in self.errors:
            self.add_error("items", "请至少填写1条。")
        return cleaned


class ItemsForm(ActionForm):
    """修改条目: all of them, as they stand."""

    items = RowsField(ItemRow, label="提纲条目", help_text="规则第257条：写明事项、理由、侦查方向、需补充收集的证据及其证明作用")

    def prepare(self) -> None:
        if self.matter is not None:
            names = ("fact", "evidence", "reason", "direction", "standard", "unit")
            self.fields["items"].initial = [
                {**{name: getattr(item, name) for name in names}, "earlier": str(item.earlier_id or "")}
                for item in self.matter.outline_items.order_by("no")
            ]


class HearForm(ActionForm):
    """听取公安机关办案人员意见 (协作配合意见第三（二）3)."""

    heard_on = DayField(label="听取意见日期")
    persons = forms.CharField(label="办案人员", max_length=100)
    opinions = Long("办案人员的意见", rows=4, help_text="哪些能补、哪些补不了、需要多久")
    adopted = Long("采纳情况", required=False, rows=3)
    detail_fields = ("heard_on",)


class SendForm(ActionForm):
    """发出提纲: what stands above the items, and why something usual is missing."""

    grounds = Long("审查情况和总体要求", help_text="写在条目之前")
    other = Long("其他要求", required=False, rows=3)
    unheard = _short("未听取办案人员意见的理由", help_text="协作配合意见第三（二）3：应当充分听取办案人员意见；已听取的请先登记“听取意见”")
    gaps = _short("条目要素不全仍然发出的理由")

    def prepare(self) -> None:
        detail = getattr(self.matter, "supplementary", None)
        if detail is None:
            return
        if detail.heard_on is not None:
            del self.fields["unheard"]
        short = [item for item in detail.matter.outline_items.order_by("no") if item.lacking]
        if short:
            named = "；".join(f"第{item.no}条缺{'、'.join(item.lacking)}" for item in short)
            self.fields["gaps"].help_text = f"{named}。规则第257条要求写明，请先修改条目"
        else:
            del self.fields["gaps"]


class TermForm(SendForm):
    """An outline that names the days within which it is to be answered; the law gives none."""

    days = forms.IntegerField(label="答复期限（日）", min_value=1, max_value=60, help_text="法无固定期限，以文书载明为准，应短于审查起诉剩余期限")
    setting = ""

    def prepare(self) -> None:
        super().prepare()
        if self.office is not None and self.setting:
            self.fields["days"].initial = option(self.office.pk, self.setting)


class EvidenceForm(TermForm):
    """调取证据材料通知书 (规则第340条)."""

    purpose = _short("用途", help_text="例如“证明被告人的作案时间”")
    setting = "evidence_request_days"


class HelpForm(TermForm):
    """要求公安机关协助 (规则第342条、第422条第1款): with which items."""

    asked = forms.MultipleChoiceField(label="请协助的条目", choices=(), widget=forms.CheckboxSelectMultiple, help_text="只有这里勾选的条目公安机关看得见")
    setting = "evidence_request_days"

    def prepare(self) -> None:
        super().prepare()
        asked = self.fields["asked"]
        assert isinstance(asked, forms.MultipleChoiceField)
        rows = list(self.matter.outline_items.exclude(contest=Contest.DROPPED).order_by("no")) if self.matter is not None else []
        asked.choices = [(str(row.no), f"第{row.no}条：{row.heading}") for row in rows]
        asked.initial = [str(row.no) for row in rows if row.status not in ANSWERED or row.verdict == Verdict.UNMET]
        self.order_fields(["asked"])


class LegalityForm(TermForm):
    """要求说明证据收集的合法性 (规则第74条)."""

    setting = "legality_explain_days"


class ReturnForm(SendForm):
    """退回补充侦查: 补充侦查决定书 wants the suspect, the day and number of the transfer, the reasons (law.md D16)."""

    grounds = Long("退回补充侦查的理由", help_text="认定的事实哪里不清、证据哪里不足，写具体")
    suspects = Long("犯罪嫌疑人基本情况", rows=3, help_text="姓名、出生日期、强制措施；是否人大代表、政协委员")
    transferred_on = DayField(label="公安移送审查起诉日期")
    opinion_number = forms.CharField(label="起诉意见书文号", max_length=60)
    detail_fields = ("transferred_on", "opinion_number")

    def prepare(self) -> None:
        super().prepare()
        detail = getattr(self.matter, "supplementary", None)
        if detail is not None:
            self.fields["suspects"].initial = detail.subject
            self.fields["transferred_on"].initial = detail.transferred_on
            self.fields["opinion_number"].initial = detail.opinion_number

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.matter is not None:
            detail = self.matter.supplementary
            if returns_made(counted_for(self.matter), detail.earlier_returns) >= ROUNDS:
                self.add_error(None, THIRD)
        return cleaned


class AdjournForm(ActionForm):
    """延期审理 (规则第420条、第421条)."""

    adjourned_on = DayField(label="人民法院决定延期审理日期")
    grounds = Long("需要补充侦查的事项和理由", rows=4)
    detail_fields = ("adjourned_on",)


class ResumedForm(ActionForm):
    done_on = DayField(label="提请恢复（撤回）日期")
    results = Long("补充侦查结果", rows=4)


# ------------------------------------------------------------------------------------------------ one item


class ItemForm(ActionForm):
    """An act on one item. ``item_fields``: what is written to it."""

    item_fields: tuple[str, ...] = ()


class ClaimForm(ItemForm):
    """认领、交办所队和办案民警."""

    claimed_unit = forms.CharField(label="承办所队", max_length=60)
    claimed_by = forms.ModelChoiceField(
        label="承办民警", queryset=Officer.objects.none(), required=False, empty_label="由承办所队确定"
    )
    item_fields = ("claimed_unit", "claimed_by")

    def prepare(self) -> None:
        if self.matter is None or self.matter.police_id is None:
            return
        people = self.fields["claimed_by"]
        assert isinstance(people, forms.ModelChoiceField)
        people.queryset = Officer.objects.filter(
            organisation_id=self.matter.police_id, is_active=True, grants__role__in=(Role.INVESTIGATOR, Role.LEGAL)
        ).distinct()
        if self.item is not None:
            self.fields["claimed_unit"].initial = self.item.claimed_unit or self.item.unit


class AnswerForm(ItemForm):
    """逐项答复: 已补、部分补正, or why it cannot be (程序规定第296条第1项)."""

    status = forms.ChoiceField(label="结果", choices=[(code.value, code.label) for code in ANSWERED], widget=_inline())
    reply = Long("补充情况", rows=4, help_text="做了哪些工作，取得什么证据，证明什么")
    why = _short("未能补齐的原因", rows=3, required=False, help_text="部分补正、无法补正的须写明")
    files = FilesField(label="证据材料", required=False)  # type: ignore[assignment]  # a field, lifted out by the metaclass
    item_fields = ("status", "reply", "why")

    def prepare(self) -> None:
        if self.item is not None and self.item.status in ANSWERED:
            for name in self.item_fields:
                self.fields[name].initial = getattr(self.item, name)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("status") in (Answer.PART, Answer.CANNOT) and not cleaned.get("why"):
            self.add_error("why", "部分补正、无法补正的，请写明原因。")
        return cleaned


class ContestForm(ItemForm):
    """对条目的异议: said and answered; the period runs on."""

    contest_ground = Long("异议和理由", rows=4, help_text="例如不必要、不可行、已在卷中（写明卷页）")
    item_fields = ("contest_ground",)


class ContestAnswerForm(ItemForm):
    contest = forms.ChoiceField(
        label="处理", choices=[(code.value, label) for code, label in
                             ((Contest.KEPT, "维持本条"), (Contest.CHANGED, "调整本条"), (Contest.DROPPED, "不再要求本条"))],
        widget=_inline(),
    )  # fmt: skip
    contest_answer = Long("答复", rows=4, help_text="调整的，写明现在要求什么")
    item_fields = ("contest", "contest_answer")


class VerdictForm(ItemForm):
    """评价一条."""

    verdict = forms.ChoiceField(label="评价", choices=Verdict.choices, widget=_inline())
    remark = _short("评价说明", rows=3, required=False, help_text="未达到要求的须写明缺什么")
    item_fields = ("verdict", "remark")

    def prepare(self) -> None:
        if self.item is not None:
            for name in self.item_fields:
                self.fields[name].initial = getattr(self.item, name)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("verdict") == Verdict.UNMET and not cleaned.get("remark"):
            self.add_error("remark", "未达到要求的，请写明缺什么。")
        return cleaned


class EvaluateForm(ActionForm):
    """逐项评价, all items on one page: ``verdict_1``, ``remark_1`` … by the number of the item."""

    overall = Long("总体评价", required=False, rows=3)

    def prepare(self) -> None:
        for item in self.items():
            words = f"公安答复：{item.get_status_display()}。{item.reply}" + (f" 原因：{item.why}" if item.why else "")
            self.fields[f"verdict_{item.no}"] = forms.ChoiceField(
                label=f"第{item.no}条：{item.heading}", choices=Verdict.choices, widget=_inline(), initial=item.verdict,
                help_text=words,
            )
            self.fields[f"remark_{item.no}"] = _short(
                f"第{item.no}条的评价说明", rows=3, required=False, initial=item.remark,
                help_text=f"应达标准：{item.standard}" if item.standard else "",
            )
        self.order_fields([name for name in self.fields if name != "overall"])

    def items(self) -> list[Any]:
        """The items that are judged: all that the police were asked for but those dropped."""
        if self.matter is None:
            return []
        return list(self.matter.outline_items.filter(asked=True).exclude(contest=Contest.DROPPED).order_by("no"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for item in self.items():
            if cleaned.get(f"verdict_{item.no}") == Verdict.UNMET and not cleaned.get(f"remark_{item.no}"):
                self.add_error(f"remark_{item.no}", "未达到要求的，请写明缺什么。")
        return cleaned


# ------------------------------------------------------------------------------------------------ papers of the police


class OfficialForm(PoliceActForm):
    """A paper of the police whose text, with the items as answered, is put together here; the sealed scan may go along."""

    files = FilesField(label="盖章的文书、案卷目录等", required=False)


class ReportForm(OfficialForm):
    """补充侦查报告书 (程序规定第296条第1项)."""

    result = Long("补充侦查情况", help_text="各条的答复自动列入，不必重复")
    unresolved = Long("确实无法查明的事项、无法补充的证据", required=False, rows=3, help_text="程序规定第296条第1项：应当书面说明情况")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        stuck = self.matter is not None and self.matter.outline_items.filter(status=Answer.CANNOT).exists()
        if stuck and not cleaned.get("unresolved"):
            self.add_error("unresolved", "有条目答复为无法补正的，请书面说明情况（程序规定第296条第1项）。")
        return cleaned


class NewChargesForm(OfficialForm):
    """重新制作的起诉意见书 (程序规定第296条第2项)."""

    found = Long("新发现的同案犯或者罪行")
    result = Long("补充侦查情况", required=False, rows=3)


class ImproperForm(OfficialForm):
    """退查不当 (程序规定第296条第4项)."""

    reasons = Long("认为原认定事实清楚、证据确实充分的理由")


class WithdrawalForm(PoliceActForm):
    """撤销案件、终止侦查 (程序规定第296条第3项)."""

    decision = forms.ChoiceField(label="处理", choices=(("withdraw", "撤销案件"), ("terminate", "终止侦查")))
    decided_on = DayField(label="决定日期")
    reasons = Long("原认定的犯罪事实有何重大变化")


class LegalityAnswerForm(OfficialForm):
    """证据收集合法性的说明 (规则第74条: 加盖单位公章，并由侦查人员签名)."""

    statement = Long("证据收集过程和合法性的说明")
    signers = forms.CharField(label="签名的侦查人员", max_length=100)
    files = FilesField(label="盖章签名的说明、讯问录音录像等")


class FeedbackForm(OfficialForm):
    """补充侦查、继续侦查、提供证据的反馈."""

    result = Long("总体情况", help_text="各条的答复自动列入，不必重复")


class ReRequestForm(OfficialForm):
    """重新提请批准逮捕书 (程序规定第138条第2款)."""

    result = Long("补充侦查情况和提请逮捕的理由", help_text="各条的答复自动列入，不必重复")


class OverdueForm(OfficialForm):
    """期满未移送的理由 (规则第347条第1款)."""

    reasons = Long("逾期未移送的理由")
    expected_on = DayField(label="预计移送日期", past=False, required=False)


class NoRequestForm(OfficialForm):
    reasons = Long("不提请批准逮捕的理由")


class ObjectForm(ActionForm):
    """要求复议 after 补充侦查: recorded, and told what 规则第292条 says."""

    grounds = Long("要求复议的理由", rows=4)


# ------------------------------------------------------------------------------------------------ pressing


class PressOutlineForm(PressForm):
    """督促: an outline after 不批准逮捕 has no period of law that could have run out (law.md 7.1 row 13)."""

    def prepare(self) -> None:
        super().prepare()
        if self.matter is not None and self.matter.variant == "T1":
            del self.fields["due_on"]


class AskWhyForm(ActionForm):
    """要求说明逾期未移送的理由 (规则第347条第1款)."""

    situation = Long("有关情况", rows=4)
    reply_days = forms.IntegerField(label="答复期限（日）", min_value=1, max_value=60, help_text="法无固定期限，以文书载明为准")

    @staticmethod
    def proposal(matter: Matter, clock: Deadline) -> dict[str, Any]:
        """What the trail says: the sweep's draft, for the handler to complete."""
        paper = clock.document
        begun = f"{chinese_date(clock.begins_on)}签收本院《{paper.name}》（{paper.number}）" if paper else clock.trigger
        return {
            "situation": f"你单位于{begun}，补充侦查期限于{chinese_date(clock.due_on)}届满，至今未将案件重新移送起诉。",
            "reply_days": option(matter.office_id, "overdue_reasons_days"),
        }

    def prepare(self) -> None:
        if self.matter is None:
            return
        self.fields["reply_days"].initial = option(self.matter.office_id, "overdue_reasons_days")
        clock = self.matter.deadlines.filter(status="running", rule="supp_return", due_on__lt=self.today).first()
        if clock is not None:
            for name, value in self.proposal(self.matter, clock).items():
                self.fields[name].initial = value


class DemandForm(ActionForm):
    """要求重新移送、要求提请批准逮捕."""

    reasons = Long("理由")
    reply_days = forms.IntegerField(label="答复期限（日）", min_value=1, max_value=60, help_text="法无固定期限，以文书载明为准")
    setting = "overdue_reasons_days"

    def prepare(self) -> None:
        if self.office is not None:
            self.fields["reply_days"].initial = option(self.office.pk, self.setting)


class DemandArrestForm(DemandForm):
    """要求提请批准逮捕 (规则第292条第2款、第288条)."""

    facts = Long("已经查明的事实和证据")
    setting = "leak_arrest_days"

    def prepare(self) -> None:
        super().prepare()
        self.order_fields(["facts", "reasons", "reply_days"])


class ArrestForm(ActionForm):
    """直接决定逮捕 (规则第288条)."""

    facts = Long("认定的事实和证据")
    reasons = Long("符合逮捕条件的理由")
