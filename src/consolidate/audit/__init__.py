"""The checker that trusts nobody: raw scenario and plan in, verdict out, in exact arithmetic on its own code path."""
