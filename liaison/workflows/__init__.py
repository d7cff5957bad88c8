"""流程表: one module a kind, all registered here."""

from importlib import import_module
from pkgutil import iter_modules

for module in sorted(iter_modules(__path__, f"{__name__}."), key=lambda found: found.name):
    import_module(module.name)
