"""Stand-ins for what lies outside, on loopback."""
