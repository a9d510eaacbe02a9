"""The administrators' file formats: what a file is, and how each format is read into the canonical portfolio."""
