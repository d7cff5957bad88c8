"""One matter with what every decision about it needs, in a constant number of queries."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, F, Max, Prefetch, Q, QuerySet, Value, prefetch_related_objects
from django.db.models.expressions import Combinable

from cases.exceptions import NotFound
from cases.matters import seats
from cases.matters.seats import takes_part
from cases.matters.table.workflow import Action, State, Workflow, matches, table_of, workflow
from cases.models import (
    CUSTODIAL,
    Addressee,
    Attachment,
    Clock,
    CompulsoryMeasure,
    Deadline,
    Document,
    Event,
    Matter,
    Paper,
    Shown,
)
from office.blocks import chinese_date
from office.holidays import OfficeCalendar, calendar
from office.models import Officer, Organisation
from office.options import options
from office.scoping import NOWHERE, Reach, reach_of
from office.sides import Side

NOT_FOUND = "没有这个事项，或者不在您的可见范围内。"
RELATED = ("office__procuratorate__parent", "police", "handler", "police_handler", "case", "parent")
STANDING = (Clock.RUNNING, Clock.LAPSED)
"""The clocks an act may wait for: what runs, and rights that were written 期满."""
OPEN_PAPERS = (Paper.DRAFT, Paper.RETURNED, Paper.CIRCULATING, Paper.ISSUED)
OF_CLOCKS = (
    "matter", "rule", "label", "article", "owed_by", "nature", "roll", "shared", "begins_on", "due_on", "status", "document__type",
)  # fmt: skip
OF_PAPERS = (
    "office", "matter", "bundle", "leads", "type", "action", "name", "number", "origin_side", "issuer", "addressee", "status", "drafted_by",
    "drafted_at", "swept_for", "decider", "issued_on", "received_on",
)  # fmt: skip
"""What rows of a list ask of clocks and papers."""
READ_BY = {side: f"read_by_{side}" for side in Side.values}
"""What rows fetched for several matters say of who reads them, where their sides differ in that."""
Authors = Mapping[str, set[UUID | None]]


class Known:
    """What is asked again and again of calendar and settings in one act or for one page, read once."""

    def __init__(self) -> None:
        self._settings: dict[UUID, dict[str, Any]] = {}
        self._organs: dict[UUID, list[UUID]] = {}
        self._hosted: dict[tuple[UUID, date], set[UUID]] = {}

    @cached_property
    def calendar(self) -> OfficeCalendar:
        """The working days."""
        return calendar()

    def settings(self, office_id: UUID) -> dict[str, Any]:
        """The settings of an office."""
        if office_id not in self._settings:
            self._settings[office_id] = options(office_id)
        return self._settings[office_id]

    def organs(self, office_id: UUID) -> list[UUID]:
        """The police organs of an office, in statutory order."""
        if office_id not in self._organs:
            rows = Organisation.objects.filter(offices=office_id).order_by("order", "code")
            self._organs[office_id] = list(rows.values_list("pk", flat=True))
        return self._organs[office_id]

    def hosted(self, officer: Officer, today: date) -> set[UUID]:
        """The restricted matters that an officer hosts on a day."""
        if (officer.pk, today) not in self._hosted:
            self._hosted[officer.pk, today] = seats.hosted_by(officer, today)
        return self._hosted[officer.pk, today]


@dataclass
class Dossier:
    """A matter with its table, detail, and all its clocks and documents: what is decided is decided from it.

    It knows both sides. ``dossier()`` opens it for a reader and ``listed()`` makes the rows of a list: then each clock and paper
    says whether he is shown it (``seen``); all else that is shown is read through ``visible_to``. An act has one for each
    matter it touches, and keeps it true: what it writes of clocks and papers it writes through it.
    """

    matter: Matter
    known: Known = field(default_factory=Known)
    _seq: int | None = None

    @cached_property
    def table(self) -> Workflow:
        return table_of(self.matter)

    @property
    def state(self) -> State:
        return self.table.state(self.matter.state)

    @cached_property
    def detail(self) -> Any:
        return getattr(self.matter, self.table.detail, None) if self.table.detail else None

    @property
    def settings(self) -> dict[str, Any]:
        """The settings of its office."""
        return self.known.settings(self.matter.office_id)

    @cached_property
    def deadlines(self) -> list[Deadline]:
        return self._by_day(self._clocks())

    @cached_property
    def documents(self) -> list[Document]:
        return self._by_age(self._papers())

    def _clocks(self) -> QuerySet[Deadline]:
        return self.matter.deadlines.select_related("document").defer("document__text").order_by()

    def _papers(self) -> QuerySet[Document]:
        return self.matter.documents.defer("text").select_related("issuer", "drafted_by__organisation", "received_by").order_by()

    # sorted here: for an order Django compares it with every column that is read, which of these rows took a fifth of the reading
    def _by_day(self, rows: Iterable[Deadline]) -> list[Deadline]:
        return sorted(self._own(rows), key=by_day)

    def _by_age(self, rows: Iterable[Document]) -> list[Document]:
        return sorted(self._own(rows), key=by_age)

    def _own(self, rows: Iterable[Any]) -> list[Any]:
        """Rows of this matter, which know this very object as theirs."""
        found = list(rows)
        for row in found:
            row.matter = self.matter
        return found

    @cached_property
    def in_custody(self) -> Callable[[date], bool]:
        """Whether any suspect of the case is in custody on a day."""
        return custody_of(self.matter.case_id)

    def forget(self, *names: str) -> None:
        """What was written past it is read again when asked for: these of its parts, or clocks, papers and what follows from them."""
        for name in names or ("deadlines", "documents", "in_custody", "late", "authors"):
            self.__dict__.pop(name, None)

    def next_seq(self) -> int:
        """The number of the next line on the timeline."""
        if self._seq is None:
            self._seq = Event.objects.filter(matter=self.matter).aggregate(last=Max("seq"))["last"] or 0
        self._seq += 1
        return self._seq

    def bundle_of(self, paper: Document) -> list[Document]:
        """The documents signed together with this one, the leading one first."""
        return sorted((row for row in self.documents if row.bundle == paper.bundle), key=lambda row: (not row.leads, row.pk))

    def running_by(self, rules: Iterable[str] | None = None) -> list[Deadline]:
        """The running clocks of these rules, or of all."""
        return [row for row in self.running if rules is None or row.rule in rules]

    @property
    def seen_clocks(self) -> list[Deadline]:
        """The clocks that its reader may see, by 届满日."""
        return [row for row in self.deadlines if row.seen]  # type: ignore[attr-defined]  # annotated for the reader

    @property
    def seen_papers(self) -> list[Document]:
        """The papers that its reader may see, oldest first."""
        return [row for row in self.documents if row.seen]  # type: ignore[attr-defined]  # annotated for the reader

    def row_of(self, paper: Document) -> Action:
        """The row of the table that a paper comes from, as the side that made the paper presses it."""
        return self.table.action(paper.action).pressed_by(paper.origin_side)

    def rows_for(self, accessor: str, officer: Officer) -> list[Any]:
        """Those of the rows that this officer may read: where their side and state decide it (``shown_to``), asked for once."""
        rows, model = self.rows(accessor), row_model(accessor)
        if not rows or not hasattr(model, "shown_to"):
            return rows
        if all(hasattr(row, "seen") for row in rows):
            return [row for row in rows if row.seen]
        if (accessor, officer.pk) not in self._shown:
            found = model.objects.filter(model.shown_to(reach_of(officer)), pk__in=[row.pk for row in rows])
            self._shown[accessor, officer.pk] = set(found.values_list("pk", flat=True))
        return [row for row in rows if row.pk in self._shown[accessor, officer.pk]]

    def rows(self, accessor: str) -> list[Any]:
        """What the matter holds several of, by number; fetched once."""
        if accessor not in self._rows:
            # sorted here: a list page fetches the rows of all its matters beforehand
            self._rows[accessor] = sorted(self._read(accessor), key=lambda row: row.no)
        return self._rows[accessor]

    @cached_property
    def _rows(self) -> dict[str, list[Any]]:
        return {}

    @cached_property
    def _shown(self) -> dict[tuple[str, UUID], set[UUID]]:
        return {}

    def _read(self, accessor: str) -> Iterable[Any]:
        return getattr(self.matter, accessor).all()

    @property
    def running(self) -> list[Deadline]:
        return [row for row in self.deadlines if row.status == Clock.RUNNING]

    @property
    def drafts(self) -> list[Document]:
        return [row for row in self.documents if row.is_open_draft and row.leads]

    @property
    def circulating(self) -> list[Document]:
        """The papers of the matter that go round to be signed."""
        return [row for row in self.documents if row.status == Paper.CIRCULATING and row.leads]

    def draft_of(self, action: str, officer: Officer | None = None) -> Document | None:
        """The open draft of an act; of this officer's own, where one is named."""
        drafts = [row for row in self.drafts if row.action == action]
        return next((row for row in drafts if officer is None or is_own(row, officer)), None)

    def unreceived(self, addressee: str) -> list[Document]:
        """Served and not yet signed for by this addressee: 未起算（待签收）."""
        return [row for row in self.documents if row.status == Paper.ISSUED and row.addressee == addressee]

    @cached_property
    def late(self) -> dict[UUID, int]:
        """Of objections that wait to be signed for, by paper, how many days (日) after the period each was made."""
        return late_objections((self, paper) for paper in self.documents)

    @cached_property
    def authors(self) -> Authors:
        """Who did each act that another one must not be done by (另行指派), by the act's code."""
        return authors_of([self])[self.matter.pk]

    def fact(self, name: str) -> Any:
        """A column of the matter, else of its detail row."""
        if hasattr(self.matter, name):
            return getattr(self.matter, name)
        return getattr(self.detail, name, None)

    def fits(self, row: Action) -> bool:
        """Whether state and facts allow this row, leaving aside who asks."""
        return self.table.holds(row, self.state) and matches(row.when, self.fact)

    def expired(self, row: Action, today: date) -> list[Deadline]:
        """The clocks the row waits for that have run out: running ones, and rights that were written 期满."""
        open_ones = [clock for clock in self.deadlines if clock.status in STANDING]
        return [clock for clock in open_ones if clock.rule in row.after and clock.expired(today)]


