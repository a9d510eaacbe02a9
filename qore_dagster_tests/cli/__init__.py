"""The `qore` command as a shell sees it."""
