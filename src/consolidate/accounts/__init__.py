"""Plan to entries of money, emissions and travel; today and the plan go through the same functions."""
