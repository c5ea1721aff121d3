"""Which tests of pages are collected."""

import os

collect_ignore = [] if "AXE_CORE" in os.environ else ["test_brief_axe.py"]
