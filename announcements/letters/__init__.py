"""What is mailed about a plan's window and states. One file, one occasion."""
