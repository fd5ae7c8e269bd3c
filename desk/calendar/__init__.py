"""The calendar of the whole installation: windows, freezes, ramps, and what collides."""
