"""The mathematics, once: each constraint is a function that returns rows and changes nothing."""
