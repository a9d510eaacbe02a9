"""Tests of `report`: what is said of a day that a real ledger tells of."""