def custody_of(case_id: UUID | None) -> Callable[[date], bool]:
    """Whether any suspect of the case is in custody on a day; an open measure counts as continuing. No case: never.

    刑事拘留、逮捕 only (law.md 1.2). One query, however often the function is asked.
    """
    if case_id is None:
        return lambda _day: False
    spells = list(
        CompulsoryMeasure.objects.filter(suspect__case_id=case_id, kind__in=CUSTODIAL).values_list("began_on", "ended_on")
    )
    return lambda day: any(began <= day and (ended is None or day < ended) for began, ended in spells)


class Opened(Dossier):
    """A matter that an officer opened and may see: what its page shows him of it, each read once."""

    def __init__(self, matter: Matter, reader: Officer) -> None:
        super().__init__(matter)
        self.reader = reader

    @cached_property
    def deadlines(self) -> list[Deadline]:
        return self._by_day(self._clocks().annotate(seen=_is(Deadline.shown_to(reach_of(self.reader)))))

    @cached_property
    def documents(self) -> list[Document]:
        people = self._papers().select_related("issued_by", "sealed_copy")  # a page names who signed each paper
        return self._by_age(people.annotate(seen=_is(Document.shown_to(reach_of(self.reader)))))

    def _read(self, accessor: str) -> Iterable[Any]:
        shown = getattr(row_model(accessor), "shown_to", None)
        rows = super()._read(accessor)
        return rows.annotate(seen=_is(shown(reach_of(self.reader)))) if shown else rows  # type: ignore[attr-defined]  # a manager's rows

    @cached_property
    def trail(self) -> list[Event]:
        """经过 as its reader may read it, newest first."""
        rows = Event.objects.visible_to(self.reader).filter(matter=self.matter).defer("before")
        return list(rows.select_related("officer__organisation").order_by("-seq"))

    @cached_property
    def files(self) -> list[Attachment]:
        """The attachments its reader may open, oldest first, each with the act it came with."""
        rows = Attachment.objects.visible_to(self.reader).filter(matter=self.matter)
        rows = rows.select_related("event", "document", "received_by").defer("event__before", "document__text", "document__context")
        return list(rows.order_by("uploaded_at", "id"))


