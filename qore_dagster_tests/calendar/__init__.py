"""Tests of the ANBIMA business-day calendar."""
