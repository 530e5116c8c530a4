"""`python -m clubdesk` is `clubdesk`."""

import sys

from clubdesk.cli import main

sys.exit(main())
