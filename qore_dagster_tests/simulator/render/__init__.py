"""Tests of the files, read with tools that are not ours."""
