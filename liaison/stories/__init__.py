"""The stories of 协作配合: one module a kind, each of which brings its own to the demonstration."""

from importlib import import_module
from pkgutil import iter_modules

for module in sorted(iter_modules(__path__, f"{__name__}."), key=lambda found: found.name):
    import_module(module.name)
