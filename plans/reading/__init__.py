"""File bytes → text → blocks → rows and notes: pure functions, no database, no HTTP, no clock."""
