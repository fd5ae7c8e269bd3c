"""The release-day board: what is read once, and the values the page shows."""
