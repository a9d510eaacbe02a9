"""The portal client against the simulated portal and, for what that does not do, a scripted server."""
