-- A day may be loaded from a lesser source until the better one arrives: `model/edition.py` orders both in one number.
ALTER TABLE ctl.slice_load DROP CONSTRAINT slice_load_version_check;
COMMENT ON COLUMN ctl.slice_load.version IS 'Edition of the portfolio: of XML 5.0 the raw file''s version; 4.01 lies a million below, Excel two.';
COMMENT ON COLUMN ctl.reconciliation.version IS 'Edition of the portfolio, as in ctl.slice_load.';
COMMENT ON COLUMN ctl.outcome.version IS 'Of a raw file its version; of positions and what is made of them the edition, as in ctl.slice_load.';
