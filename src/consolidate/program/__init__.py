"""A columnar mixed-integer program; it knows no offices."""
