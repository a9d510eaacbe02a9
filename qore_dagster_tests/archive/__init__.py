"""Files where people look for them: named as they know it, whole, once, and never over another."""
