"""A signed POST of versioned JSON to a receiver of the team's own."""
