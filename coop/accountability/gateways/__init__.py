"""Programs outside the site that accountability asks."""
