"""What is wrong with a query that an engine refused, in plain words (SPARQL 1.1 section 19).

Engines know the place better than the reason.  Here the text itself is looked at for what people do most often; the
engine's place and wording decide where that is not enough.
"""

from .diagnosis import diagnose, in_plain_words
from .vocabulary import Vocabulary
from .wording import Mistake, Sample, samples, wording

__all__ = ["Mistake", "Sample", "Vocabulary", "diagnose", "in_plain_words", "samples", "wording"]