class Listed(Dossier):
    """A row of a list. It answers who may do what just as the whole dossier does, but holds no more than that asks for:
    the clocks that stand, the papers that are open. The other side's are among them: ``seen`` says which are shown here."""

    def __init__(
        self, matter: Matter, *, deadlines: list[Deadline], documents: list[Document], authors: Authors | None, known: Known
    ) -> None:
        super().__init__(matter, known=known)
        self.deadlines = deadlines
        self.documents = documents
        if authors is not None:
            self.authors = authors


def listed(officer: Officer, matters: Sequence[Matter]) -> list[Listed]:
    """Several matters as rows of a list of this officer's, in their order: two queries, however many, one for each kind and
    sort of rows (提纲条目, 违法情形) among them, and one more each where objections wait or another must act (另行指派)."""
    keys = [matter.pk for matter in matters]
    reach = reach_of(officer)
    clocks = Deadline.objects.filter(matter_id__in=keys, status__in=STANDING).select_related("document").only(*OF_CLOCKS)
    clocks = clocks.annotate(seen=_is(Deadline.shown_to(reach)))
    papers = Document.objects.filter(matter_id__in=keys, status__in=OPEN_PAPERS).only(*OF_PAPERS).annotate(seen=_is(Document.shown_to(reach)))
    clocks_by, papers_by = _by_matter(clocks.order_by(), by_day), _by_matter(papers.order_by(), by_age)
    with_details(matters, reach)
    bare, known = [Dossier(matter) for matter in matters], Known()
    authors = authors_of(one for one in bare if any(row.not_by for row in one.table.actions_from(one.state)))
    made = [
        Listed(one, deadlines=clocks_by.get(one.pk, []), documents=papers_by.get(one.pk, []), authors=authors.get(one.pk), known=known)
        for one in matters
    ]
    late = late_objections((one, paper) for one in made for paper in one.documents)
    for one in made:
        one.late = late
    return made


