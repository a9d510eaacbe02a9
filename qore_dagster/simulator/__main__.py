"""The process of a portal that another one started; see `server.start`. People use `qore portal`."""

from qore_dagster.simulator.server import serve_parent

if __name__ == "__main__":
    serve_parent()
