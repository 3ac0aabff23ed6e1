"""Excel workbooks: of results, and of scenarios to fill in."""
