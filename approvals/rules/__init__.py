"""What gates ask, as data and pure functions: no rows, no clock, no request."""
