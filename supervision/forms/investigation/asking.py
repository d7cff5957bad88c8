"""What is asked for each violation is asked once per row that is in question."""

from __future__ import annotations

from typing import Any

from django import forms

from cases.matters.forms import ActionForm
from cases.matters.forms.fields import Long
from supervision.models.investigation import Violation


def complainant_of(form: ActionForm) -> str:
    """Who complained; empty where nobody did."""
    return str(getattr(getattr(form.matter, "investigation", None), "complainant", ""))


class Told(ActionForm):
    """What an act that ends the matter tells who complained (规则第552条第2款: 应予告知); not asked where nobody did."""

    conclusion = Long("告知控告人（申诉人）的意见", rows=3, help_text="调查核实和纠正违法情况应予告知（规则第552条第2款）；写入答复函")
    remedy = Long("告知的救济途径", required=False, rows=2)

    def prepare(self) -> None:
        super().prepare()
        if not complainant_of(self):
            del self.fields["conclusion"], self.fields["remedy"]
        else:
            self.order_fields([name for name in self.fields if name not in ("conclusion", "remedy")])


class ByViolation(ActionForm):
    """A form that asks the same of every violation in question: field ``name`` of row 2 is ``name_2``."""

    lines = forms.CharField(label="逐项情况", required=False, widget=forms.HiddenInput)
    """What was given for each, in words: written by the form, for the paper and the timeline."""

    def asked(self) -> list[Violation]:
        """The violations in question."""
        return [row for row in self.every() if row.unsettled]

    def every(self) -> list[Violation]:
        return list(self.matter.violations.select_related("item", "sub").order_by("no")) if self.matter is not None else []

    def each(self, row: Violation) -> dict[str, forms.Field]:
        """The fields of one violation, by their short name."""
        raise NotImplementedError

    def prepare(self) -> None:
        super().prepare()
        own = [name for name in self.fields if name != "lines"]
        for row in self.asked():
            for name, field in self.each(row).items():
                field.label = f"第{row.no}条　{field.label}"
                if not field.help_text:
                    field.help_text = row.label
                self.fields[f"{name}_{row.no}"] = field
        first = [name for name in self.fields if name not in own]
        self.order_fields([*first, *own])

    def given(self, name: str, row: Violation) -> str:
        """What was filled in for one violation."""
        return str(self.cleaned_data.get(f"{name}_{row.no}") or "")

    def say(self, row: Violation) -> str:
        """One violation in words, for ``lines``."""
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        cleaned["lines"] = "\n".join(f"{row.no}.{row.label}：{self.say(row)}" for row in self.asked())
        return cleaned
