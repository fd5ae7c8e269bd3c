"""What plans say about an application: history, what is going on, who usually does it."""
