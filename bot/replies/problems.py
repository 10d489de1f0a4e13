"""What went wrong last, as it is told: under which code, and when. Knows no Discord."""

import math
import time
from dataclasses import dataclass
from datetime import datetime

SAID_AGAIN_S = 60.0  # seconds after which the log tells again that the database is away


@dataclass(frozen=True, slots=True)
class Problem:
    """The last thing that went wrong: the code people were told, and when."""

    code: str
    at: datetime


@dataclass(frozen=True, slots=True)
class DatabaseProblem:
    """What was logged last of the database, and when, in monotonic seconds."""

    code: str = ""
    sentence: str = ""
    at_s: float = -math.inf

    def stands_for(self, sentence: str) -> bool:
        """Tell whether the same was said so lately that saying it again helps nobody."""
        return sentence == self.sentence and time.monotonic() - self.at_s < SAID_AGAIN_S
