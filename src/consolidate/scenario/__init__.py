"""What the user wrote: the words and numbers of a scenario file, read, resolved and checked."""
