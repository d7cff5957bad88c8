"""Fields and small forms that several kinds use."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from cases.matters.forms import ActionForm
from cases.models import Suspect
from office.models import JointOffice, Officer, Organisation
from office.sides import Role


def Long(label: str, **kwargs: Any) -> forms.CharField:  # noqa: N802  (reads as a field type in the forms below)
    """A text of several lines."""
    rows = kwargs.pop("rows", 5)
    return forms.CharField(label=label, max_length=8000, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


class OfficerChoice(forms.ModelChoiceField):
    """Officers by their name alone."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


def prosecutors_of(organisation: Organisation) -> QuerySet[Officer]:
    """Who may handle a matter of a procuratorate."""
    found = Officer.objects.filter(organisation=organisation, is_active=True, grants__role=Role.PROSECUTOR)
    return found.distinct().order_by("name", "pk")


class ReasonForm(ActionForm):
    """An act that wants nothing but why."""

    reasons = Long("理由", rows=4)


class SuspectField(forms.ModelChoiceField):
    """One suspect of the office's cases, named with the case."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Suspect.objects.none(), empty_label="请选择", **kwargs)

    def of(self, office: JointOffice | None) -> None:
        """Offer the suspects of an office, newest case first."""
        self.queryset = Suspect.objects.filter(office=office).select_related("case").order_by("-case_id", "id")

    def label_from_instance(self, obj: Any) -> str:
        """「王某（王某诈骗案）」."""
        return f"{obj.name}（{obj.case.name}）"


class OrganField(forms.ModelChoiceField):
    """One 公安机关 of the office."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Organisation.objects.none(), empty_label="请选择", **kwargs)

    def of(self, office: JointOffice | None) -> None:
        """Offer the organs of an office that are in service."""
        if office is not None:
            self.queryset = office.organs.filter(is_active=True)
