"""Open data: what everybody may read on the pages, for programs. Owns no table."""
