"""What an office can do: every action lists trajectories, priced from leases, rents and dates."""
