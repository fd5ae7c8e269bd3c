"""Pages of plans: each view finds, reads, calls one action, answers."""
