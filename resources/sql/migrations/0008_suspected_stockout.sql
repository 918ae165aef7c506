-- Days on which nothing was sold although something was expected, at shelves whose stock nobody imported.
-- Accepted ones are read as days without stock, wherever neither stock nor a sale is known of them.
CREATE TABLE suspected_stockout (
  suspicion_id INTEGER PRIMARY KEY,
  series_id    INTEGER NOT NULL REFERENCES series ON DELETE CASCADE,
  first_day    INTEGER NOT NULL,   -- first and last period
  last_day     INTEGER NOT NULL,
  expected     REAL NOT NULL,      -- units, from the periods around
  probability  REAL NOT NULL,      -- that the shelf was empty
  state        INTEGER NOT NULL DEFAULT 0,   -- 0 offered, 1 accepted, 2 dismissed
  decided_by   TEXT,
  decided_at   INTEGER,            -- ms UTC
  UNIQUE (series_id, first_day)
) STRICT;
