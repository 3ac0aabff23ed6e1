"""Many solves: side by side, held against limits, held against what was expected of them."""
