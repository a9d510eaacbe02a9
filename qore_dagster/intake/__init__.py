"""From the portal to load units: the domain's verbs over a batch of fund-days, free of dagster."""