def _is(shown: Q) -> Combinable:
    # an empty condition holds for every row, and is no expression
    return ExpressionWrapper(shown, BooleanField()) if shown else Value(True)


def _by_matter(rows: Iterable[Any], order: Callable[[Any], Any]) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = {}
    for row in sorted(rows, key=order):
        found.setdefault(row.matter_id, []).append(row)
    return found


def by_day(row: Deadline) -> Any:
    """The order of clocks."""
    return row.due_on, row.pk


def by_age(row: Document) -> Any:
    """The order of papers."""
    return row.drafted_at, not row.leads, row.pk


def authors_of(dossiers: Iterable[Dossier]) -> dict[UUID, Authors]:
    """Per matter and act, who drafted it, or did it where it has no paper: one query, none where no act asks.

    An act of ``not_by`` may have been done on the matter that this one follows (不批准逮捕 is decided in 审查逮捕).
    """
    dossiers = list(dossiers)
    asked = {one.matter.pk: {code for row in one.table.actions for code in row.not_by} for one in dossiers}
    above = {one.matter.pk: [key for key in (one.matter.pk, one.matter.parent_id) if key] for one in dossiers}
    codes = {code for found in asked.values() for code in found}
    matters = {key for own in above.values() for key in own}
    rows = Event.objects.filter(matter__in=matters, action__in=codes, undone=False) if codes else Event.objects.none()
    done: dict[UUID, dict[str, set[UUID | None]]] = {}
    for matter, action, drafter, officer in rows.values_list("matter_id", "action", "document__drafted_by", "officer"):
        done.setdefault(matter, {}).setdefault(action, set()).add(drafter or officer)
    return {
        pk: {code: {who for own in above[pk] for who in done.get(own, {}).get(code, ())} for code in found}
        for pk, found in asked.items()
    }


def dossier(officer: Officer, matter_id: UUID | str, **more: Combinable) -> Opened:
    """The matter as this officer sees it; ``more``: what a page wants to know of it besides. Raises NotFound (404)."""
    rows = Matter.objects.visible_to(officer).select_related(*RELATED).annotate(**more)
    matter = rows.filter(pk=matter_id).first()
    if matter is None:
        raise NotFound(_taken_back(officer, matter_id) or NOT_FOUND)
    return Opened(matter, officer)


def _taken_back(officer: Officer, matter_id: UUID | str) -> str:
    """Why the police no longer find what they were served: withdrawn before they signed, it leaves with the matter; else empty."""
    reach = reach_of(officer)
    if reach.side != Side.POLICE:
        return ""
    rows = Event.objects.filter(matter_id=matter_id, matter__police__in=reach.organs, action="withdraw", shown=Shown.BOTH)
    rows = rows.filter(matter__restricted=False)  # to who is not invited it does not exist
    rows = rows.filter(document__addressee=Addressee.POLICE, document__status=Paper.WITHDRAWN)
    taken = rows.select_related("document__issuer").order_by("-seq").first()
    if taken is None or taken.document is None or taken.on is None:
        return ""
    paper = taken.document
    return f"《{paper.name}》{paper.number}已于{chinese_date(taken.on)}由{paper.issuer.name}撤回，无须签收、办理。"


