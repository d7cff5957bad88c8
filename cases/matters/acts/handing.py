"""材料签收: the files that one side hands to the other, each received by itself and named by its hash."""

from __future__ import annotations

from collections.abc import Iterable

from cases.exceptions import Conflict, Invalid, NotAllowed
from cases.matters.acts.engine import Result, reserves
from cases.matters.acts.press import Press
from cases.matters.clocks.refreshing import add_event
from cases.matters.dossier import Dossier, stands_at
from cases.models import Attachment, Matter, Paper, Shown
from office.models import Officer
from office.sides import Role, Side

TAKES: dict[str, frozenset[Role]] = {
    Side.PROCURATORATE: frozenset({Role.PROSECUTOR, Role.ASSISTANT, Role.CASE_MANAGER}),
    Side.POLICE: frozenset({Role.LEGAL, Role.INVESTIGATOR}),
}
"""Who signs for files, by side."""
SHORT = 12
"""Characters of a hash that the timeline repeats; the whole of it stands beside the file."""


def comes_from(file: Attachment) -> str:
    """The side that hands a file over; empty for one that is its own side's, or was scanned in from paper and so lies here already."""
    paper, event = file.document, file.event
    if file.shown != Shown.BOTH or (paper is not None and paper.status not in (Paper.ISSUED, Paper.RECEIVED)):
        return ""
    if (paper is not None and paper.entered_for) or (event is not None and event.entered_for):
        return ""
    return paper.origin_side if paper is not None else event.actor_side if event is not None else ""


def takes_files(matter: Matter, officer: Officer) -> bool:
    """Whether this officer signs for what the other side hands over in a matter."""
    return bool(stands_at(officer, matter)) and bool(officer.roles & TAKES.get(officer.side, frozenset()))


def untaken(files: Iterable[Attachment], side: str) -> list[Attachment]:
    """Those of the files that the other side handed over and nobody has signed for."""
    return [file for file in files if file.received_at is None and comes_from(file) not in ("", side)]


@reserves("take_files")
def take_files(press: Press, dossier: Dossier) -> Result:
    """Sign for the files whose keys are in ``data["files"]``: these very ones, by their hashes; no clock begins with it."""
    matter, officer, now = dossier.matter, press.who, press.now
    if not takes_files(matter, officer):
        raise NotAllowed("材料由检察官、检察官助理、案件管理人员或者法制员、办案民警签收，您没有这项权限。")
    given = press.data.get("files", [])
    wanted = {str(key) for key in (given if isinstance(given, list | tuple) else [given])}
    if not wanted:
        raise Invalid("请勾选要签收的材料。", {"files": ["请勾选要签收的材料。"]})
    rows = Attachment.objects.filter(matter=matter, shown=Shown.BOTH).select_related("document", "event")
    chosen = [file for file in rows if str(file.pk) in wanted]
    if len(chosen) != len(wanted):
        raise Invalid("所选材料不在本事项内，请刷新页面后重新勾选。")
    free = {file.pk for file in untaken(chosen, officer.side)}
    if taken := next((file for file in chosen if file.pk not in free), None):
        raise Conflict(f"“{taken.name}”已经签收，或者不是对方送来的材料。")
    Attachment.objects.filter(pk__in=free).update(received_by=officer, received_at=now)
    event = add_event(
        dossier, action="take_files", label="签收材料", now=now, officer=officer, on=press.today, shown=Shown.BOTH,
        text="、".join(f"{file.name}（校验值{file.sha256[:SHORT]}…）" for file in chosen), from_state=matter.state, to_state=matter.state,
        facts={"files": [{"name": file.name, "sha256": file.sha256} for file in chosen]},
    )  # fmt: skip
    # the version stays: whoever is just writing must not be told that his page is stale
    press.touch(dossier, bumps=False)
    press.record("take_files", matter, label=event.label, files=[file.sha256 for file in chosen])
    return Result(matter, event)
