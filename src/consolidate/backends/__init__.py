"""Program in, solution out: one small file per solver."""
