"""Tests of the simulated portal."""
