-- What each next case of a line is expected to earn, so that a budget can be moved without planning anew.
CREATE TABLE plan_case (
  plan_id INTEGER NOT NULL REFERENCES plan, line INTEGER NOT NULL,
  units BLOB NOT NULL,     -- float32 a step, the product's own unit
  margin BLOB NOT NULL,    -- float32 a step, minor units
  PRIMARY KEY (plan_id, line)
) STRICT, WITHOUT ROWID;
