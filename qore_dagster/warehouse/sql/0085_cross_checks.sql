-- Checks that look beyond one portfolio are kept beside the others, and some are not about every fund's day.

ALTER TABLE ctl.reconciliation ADD COLUMN applies boolean NOT NULL DEFAULT true;
COMMENT ON COLUMN ctl.reconciliation.applies IS 'Whether the portfolio has what the check is about.';
COMMENT ON COLUMN ctl.reconciliation.difference IS 'Computed minus declared, in the portfolio''s currency; of quota_jump in per cent.';
COMMENT ON TABLE ctl.reconciliation IS 'What each reconciliation check said of one version of a fund''s day; also of those that look at the portal, at the funds held and at the day before (portal_quota, portal_net_worth, held_quotas, quota_jump).';
