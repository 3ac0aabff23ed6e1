"""The scenario as numbers only: sets and arrays, each with its sets and unit beside it."""
