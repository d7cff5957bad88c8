"""线索来源, common to all kinds."""

from __future__ import annotations

from django.db import models


class LeadSource(models.TextChoices):
    """线索来源 (law.md 3.8)."""

    COMPLAINT = "complaint", "当事人控告、申诉"
    LAWYER = "lawyer", "律师申请"
    LETTER = "letter", "来信来访"
    HOTLINE = "hotline", "12309检察服务中心"
    AGENCY = "agency", "行政执法机关建议"
    POLICE = "police", "公安机关移送"
    CASEWORK = "casework", "办案发现"
    PATROL = "patrol", "巡检发现"
    MODEL = "model", "数字检察模型推送"
    SUPERIOR = "superior", "上级交办"
    DEPUTY = "deputy", "人大代表移交"
    COURT = "court", "人民法院移送"
    MEDIA = "media", "媒体舆情"
    OTHER = "other", "其他"
