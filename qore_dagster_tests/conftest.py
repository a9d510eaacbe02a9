"""The fixtures that all rooms share, by the module that holds each."""

pytest_plugins = [
    "qore_dagster_tests.isolation",
    "qore_dagster_tests.portal_fixture",
    "qore_dagster_tests.postgres_fixture",
]
