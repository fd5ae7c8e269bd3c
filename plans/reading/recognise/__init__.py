"""One file per kind of prose, list or code that is really rows; each names the section it feeds."""
