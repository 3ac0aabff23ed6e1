"""How to solve: the program goes to a backend in stages, and people to their nearest point."""
