"""指引、标准、会签制度各动作的表单: they validate, for page and API alike."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django import forms

from cases.desk.page.beside import topics
from cases.matters.forms import ActionForm, DayField
from cases.matters.forms.fields import Long, OrganField
from cases.matters.table.workflow import WORKFLOWS
from cases.models import Matter, Suspect
from liaison.forms.early_intervention import Ticks
from liaison.models.guidance import JOINT, Sort
from office.models import Organisation
from office.options import options
from office.sides import Side

LONGEST = 30000
"""字: about forty pages."""
ID_NUMBER = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)|(?<!\d)1[3-9]\d{9}(?!\d)")
NOT_CONCERNED = ("guidance", "resolution", "joint_meeting", "consultation")
"""Kinds beside which no guidance is shown: they are not about how a case is dealt with."""
NAMED = "其中有本案当事人姓名“{}”，请改写为“犯罪嫌疑人甲”等以后再提交。"
NUMBERED = "其中有证件号码或者电话号码，请删去以后再提交。"


class Chosen(Ticks):
    """Some of a list whose words may hold 、 themselves."""

    joint = JOINT


def Text(label: str, **kwargs: Any) -> forms.CharField:  # noqa: N802  (reads as a field type in the forms below)
    """The text of a guidance: paragraphs by lines, headings by their own 一、（一）."""
    return forms.CharField(label=label, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 18}), **kwargs)


def names_of(matter: Matter | None) -> list[str]:
    """Whom the case of a matter names; the longest first, so that 王小明 is found before 王小."""
    if matter is None or matter.case_id is None:
        return []
    return sorted(Suspect.objects.filter(case_id=matter.case_id).values_list("name", flat=True), key=len, reverse=True)


def naming(words: str, names: Iterable[str]) -> str:
    """Why a text is not de-identified, in one sentence; empty where nothing was found. It finds what it knows: a person reads it too."""
    if found := next((name for name in names if name in words), None):
        return NAMED.format(found)
    return NUMBERED if ID_NUMBER.search(words) else ""


class GuidanceForm(ActionForm):
    """拟写指引: the text, from when it is to stand, and beside what it is shown."""

    variant = forms.ChoiceField(label="类别", choices=Sort.choices, initial=Sort.GUIDE.value)
    title = forms.CharField(label="标题", max_length=110, help_text="例如“帮助信息网络犯罪活动罪、掩饰、隐瞒犯罪所得罪办案指引”")
    police = OrganField(label="会签的公安机关")
    effective_on = DayField(label="施行日期", past=False, help_text="双方会签完成以后才施行；会签晚于该日的，自会签完成之日起施行")
    body = Text("正文", help_text="一行一段，标题写“一、”“（一）”；首句“与法律、司法解释不一致的，以法律、司法解释为准”由系统写入，不能删改")
    grounds = Long("依据", rows=3, required=False, help_text="法律条文、司法解释、会议纪要，一行一项")
    charges = Chosen((), label="适用罪名", required=False, help_text="罪名由办公室设置列出；选中的，在该罪名的案件和事项旁显示")
    kinds = Chosen((), label="办理环节", required=False, help_text="选中的，只在这些事项旁显示；不选的，不限")
    items = Chosen((), label="监督项目", required=False, help_text="选中的，在该监督项目旁显示")

    matter_fields = ("variant", "title", "public_title", "police")
    detail_fields = ("effective_on", "body", "grounds", "charges", "kinds", "items")

    def prepare(self) -> None:
        organ = self.fields["police"]
        assert isinstance(organ, OrganField)
        if self.organ is not None:
            del self.fields["police"]
        else:
            organ.of(self.office)
        detail = getattr(self.matter, "guidance", None)
        listed = options(self.office.pk)["guidance_charges"] if self.office is not None else []
        kinds = [table.name for table in WORKFLOWS.values() if table.kind not in NOT_CONCERNED]
        for name, choices in (
            ("charges", [(word, word) for word in listed]),
            ("kinds", [(word, word) for word in kinds]),
            ("items", [(one.name, f"{one.name}　{one.words}"[:80]) for one in topics(self.today)]),
        ):
            field = self.fields[name]
            assert isinstance(field, Chosen)
            # what was chosen before stays, whatever became of the list
            kept = getattr(detail, name).split(JOINT) if getattr(detail, name, "") else []
            offered = {code for code, _ in choices}
            field.choices = [*choices, *((word, word) for word in kept if word not in offered)]
        if self.matter is not None and detail is not None:
            self.fields["variant"].initial = self.matter.variant or Sort.GUIDE.value
            self.fields["title"].initial = self.matter.title
            for name in self.detail_fields:
                self.fields[name].initial = getattr(detail, name)

    @property
    def organ(self) -> Organisation | None:
        """The organ whose head signs, where it is settled: the drafter's own, or the one a draft has named."""
        if self.matter is not None:
            return self.matter.police
        return self.opener.organisation if self.opener is not None and self.opener.side == Side.POLICE else None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        cleaned["public_title"] = cleaned.get("title", "")
        return cleaned


