"""Keeping, renaming and deleting 常用视图: one's own, nothing of a matter."""

from __future__ import annotations

from uuid import UUID

from django.db import IntegrityError, transaction

from cases.desk.lists.filters import known
from cases.desk.lists.saved import saved_view
from cases.exceptions import Invalid
from cases.models import SavedView
from office.models import Officer

MOST = 20
"""Views of one list that an officer may keep (个)."""
LONGEST = 1000


def save_view(page: str, name: str, query: str, *, officer: Officer) -> SavedView:
    """Keep the conditions of a list under a name. Raises Invalid: same name, too many, nothing to keep."""
    kept = known(query)
    if not kept:
        raise Invalid("现在没有筛选条件，请先在列表左侧选好条件，再存为常用视图。")
    if len(kept) > LONGEST:
        raise Invalid("筛选条件太多，不能存为常用视图，请减少一些。")
    if SavedView.objects.filter(officer=officer, page=page).count() >= MOST:
        raise Invalid(f"每个列表最多保存{MOST}个常用视图，请先删除不用的。")
    view = SavedView(officer=officer, page=page, name=name, query=kept)
    return _stored(view)


def rename_view(key: UUID, name: str, *, officer: Officer) -> SavedView:
    """Another name. Raises NotFound, Invalid."""
    view = saved_view(officer, key)
    view.name = name
    return _stored(view)


def delete_view(key: UUID, *, officer: Officer) -> str:
    """Give it up; returns its name. Raises NotFound."""
    view = saved_view(officer, key)
    view.delete()
    return view.name


def _stored(view: SavedView) -> SavedView:
    try:
        with transaction.atomic():
            view.save()
    except IntegrityError as error:
        raise Invalid(f"这个列表已有名为“{view.name}”的常用视图，请换一个名称。") from error
    return view
