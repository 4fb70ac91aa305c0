"""From the document as issued (bytes and name) to a structured call. Pure functions, stage by stage:

source (decode) → text (normalise, with positions) → paragraphs (mend broken lines) → outline (numbering, annexes) →
facts, deadlines → directions with parts → indicators, funding → rules, presets → reader (all together).
"""

from calls.importing.reader import read_call, read_files
from calls.importing.structure import READER_VERSION, ReadCall, ReadError

__all__ = ["READER_VERSION", "ReadCall", "ReadError", "read_call", "read_files"]
