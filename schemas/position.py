"""How a place in the store is numbered, for those who need nothing else of the envelope.

Belongs here: the one constant. Does not belong here: the columns of an event (`envelope.py`).
"""

from __future__ import annotations

POSITION_BITS = 32
"""A position is the number of the commit times 2**32 plus the row's place in the commit."""
