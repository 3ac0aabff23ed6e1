"""The policy of a scenario: one file per rule type, each returning rows beside its formula."""
