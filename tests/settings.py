"""The clinic's settings for the tests: the ordinary ones, told before they are read that these are tests.

The home is a folder of this run alone. Two runs at a time do not share a database, and nobody's `var/` is touched.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile

if "SAPHENA_HOME" not in os.environ:
    os.environ["SAPHENA_HOME"] = tempfile.mkdtemp(prefix="saphena-tests-")
    atexit.register(shutil.rmtree, os.environ["SAPHENA_HOME"], ignore_errors=True)
os.environ["SAPHENA_TESTING"] = "yes"

from saphena.clinic.config.settings import *  # noqa: F403 - only now do they see what stands above
