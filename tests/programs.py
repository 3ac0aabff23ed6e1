"""Programs that some promises are about and that need not be there: LibreOffice and GDAL."""

import os
import shutil

import pytest

PACKAGES = {"soffice": "libreoffice-calc", "ogrinfo": "gdal-bin"}


def need_program(name: str) -> str:
    """Return the path of a program; without it skip the test, or fail it when CI says it must be there."""
    path = shutil.which(name)
    if path is not None:
        return path
    missing = f"{name} is not installed (Debian: {PACKAGES[name]})"
    if os.environ.get("CONSOLIDATE_REQUIRE_OFFICE") == "1":
        pytest.fail(f"{missing}, and CONSOLIDATE_REQUIRE_OFFICE=1 asks for it", pytrace=False)
    pytest.skip(missing)
