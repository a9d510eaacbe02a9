"""Tests of the simulated portal's content."""
