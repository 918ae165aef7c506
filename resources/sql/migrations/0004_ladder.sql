-- What replaying history with each rung of the ladder cost: one run a last known day.
CREATE TABLE ladder_run (
  run_id INTEGER PRIMARY KEY, made_at INTEGER NOT NULL, made_by TEXT NOT NULL, as_of INTEGER NOT NULL,
  window_from INTEGER NOT NULL, reported_from INTEGER NOT NULL,   -- days
  folds INTEGER NOT NULL, horizon INTEGER NOT NULL, seed INTEGER NOT NULL, threshold REAL NOT NULL, series INTEGER NOT NULL,
  result TEXT NOT NULL,                         -- JSON: totals by rung, ceilings, verdict
  seconds REAL NOT NULL
) STRICT;
CREATE TABLE ladder_series (
  run_id INTEGER NOT NULL REFERENCES ladder_run ON DELETE CASCADE, series_id INTEGER NOT NULL REFERENCES series,
  left_out TEXT,                                -- why there is no replay; then the numbers are NULL
  rung INTEGER,                                 -- chosen by money: 0 today, 1 rule, 2 statistical, 3 causal
  wanted INTEGER,                               -- the same among those that forecast
  in_force INTEGER,                             -- changed only when two runs in a row want it
  -- Currency units a year on the last fold; NULL = does not apply.
  today REAL, rule REAL, statistical REAL, causal REAL, best_forecaster REAL, perfect_information REAL,
  b BLOB NOT NULL,                              -- costs by block, accuracy, gains (models/ladder/ladder_codec.h)
  PRIMARY KEY (run_id, series_id)
) STRICT, WITHOUT ROWID;
-- Rungs that people hold to, whatever the ladder says.
CREATE TABLE rung_pin (
  series_id INTEGER PRIMARY KEY REFERENCES series, rung INTEGER NOT NULL CHECK (rung BETWEEN 1 AND 3), owner TEXT NOT NULL, made_at INTEGER NOT NULL
) STRICT;
