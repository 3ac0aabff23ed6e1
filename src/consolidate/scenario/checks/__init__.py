"""What must hold between the parts of a scenario, one file per subject; each check yields its problems."""
