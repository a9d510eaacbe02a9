"""Tests of `qore inspect`."""
