"""Words that every room shares: errors, access, configuration, database, clock, texts. No Flask here."""
