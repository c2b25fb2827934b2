"""The launcher is no part of the installed package: its tests find it in the clone."""

from __future__ import annotations

import sys

from ckanext.suedwestfalen.tests.conftest import ROOT

if str(ROOT) not in sys.path:
    sys.path.append(str(ROOT))
