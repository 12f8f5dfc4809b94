"""What other rooms and pages may ask the catalogue. It holds no person's data, hence no viewer."""

from liren.catalogue.shelf import Entry, by_area, by_id, entries, entry, spec_of

__all__ = ["Entry", "by_area", "by_id", "entries", "entry", "spec_of"]
