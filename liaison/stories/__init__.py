"""The stories of 协作配合 for the demonstration: one module a kind, each of which brings its own."""

from importlib import import_module
from pkgutil import iter_modules

for module in sorted(iter_modules(__path__, f"{__name__}."), key=lambda found: found.name):
    import_module(module.name)
