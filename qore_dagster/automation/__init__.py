"""What is asked of Dagster, and when: requests, jobs, schedules, sensors."""
