"""Detail rows: what only the page and the document of one kind read (design 3). One module a kind, all loaded here."""

from importlib import import_module
from pkgutil import iter_modules

for module in iter_modules(__path__, f"{__name__}."):
    import_module(module.name)
