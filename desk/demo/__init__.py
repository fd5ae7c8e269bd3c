"""Demo data: made by the same actions as everything else, with a past told to the clock."""
