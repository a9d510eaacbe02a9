"""Tests of the simulated portal's server: what a client sees over HTTP."""
