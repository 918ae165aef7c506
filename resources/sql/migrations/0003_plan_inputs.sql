-- What a line was planned with, so that an edit, a budget or a why-panel months later works with the same
-- numbers as the plan did.
CREATE TABLE plan_input (
  plan_id INTEGER NOT NULL REFERENCES plan, line INTEGER NOT NULL,
  price INTEGER NOT NULL, fulfilment INTEGER NOT NULL,   -- 1/10,000
  recapture REAL NOT NULL, goodwill REAL NOT NULL,       -- share; currency units a unit
  holding_rate REAL NOT NULL,                            -- a year, share of cost
  service_set REAL,                                      -- target by class; NULL = from money
  order_cost REAL NOT NULL,                              -- this line's share, currency units
  capacity INTEGER,                                      -- most in stock and on order together; NULL = no limit
  by_hand INTEGER NOT NULL DEFAULT 0,                    -- the quantity was set by a person
  reason TEXT NOT NULL,                                  -- of the proposal, before budget and edits
  PRIMARY KEY (plan_id, line)
) STRICT, WITHOUT ROWID;
