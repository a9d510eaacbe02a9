-- The ledger: what was listed, received, passed on, loaded and reconciled. Keyed by the fund's slug, never by its name.

CREATE TABLE ctl.file_version (
    fund        text        NOT NULL,
    date        date        NOT NULL,
    type        text        NOT NULL,
    version     integer     NOT NULL CHECK (version >= 1),
    guid        text,
    name        text        NOT NULL,
    size        bigint      NOT NULL CHECK (size >= 0),
    sha256      text        NOT NULL,
    locator     text        NOT NULL,
    received_at timestamptz NOT NULL DEFAULT now(),
    run_id      text        NOT NULL,
    PRIMARY KEY (fund, date, type, version)
);
COMMENT ON TABLE ctl.file_version IS 'One row per raw file ever received: a different hash is a new version, nothing is overwritten.';

CREATE TABLE ctl.file_status (
    fund       text        NOT NULL,
    date       date        NOT NULL,
    type       text        NOT NULL,
    state      text        NOT NULL CHECK (state IN ('received', 'missing', 'failed')),
    version    integer,
    guid       text,
    code       text,
    reason     text,
    action     text,
    run_id     text        NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (fund, date, type)
);
CREATE INDEX file_status_date ON ctl.file_status (date, type);
COMMENT ON TABLE ctl.file_status IS 'What the last attempt at a file said; version and guid stay those of the current file. Its row is the lock under which version numbers are given.';

CREATE TABLE ctl.listing (
    request   text        NOT NULL,
    fund      text        NOT NULL,
    date      date        NOT NULL,
    type      text        NOT NULL,
    guid      text,
    name      text,
    size      bigint,
    code      text,
    reason    text,
    action    text,
    listed_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (request, fund, date, type),
    CHECK ((guid IS NULL) = (code IS NOT NULL))
);
COMMENT ON TABLE ctl.listing IS 'What the portal listed for one request (guid, name, size), or why its list could not be read (code, reason, action).';

CREATE TABLE ctl.execution (
    run_id      text        NOT NULL,
    asset       text        NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (run_id, asset)
);
COMMENT ON TABLE ctl.execution IS 'One row per asset that a run has executed, also when it had nothing to pass on.';

CREATE TABLE ctl.outcome (
    run_id  text    NOT NULL,
    asset   text    NOT NULL,
    fund    text    NOT NULL,
    date    date    NOT NULL,
    state   text    NOT NULL CHECK (state IN ('good', 'missing', 'failed')),
    version integer,
    locator text,
    code    text,
    reason  text,
    action  text,
    PRIMARY KEY (run_id, asset, fund, date),
    FOREIGN KEY (run_id, asset) REFERENCES ctl.execution ON DELETE CASCADE
);
CREATE INDEX outcome_good ON ctl.outcome (asset, fund, date) WHERE state = 'good';
COMMENT ON TABLE ctl.outcome IS 'What one executed asset passed on per fund and day: value and version, or why there is none.';

CREATE TABLE ctl.slice_load (
    fund      text        NOT NULL,
    date      date        NOT NULL,
    sink      text        NOT NULL,
    version   integer     NOT NULL CHECK (version >= 1),
    sha256    text        NOT NULL,
    guid      text,
    verdict   text        NOT NULL,
    patliq    numeric,
    rows      integer     NOT NULL CHECK (rows >= 0),
    run_id    text        NOT NULL,
    loaded_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (fund, date, sink)
);
CREATE INDEX slice_load_date ON ctl.slice_load (date, sink);
COMMENT ON TABLE ctl.slice_load IS 'The version that a sink holds of a fund''s day, written in the transaction that loads it.';

CREATE TABLE ctl.reconciliation (
    fund        text        NOT NULL,
    date        date        NOT NULL,
    version     integer     NOT NULL,
    check_name  text        NOT NULL,
    position    integer     NOT NULL,
    status      text        NOT NULL,
    difference  numeric,
    tolerance   numeric,
    explanation text        NOT NULL,
    run_id      text        NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (fund, date, version, check_name)
);
COMMENT ON TABLE ctl.reconciliation IS 'What each reconciliation check said of one version of a fund''s day.';
