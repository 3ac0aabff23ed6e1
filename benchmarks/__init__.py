"""How fast, and against what: published instances, generated scenarios, phases measured."""
