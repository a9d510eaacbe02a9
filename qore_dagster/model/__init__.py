"""The canonical portfolio: one shape for every file format, and the rules it must satisfy."""
