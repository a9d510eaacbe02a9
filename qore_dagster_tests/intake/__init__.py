"""Tests of `intake`: against a simulated portal, a real PostgreSQL and a real folder."""
