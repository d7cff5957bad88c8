"""Pages of this app in each portal."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from cases.desk.views import acts, approvals, bulk, calculator, calendar, inbox, lists, matter, papers, preview, saved
from cases.ledger import views as ledger
from cases.register import views as register

LISTS: list[URLPattern | URLResolver] = [
    path("inbox/", inbox.inbox, name="inbox"),
    path("matters/", lists.matters, name="matters"),
    path("matters/bulk/<slug:code>/", bulk.bulk, name="bulk"),
    path("views/", saved.views, name="views"),
    path("views/<uuid:pk>/", saved.view, name="view"),
    path("approvals/", approvals.approvals, name="approvals"),
    path("notices/", lists.notice_list, name="notices"),
    path("notices/read/", lists.notices_read, name="notices_read"),
    path("search/", lists.search, name="search"),
    path("calculator/", calculator.calculator, name="calculator"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/list/", calendar.calendar_list, name="calendar_list"),
    path("calendar/subscription/", calendar.calendar_subscription, name="calendar_subscription"),
    path("calendar/subscription/end/", calendar.calendar_unsubscribe, name="calendar_unsubscribe"),
    path("calendar/feed.ics", calendar.calendar_feed, name="calendar_feed"),
    path("ledger/", ledger.ledger, name="ledger"),
    path("ledger/export/", ledger.ledger_export, name="ledger_export"),
]
"""Worklists, the calculator, the calendar and the ledger of both portals."""

MATTERS: list[URLPattern | URLResolver] = [
    path("matters/<uuid:pk>/", matter.matter, name="matter"),
    path("matters/<uuid:pk>/do/<slug:code>/", acts.act, name="act"),
    path("matters/<uuid:pk>/files/", matter.files, name="files"),
    path("matters/<uuid:pk>/undo/", matter.undo, name="undo"),
    path("matters/<uuid:pk>/amend/", matter.amend, name="amend"),
    path("matters/<uuid:pk>/reassign/", matter.reassign, name="reassign"),
    path("matters/<uuid:pk>/note/", matter.note, name="note"),
    path("matters/<uuid:pk>/copy/", matter.copy, name="copy"),
    path("matters/<uuid:pk>/papers/<uuid:document>/", papers.paper, name="paper"),
    path("matters/<uuid:pk>/papers/<uuid:document>/pdf/", papers.paper_pdf, name="paper_pdf"),
    path("matters/<uuid:pk>/papers/<uuid:document>/docx/", papers.paper_docx, name="paper_docx"),
    path("matters/<uuid:pk>/papers/<uuid:document>/receipt/", papers.paper_receipt, name="paper_receipt"),
    path("matters/<uuid:pk>/papers/<uuid:document>/preview/", preview.paper_preview, name="paper_preview"),
    path("matters/<uuid:pk>/papers/<uuid:document>/<slug:code>/", papers.paper_act, name="paper_act"),
    path("attachments/<uuid:pk>/", papers.attachment, name="attachment"),
    path("open/<slug:kind>/<slug:code>/", acts.open_matter, name="open"),
]
"""One matter, its acts and its papers, on both sides."""

procuratorate: list[URLPattern | URLResolver] = [
    *LISTS,
    *MATTERS,
    path("ledger/import/", ledger.ledger_import, name="ledger_import"),
    path("ledger/template/", ledger.ledger_template, name="ledger_template"),
    path("cases/", register.cases, name="cases"),
    path("cases/new/", register.case_new, name="case_new"),
    path("cases/<uuid:pk>/", register.case, name="case"),
    path("cases/<uuid:pk>/edit/", register.case_edit, name="case_edit"),
]
police: list[URLPattern | URLResolver] = [*LISTS, *MATTERS, path("started/", lists.started, name="started")]