def contests(row: Action) -> bool:
    """Whether the act uses a right of the police: 要求复议, 提请复核, 申请复查, 异议."""
    return row.is_of(Side.POLICE) and row.objects


def late_objections(papers: Iterable[tuple[Dossier, Document]]) -> dict[UUID, int]:
    """Objections among these papers that wait to be signed for and came late, with the days: one query where any waits."""
    waiting = [
        paper.pk
        for one, paper in papers
        if paper.status == Paper.ISSUED and paper.leads and one.table.has_action(paper.action) and contests(one.table.action(paper.action))
    ]
    if not waiting:
        return {}
    rows = Event.objects.filter(document__in=waiting, action=F("document__action"), undone=False, late_days__gt=0)
    return dict(rows.values_list("document_id", "late_days"))


def sees(officer: Officer, matter: Matter) -> bool:
    """Whether a sentence to this officer may name the matter."""
    return Matter.objects.visible_to(officer).filter(pk=matter.pk).exists()


def row_model(accessor: str) -> Any:
    """The model of what a matter holds several of, by its accessor on Matter."""
    return Matter._meta.get_field(accessor).related_model


def with_details(matters: Iterable[Matter], reach: Reach | None = None) -> None:
    """Fetch detail rows and rows of several matters, in one query for each kind and sort that occurs; where sides differ in what they
    read of the rows, each says whether it is shown within this reach, or without one which sides read it (``READ_BY``).

    Joining every kind's detail row to every list made PostgreSQL plan badly once there were a dozen of them.
    """
    by_kind: dict[str, list[Matter]] = {}
    for matter in matters:
        by_kind.setdefault(matter.kind, []).append(matter)
    for kind, found in sorted(by_kind.items()):
        table = workflow(kind)
        rows = [Prefetch(name, _marked(row_model(name), reach)) for name in table.rows]
        prefetch_related_objects(found, *([table.detail] if table.detail else []), *rows)


def _marked(model: Any, reach: Reach | None) -> QuerySet[Any]:
    shown = getattr(model, "shown_to", None)
    rows: QuerySet[Any] = model.objects.all()
    if shown is None:
        return rows
    if reach is not None:
        return rows.annotate(seen=_is(shown(reach)))
    return rows.annotate(**{READ_BY[side]: _is(shown(replace(NOWHERE, side=side))) for side in Side.values})


def stands_at(officer: Officer, matter: Matter) -> set[str]:
    """The places this officer takes to the matter: ``own``, ``superior``, or nowhere (reads only, or does not see it yet)."""
    reach = reach_of(officer)
    if matter.seen_from(reach.side) is None or not takes_part(officer, matter):
        return set()
    if reach.side == Side.POLICE:
        common = matter.whole_office and not (workflow(matter.kind).by_organ and matter.police_id is not None)
        own = matter.office_id in reach.offices if common else matter.police_id in reach.organs
        return {"own"} if own else set()
    places = set()
    if reach.own_office == matter.office_id:
        places.add("own")
    elif reach.own_office == matter.acting_office_id:
        places.add("superior")
    return places


def is_own(paper: Document, officer: Officer) -> bool:
    """Whether a paper was made where this officer works: by his side, and of what the whole office sees by his organ."""
    if paper.origin_side != officer.side:
        return False
    return officer.side != Side.POLICE or not paper.matter.whole_office or paper.issuer_id in reach_of(officer).organs


def addressed_to(officer: Officer, matter: Matter) -> str:
    """As which addressee this officer signs for receipt; empty for a mere reader."""
    places = stands_at(officer, matter)
    if not places:
        # a report that went up is the superior's to sign for, though the move has come back meanwhile
        above = officer.side == Side.PROCURATORATE and officer.organisation_id == matter.office.procuratorate.parent_id
        return Addressee.SUPERIOR if above else ""
    if officer.side == Side.POLICE:
        return Addressee.POLICE
    return Addressee.SUPERIOR if "superior" in places else Addressee.PROCURATORATE
