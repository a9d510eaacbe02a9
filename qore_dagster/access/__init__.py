"""Microsoft Access as a sink: one interface over two engines, Microsoft's driver on Windows and Jackcess elsewhere."""
