"""Why there is no plan, in the policy's own words."""
