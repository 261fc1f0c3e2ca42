"""Libraries that are imported only where they are needed."""

from __future__ import annotations

import importlib
from types import ModuleType

from .errors import MissingExtra


def need(module: str, extra: str, what: str) -> ModuleType:
    """Import `module`; without it say which extra installs it."""
    try:
        return importlib.import_module(module)
    except ImportError as cause:
        package = module.partition(".")[0]
        raise MissingExtra(
            f"{what} needs {package}, which cannot be imported ({cause}); "
            f"`pip install 'catchment[{extra}]'` installs it",
            name=package,
        ) from cause
