"""REST for plans: each module one resource; reads what came in, calls one action, answers."""