class EditForm(GuidanceForm):
    """修改草稿; what came of a 咨询 is looked through for the persons of that case every time."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        source = self.matter.parent if self.matter is not None else None
        if source is not None and source.kind == "advice_request":
            keep_names_out(self, cleaned, names_of(source))
        return cleaned


def keep_names_out(form: ActionForm, cleaned: dict[str, Any], names: list[str]) -> None:
    """A sentence at every text that names a person of the case, or holds a number of one."""
    for name in ("title", "body", "facts", "question", "answer", "grounds"):
        if name in form.fields and (told := naming(str(cleaned.get(name) or ""), names)):
            form.add_error(name, told)


class CirculateForm(ActionForm):
    """送会签: the text as it stands in the draft goes round; whoever reads it signs the very same words."""

    note = forms.CharField(label="说明", max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 3}), help_text="可以不填")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        detail = getattr(self.matter, "guidance", None)
        if detail is not None and (not detail.body.strip() or detail.effective_on is None):
            self.add_error(None, "正文或者施行日期还没有写，请先办理“修改草稿”。")
        return cleaned


class ReviewForm(ActionForm):
    """复审: it goes on as it is; why."""

    review_words = Long("复审意见", rows=4, help_text="法律、司法解释有没有变化，执行中有什么问题；需要修改的，办理“修订”")
    detail_fields = ("review_words",)


class RepealForm(ActionForm):
    """废止: both sides signed it, both sign its repeal."""

    repeal_reason = Long("废止的理由", rows=4)
    detail_fields = ("repeal_reason",)


class ToGuidanceForm(ActionForm):
    """转为指引: question and answer of a 咨询 as the beginning of a guidance that names nobody."""

    title = forms.CharField(label="指引标题", max_length=110)
    facts = Long("基本情况", rows=5, help_text="去掉姓名、证件号码、单位名称等能够认出当事人的内容")
    question = Long("问题", rows=4)
    answer = Long("答复意见", rows=6)
    grounds = Long("依据", rows=3, required=False)
    concerns_nobody = forms.BooleanField(label="已经逐句核对，其中没有当事人姓名、证件号码，也不能据以认出当事人")

    prefill = {
        "title": "matter.title", "facts": "detail.facts", "question": "detail.question", "answer": "detail.answer", "grounds": "detail.grounds",
    }  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        keep_names_out(self, cleaned, names_of(self.matter))
        parts = (("一、基本情况", "facts"), ("二、问题", "question"), ("三、意见", "answer"))
        cleaned["body"] = "\n".join(f"{heading}\n{cleaned.get(name, '').strip()}" for heading, name in parts)
        number = self.matter.number if self.matter is not None else ""
        cleaned["origin"] = f"咨询{number}的答复，已隐去当事人"
        cleaned["variant"] = Sort.GUIDE.value
        return cleaned
