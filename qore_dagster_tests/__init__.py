"""Tests of qore_dagster, room by room."""
