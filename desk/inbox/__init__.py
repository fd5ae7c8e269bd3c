"""待办: what waits for a person, what they started, where they take part."""
