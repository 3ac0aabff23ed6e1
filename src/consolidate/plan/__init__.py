"""Solution to decisions in the user's words; the status quo as a plan."""
