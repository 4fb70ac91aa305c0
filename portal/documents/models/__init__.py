from .blob import Blob, FileLink
from .document import Artefact, Document
from .export import Export
from .seal import Seal

__all__ = ["Artefact", "Blob", "Document", "Export", "FileLink", "Seal"]
