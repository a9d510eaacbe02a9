"""What the simulated portal publishes: invented funds and their portfolios, the same for the same seed."""
