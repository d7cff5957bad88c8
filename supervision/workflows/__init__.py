"""流程表: one module a kind, all registered here; a table that opens what no table answers stops the start."""

from importlib import import_module
from pkgutil import iter_modules

from cases.exceptions import BadTable
from cases.matters.table.workflow import check_links

for module in sorted(iter_modules(__path__, f"{__name__}."), key=lambda found: found.name):
    import_module(module.name)
missing = list(check_links())
if missing:
    raise BadTable("；".join(missing))
