"""The platform as Dagster's UI and daemon see it: a code server, the API that the pages use, the daemon's loops."""
