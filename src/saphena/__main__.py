"""`python -m saphena` is `saphena`."""

import sys

from saphena.cli import main

sys.exit(main())
