"""The doors: the outbox, one's own wishes, robots, and hosts outside."""
