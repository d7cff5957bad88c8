"""The trail, the statutes and the jobs."""

from __future__ import annotations

import logging
from datetime import datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from office import actions, clock, selectors
from office.exceptions import Invalid
from office.forms import TrailForm
from office.middleware import SIGNED_IN, OfficeRequest, open_to
from office.sides import Role

logger = logging.getLogger(__name__)

AUDIT = open_to(Role.AUDIT_ADMIN)
PAGE = 50


def _midnight(day: Any, plus: int = 0) -> datetime | None:
    return timezone.make_aware(datetime.combine(day + timedelta(days=plus), time.min)) if day else None


def _row(entry: Any) -> dict[str, Any]:
    """One entry in finished words. Of business the 审计管理员 sees who did what to which number, never the contents."""
    business = entry.subject_type not in selectors.OWN_SUBJECTS
    facts = {} if business else {key: value for key, value in entry.facts.items() if value not in (None, "", [], {})}
    return {
        "seq": entry.seq,
        "at": timezone.localtime(entry.at).strftime("%Y-%m-%d %H:%M:%S"),
        "name": entry.officer_name,
        "verb": entry.facts.get("label") or actions.VERBS.get(entry.verb, entry.verb),
        "subject": selectors.business_subject(entry) if business else entry.subject_label,
        "facts": "；".join(f"{_fact(key)}：{_words(value)}" for key, value in facts.items()),
    }


def _fact(key: str) -> str:
    return actions.FACTS.get(key, key)


def _words(value: Any) -> str:
    """A fact in words; a pair under a name is old and new."""
    if isinstance(value, dict):
        return "、".join(f"{_fact(key)}{_change(part)}" for key, part in value.items())
    if isinstance(value, list):
        return "、".join(_words(part) for part in value) or "无"
    return actions.VALUES.get(str(value), str(value)) or "无"


def _change(part: Any) -> str:
    if isinstance(part, list) and len(part) == 2:
        return f"由“{_words(part[0])}”改为“{_words(part[1])}”"
    return _words(part)


@AUDIT
@require_safe
def audit(request: OfficeRequest) -> HttpResponse:
    """The trail, newest first, fifty entries a page."""
    form = TrailForm(request.GET or None, verbs=list(actions.VERBS.items()))
    wanted = selectors.TrailFilter()
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        wanted = selectors.TrailFilter(
            data["name"], data["verb"], data["words"], _midnight(data["since"]), _midnight(data["until"], plus=1)
        )
    found = selectors.trail(request.user, wanted)
    after = request.GET.get("after", "")
    if after:
        try:
            found = found.filter(id__lt=UUID(after))
        except ValueError as error:
            raise Invalid("页面地址中的翻页标记不正确，请从第一页重新查看。") from error
    entries = list(found[: PAGE + 1])
    more = ""
    if len(entries) > PAGE:
        entries = entries[:PAGE]
        kept = {key: value for key, value in request.GET.items() if key != "after" and value}
        more = "?" + urlencode({**kept, "after": str(entries[-1].pk)})
    context = {"form": form, "rows": [_row(entry) for entry in entries], "more": more, "paged": bool(after)}
    return render(request, "office/audit.html", context, status=400 if form.is_bound and not form.is_valid() else 200)


@AUDIT
@require_POST
def audit_verify(request: OfficeRequest) -> HttpResponse:
    """Recompute the chains and say what is wrong."""
    findings = actions.verify_audit(officer=request.user)
    if findings:
        for finding in findings:
            messages.error(request, f"审计记录核验不符：{finding.text}（链 {finding.chain}）。请立即报告并保全数据库。")
    else:
        messages.success(request, "审计记录完整，逐条核验相符。")
    return redirect(request.portal.url("audit"))


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """For a monitor: 200 while the database answers and no periodic job is late, else 503 with what is wrong. Nothing of any matter."""
    try:
        beats = selectors.heartbeats(clock.now())
    except DatabaseError:
        logger.exception("数据库没有应答")
        found = {"正常": False, "说明": ["数据库没有应答"]}
    else:
        late = [beat.words for beat in beats if beat.late]
        found = {"正常": not late, "说明": late or [beat.words for beat in beats]}
    answer = JsonResponse(found, status=200 if found["正常"] else 503, json_dumps_params={"ensure_ascii": False})
    answer.headers["Cache-Control"] = "no-store"
    return answer


@open_to(SIGNED_IN)
@require_safe
def status(request: OfficeRequest) -> HttpResponse:
    """运行状况: when each job last ran."""
    now = clock.now()
    return render(request, "office/status.html", {"beats": selectors.heartbeats(now), "waiting": selectors.waiting_mail()})


@open_to(SIGNED_IN)
@require_safe
def articles(request: OfficeRequest) -> HttpResponse:
    """The text of one article, or a sentence that it has not been imported."""
    law, number = request.GET.get("law", "").strip()[:120], request.GET.get("no", "").strip()[:40]
    if not law or not number:
        raise Invalid("请在地址中给出法律简称和条号，例如“?law=规则&no=560”。")
    rows = list(selectors.articles_of(law, number))
    context = {"title": selectors.law_title(selectors.law_key(law)), "number": selectors.article_name(number), "rows": rows}
    return render(request, "office/articles.html", context)
