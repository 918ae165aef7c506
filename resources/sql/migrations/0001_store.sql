-- The store, first version. Days count from 1970-01-01. Units are integers in the product's unit scale
-- (1, or 1000 for goods by weight). Amounts are minor units of the store's currency; unit prices and unit
-- costs are 1/10,000 of its major unit. Times are Unix milliseconds, UTC.

CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

-- Dictionaries -----------------------------------------------------------------------------------------

CREATE TABLE category (
  category_id INTEGER PRIMARY KEY,
  parent_id   INTEGER REFERENCES category,
  name        TEXT NOT NULL,
  path        TEXT NOT NULL UNIQUE,          -- "A > B > C"
  depth       INTEGER NOT NULL CHECK (depth >= 0)
) STRICT;
CREATE INDEX category_parent ON category(parent_id);

CREATE TABLE supplier (
  supplier_id     INTEGER PRIMARY KEY,
  code            TEXT NOT NULL UNIQUE,
  name            TEXT,
  lead_time_days  REAL CHECK (lead_time_days >= 0),
  lead_time_sd    REAL CHECK (lead_time_sd >= 0),
  order_cost      INTEGER,                   -- minor units
  min_order_value INTEGER,                   -- minor units
  review_days     INTEGER CHECK (review_days > 0)
) STRICT;

CREATE TABLE product (
  product_id      INTEGER PRIMARY KEY,
  sku             TEXT NOT NULL UNIQUE,
  parent_sku      TEXT,
  title           TEXT,
  category_id     INTEGER REFERENCES category,
  brand           TEXT,
  supplier_id     INTEGER REFERENCES supplier,
  predecessor_sku TEXT,
  unit_cost       INTEGER,                   -- 1/10,000
  list_price      INTEGER,                   -- 1/10,000
  fulfilment_cost INTEGER,                   -- 1/10,000
  pack_size       INTEGER CHECK (pack_size > 0),
  moq             INTEGER CHECK (moq >= 0),
  shelf_life_days INTEGER,
  launch_day      INTEGER,
  status          TEXT,
  unit_scale      INTEGER NOT NULL DEFAULT 1 CHECK (unit_scale IN (1, 1000)),
  stub            INTEGER NOT NULL DEFAULT 0 CHECK (stub IN (0, 1)),     -- seen in sales, not in a catalog
  kind            TEXT NOT NULL DEFAULT 'goods'                          -- goods, or what a rule made of it: postage, fee, sample, test, voucher, adjustment
) STRICT;
CREATE INDEX product_category ON product(category_id);
CREATE INDEX product_supplier ON product(supplier_id);

CREATE TABLE product_attribute (
  product_id INTEGER NOT NULL REFERENCES product,
  name       TEXT NOT NULL,
  value      TEXT NOT NULL,
  PRIMARY KEY (product_id, name)
) STRICT, WITHOUT ROWID;

CREATE VIRTUAL TABLE product_search USING fts5(sku, title, brand, category, content='', tokenize='unicode61 remove_diacritics 2', prefix='2 3');

CREATE TABLE location (
  location_id INTEGER PRIMARY KEY,
  code        TEXT NOT NULL UNIQUE,
  name        TEXT,
  type        TEXT,                          -- store, warehouse, web
  region      TEXT,
  stub        INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE supplier_product (
  product_id     INTEGER NOT NULL REFERENCES product,
  supplier_id    INTEGER NOT NULL REFERENCES supplier,
  unit_cost      INTEGER,                    -- 1/10,000
  moq            INTEGER,
  pack_size      INTEGER,
  lead_time_days REAL,
  PRIMARY KEY (product_id, supplier_id)
) STRICT, WITHOUT ROWID;

-- Identity is kept apart from behaviour, so that it can be erased.
CREATE TABLE customer (customer_id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE, created INTEGER, last_seen INTEGER, country TEXT, consent TEXT) STRICT;
CREATE TABLE customer_identity (
  customer_id INTEGER PRIMARY KEY REFERENCES customer,
  email TEXT, name TEXT, phone TEXT, street TEXT, city TEXT, postcode TEXT
) STRICT;

CREATE TABLE promotion (
  promotion_row INTEGER PRIMARY KEY, promotion_id TEXT NOT NULL, import_id INTEGER,
  from_day INTEGER NOT NULL, to_day INTEGER NOT NULL, sku TEXT, category TEXT, location TEXT,
  discount REAL, mechanic TEXT, CHECK (to_day >= from_day)
) STRICT;
CREATE INDEX promotion_sku ON promotion(sku, from_day);
CREATE TABLE event (
  event_row INTEGER PRIMARY KEY, import_id INTEGER, from_day INTEGER NOT NULL, to_day INTEGER NOT NULL,
  name TEXT NOT NULL, type TEXT, location TEXT
) STRICT;
CREATE INDEX event_day ON event(from_day);
CREATE TABLE price (
  price_row INTEGER PRIMARY KEY, import_id INTEGER, product_id INTEGER NOT NULL REFERENCES product,
  location_id INTEGER REFERENCES location, from_day INTEGER, to_day INTEGER, price INTEGER NOT NULL   -- 1/10,000
) STRICT;
CREATE INDEX price_product ON price(product_id, location_id, from_day);
CREATE TABLE competitor_price (
  day INTEGER NOT NULL, product_id INTEGER NOT NULL REFERENCES product, competitor TEXT NOT NULL,
  price INTEGER NOT NULL, in_stock INTEGER, import_id INTEGER,
  PRIMARY KEY (product_id, competitor, day)
) STRICT, WITHOUT ROWID;
CREATE TABLE purchase_order (
  po_row INTEGER PRIMARY KEY, po_id TEXT NOT NULL, import_id INTEGER, product_id INTEGER NOT NULL REFERENCES product,
  location_id INTEGER REFERENCES location, ordered_day INTEGER NOT NULL, expected_day INTEGER, received_day INTEGER,
  units INTEGER
) STRICT;
CREATE INDEX purchase_order_product ON purchase_order(product_id, location_id);
-- Kinds that later workspaces read; kept as they came, typed where a type is sure.
CREATE TABLE extract_row (
  kind TEXT NOT NULL, import_id INTEGER NOT NULL, line INTEGER NOT NULL, day INTEGER, key TEXT, body TEXT NOT NULL, -- body: JSON of field -> value
  PRIMARY KEY (kind, import_id, line)
) STRICT, WITHOUT ROWID;
CREATE INDEX extract_row_day ON extract_row(kind, day);

-- Lineage ----------------------------------------------------------------------------------------------

CREATE TABLE source (
  source_id INTEGER PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL, owner TEXT,
  fresh_days REAL,                              -- freshness promised: age at which it is late
  overlap TEXT CHECK (overlap IN ('replace', 'add')),
  preset TEXT, mapping TEXT, formats TEXT,      -- JSON: field -> heading; column styles settled by the user
  UNIQUE (name, kind)
) STRICT;
CREATE TABLE import (
  import_id INTEGER PRIMARY KEY AUTOINCREMENT, source_id INTEGER NOT NULL REFERENCES source,
  kind TEXT NOT NULL, file TEXT NOT NULL, sha256 TEXT NOT NULL, bytes INTEGER NOT NULL,
  mapping TEXT NOT NULL, overlap TEXT, rows_read INTEGER NOT NULL, rows_accepted INTEGER NOT NULL, rows_rejected INTEGER NOT NULL,
  first_day INTEGER, last_day INTEGER, seconds REAL, made_at INTEGER NOT NULL, made_by TEXT NOT NULL,
  notes TEXT,                                   -- JSON: classified counts, netted returns, stubs added
  undone_at INTEGER, undone_by TEXT
) STRICT;
CREATE INDEX import_sha ON import(sha256);
CREATE TABLE reject (
  import_id INTEGER NOT NULL REFERENCES import, line INTEGER NOT NULL, reason TEXT NOT NULL, field TEXT, value TEXT,
  raw TEXT NOT NULL, repaired TEXT, repaired_import INTEGER,
  PRIMARY KEY (import_id, line)
) STRICT, WITHOUT ROWID;
-- What an import did to the dictionaries, so that undo is exact: the row before (NULL = it was not there).
CREATE TABLE import_before (
  import_id INTEGER NOT NULL REFERENCES import, entity TEXT NOT NULL, key TEXT NOT NULL, before TEXT,
  PRIMARY KEY (import_id, entity, key)
) STRICT, WITHOUT ROWID;

-- Demand -----------------------------------------------------------------------------------------------

CREATE TABLE series (
  series_id   INTEGER PRIMARY KEY,
  product_id  INTEGER NOT NULL REFERENCES product,
  location_id INTEGER NOT NULL REFERENCES location,
  grain       INTEGER NOT NULL CHECK (grain IN (0, 1, 2)),  -- day, week, month
  week_start  INTEGER NOT NULL DEFAULT 0,                   -- 0 = Monday; weekly series only
  first_day   INTEGER, last_day INTEGER,
  critical    TEXT,                                         -- the failed critical check, in words; NULL = none
  UNIQUE (product_id, location_id)
) STRICT;
CREATE INDEX series_location ON series(location_id);

-- key = series_id * 64 + chunk; codec and CRC inside the blob (models/store/chunk_codec.h)
CREATE TABLE chunk_units        (key INTEGER PRIMARY KEY, b BLOB NOT NULL) STRICT;
CREATE TABLE chunk_revenue      (key INTEGER PRIMARY KEY, b BLOB NOT NULL) STRICT;   -- only where it is not units x price
CREATE TABLE chunk_price        (key INTEGER PRIMARY KEY, b BLOB NOT NULL) STRICT;
CREATE TABLE chunk_on_hand      (key INTEGER PRIMARY KEY, b BLOB NOT NULL) STRICT;
CREATE TABLE chunk_on_order     (key INTEGER PRIMARY KEY, b BLOB NOT NULL) STRICT;
CREATE TABLE chunk_availability (key INTEGER PRIMARY KEY, b BLOB NOT NULL) STRICT;   -- thousandths of the period
CREATE TABLE chunk_estimate     (key INTEGER PRIMARY KEY, b BLOB NOT NULL) STRICT;   -- estimated demand; never overwrites sales
-- Days on which a location sold anything, a bit a day from 1990-01-01: a day without is a day it was closed.
CREATE TABLE location_calendar (location_id INTEGER PRIMARY KEY REFERENCES location, days BLOB NOT NULL) STRICT;
CREATE TABLE tail_day (day INTEGER NOT NULL, import_id INTEGER NOT NULL, measure INTEGER NOT NULL, b BLOB NOT NULL, PRIMARY KEY (day, import_id, measure)) STRICT;
-- One import's own cells. The value of a cell is the latest live import's, or the sum where the source adds.
CREATE TABLE layer (import_id INTEGER NOT NULL, measure INTEGER NOT NULL, key INTEGER NOT NULL, b BLOB, PRIMARY KEY (measure, key, import_id)) STRICT, WITHOUT ROWID;
CREATE INDEX layer_import ON layer(import_id);
CREATE TABLE roll_week (
  level   INTEGER NOT NULL,   -- 0 all, 1 location, 2 category (with its descendants), 3 category x location, 4 product
  node    INTEGER NOT NULL,   -- 0; location_id; category_id; category_id * 65536 + location_id; product_id
  week    INTEGER NOT NULL,   -- Monday, as a day number
  units   REAL NOT NULL, revenue INTEGER NOT NULL, stockout_days REAL NOT NULL DEFAULT 0,
  PRIMARY KEY (level, node, week)
) STRICT, WITHOUT ROWID;
-- Today's practice and the newest stock per series, as imported.
CREATE TABLE stock_policy (series_id INTEGER PRIMARY KEY REFERENCES series, min_units INTEGER, max_units INTEGER, import_id INTEGER) STRICT;

-- Order lines, for customers and baskets.
CREATE TABLE sale_order (order_id INTEGER PRIMARY KEY, code TEXT NOT NULL, source_id INTEGER NOT NULL, customer_id INTEGER, at INTEGER NOT NULL, channel TEXT, country TEXT, UNIQUE (source_id, code)) STRICT;
CREATE INDEX sale_order_customer ON sale_order(customer_id, at);
CREATE TABLE order_line (
  order_id INTEGER NOT NULL, line INTEGER NOT NULL, product_id INTEGER NOT NULL, location_id INTEGER NOT NULL, day INTEGER NOT NULL,
  units INTEGER NOT NULL, unit_price INTEGER, class TEXT NOT NULL DEFAULT 'sale',   -- sale, return, cancellation, or the product's kind
  import_id INTEGER NOT NULL, PRIMARY KEY (order_id, line)
) STRICT, WITHOUT ROWID;
CREATE INDEX order_line_import ON order_line(import_id);
-- Rules by which lines are classified and returns netted; seeded from resources/rules, edited by the user.
CREATE TABLE line_rule (rule_id INTEGER PRIMARY KEY, position INTEGER NOT NULL, field TEXT NOT NULL, op TEXT NOT NULL, value TEXT NOT NULL, class TEXT NOT NULL, enabled INTEGER NOT NULL DEFAULT 1, note TEXT) STRICT;

-- Checks -----------------------------------------------------------------------------------------------

CREATE TABLE quality_run (run_id INTEGER PRIMARY KEY, made_at INTEGER NOT NULL, score REAL NOT NULL, dimensions TEXT NOT NULL, import_id INTEGER) STRICT;
CREATE TABLE quality_rule (run_id INTEGER NOT NULL REFERENCES quality_run, rule TEXT NOT NULL, dimension TEXT NOT NULL, severity TEXT NOT NULL, looked_at INTEGER NOT NULL, found INTEGER NOT NULL, title TEXT NOT NULL, PRIMARY KEY (run_id, rule)) STRICT, WITHOUT ROWID;
CREATE TABLE finding (
  finding_id INTEGER PRIMARY KEY, run_id INTEGER NOT NULL REFERENCES quality_run, rule TEXT NOT NULL, severity TEXT NOT NULL CHECK (severity IN ('error', 'warning', 'info')),
  entity TEXT NOT NULL, key TEXT NOT NULL, field TEXT, value TEXT, message TEXT NOT NULL, suggestion TEXT, money INTEGER,
  series_id INTEGER, state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'accepted', 'mended')), owner TEXT
) STRICT;
CREATE INDEX finding_rule ON finding(run_id, rule);

-- Forecasts and overrides ------------------------------------------------------------------------------

CREATE TABLE forecast_run (run_id INTEGER PRIMARY KEY, made_at INTEGER NOT NULL, as_of INTEGER NOT NULL, horizon INTEGER NOT NULL, seed INTEGER NOT NULL, options TEXT NOT NULL, seconds REAL NOT NULL, made_by TEXT NOT NULL) STRICT;
CREATE TABLE forecast (
  run_id INTEGER NOT NULL REFERENCES forecast_run ON DELETE CASCADE, series_id INTEGER NOT NULL REFERENCES series,
  method TEXT NOT NULL, form TEXT, reason TEXT, demand_class INTEGER NOT NULL, first_day INTEGER NOT NULL,
  units_28 REAL NOT NULL, wape REAL, rmsse REAL, bias REAL, pinball REAL, mae REAL, folds INTEGER NOT NULL,
  b BLOB NOT NULL,                             -- mean and error profile (models/forecast/forecast_codec.h)
  PRIMARY KEY (run_id, series_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE override (
  override_id INTEGER PRIMARY KEY, series_id INTEGER NOT NULL REFERENCES series, week INTEGER NOT NULL,  -- Monday (or the period's first day)
  units REAL NOT NULL CHECK (units >= 0), baseline REAL NOT NULL, group_id INTEGER, reason TEXT, owner TEXT NOT NULL,
  made_at INTEGER NOT NULL, expires INTEGER, committed INTEGER NOT NULL DEFAULT 0, enabled INTEGER NOT NULL DEFAULT 1, removed_at INTEGER
) STRICT;
CREATE INDEX override_series ON override(series_id, week);

-- Plans ------------------------------------------------------------------------------------------------

-- What the extracts lack. Scope: everywhere (both NULL), a location, a category, or both; the narrowest wins.
CREATE TABLE assumption (
  assumption_id INTEGER PRIMARY KEY, location TEXT, category TEXT, name TEXT NOT NULL, value TEXT NOT NULL, made_at INTEGER NOT NULL, made_by TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX assumption_scope ON assumption(coalesce(location, ''), coalesce(category, ''), name);
CREATE TABLE plan (
  plan_id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL CHECK (kind IN ('reorder', 'prices', 'markdown')), as_of INTEGER NOT NULL,
  made_at INTEGER NOT NULL, made_by TEXT NOT NULL, state TEXT NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'submitted', 'approved', 'rejected', 'returned', 'exported')),
  budget INTEGER, options TEXT NOT NULL, order_value INTEGER NOT NULL, margin_saved INTEGER NOT NULL, run_id INTEGER, seconds REAL NOT NULL,
  submitted_at INTEGER, submitted_by TEXT
) STRICT;
CREATE TABLE plan_line (
  plan_id INTEGER NOT NULL REFERENCES plan, line INTEGER NOT NULL, series_id INTEGER NOT NULL REFERENCES series,
  supplier_id INTEGER, on_hand INTEGER, on_order INTEGER NOT NULL, lead_time_days REAL NOT NULL, lead_time_sd REAL NOT NULL, review_days INTEGER NOT NULL,
  demand_mean REAL NOT NULL, demand_sd REAL NOT NULL, safety_stock REAL NOT NULL, service REAL NOT NULL,
  order_point INTEGER NOT NULL, order_up_to INTEGER NOT NULL,
  proposed_qty INTEGER NOT NULL, order_qty INTEGER NOT NULL, pack_size INTEGER NOT NULL, moq INTEGER NOT NULL,
  unit_cost INTEGER NOT NULL,                   -- 1/10,000
  order_value INTEGER NOT NULL,                 -- minor units, for order_qty
  margin_saved INTEGER NOT NULL,                -- minor units, expected, for order_qty
  rank REAL NOT NULL,                           -- margin per unit of money
  in_budget INTEGER NOT NULL DEFAULT 1, locked INTEGER NOT NULL DEFAULT 0, excluded TEXT,  -- reason
  assumed TEXT NOT NULL DEFAULT '',             -- comma list of fields that rest on an assumption
  reason TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'submitted', 'approved', 'rejected', 'returned', 'exported')),
  PRIMARY KEY (plan_id, line)
) STRICT, WITHOUT ROWID;
CREATE INDEX plan_line_series ON plan_line(series_id);
CREATE TABLE plan_curve (plan_id INTEGER NOT NULL REFERENCES plan, step INTEGER NOT NULL, spend INTEGER NOT NULL, margin INTEGER NOT NULL, PRIMARY KEY (plan_id, step)) STRICT, WITHOUT ROWID;

-- Decisions: append-only, hash-chained -------------------------------------------------------------------

CREATE TABLE audit (
  entry_id INTEGER PRIMARY KEY, at INTEGER NOT NULL, user TEXT NOT NULL, action TEXT NOT NULL, entity TEXT NOT NULL, key TEXT NOT NULL,
  body TEXT NOT NULL,                           -- JSON, canonical: sorted keys, no blanks
  previous TEXT NOT NULL, hash TEXT NOT NULL,
  signer TEXT NOT NULL DEFAULT '', signature TEXT NOT NULL DEFAULT ''   -- Ed25519 over hash; empty = no key on that machine
) STRICT;
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN SELECT raise(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT raise(ABORT, 'the audit log is append-only'); END;
CREATE TABLE decision (
  decision_id INTEGER PRIMARY KEY, plan_id INTEGER NOT NULL REFERENCES plan, line INTEGER,     -- NULL = the whole plan
  action TEXT NOT NULL CHECK (action IN ('submit', 'approve', 'reject', 'return', 'export')), comment TEXT, user TEXT NOT NULL, at INTEGER NOT NULL, audit_entry INTEGER NOT NULL REFERENCES audit
) STRICT;
CREATE INDEX decision_plan ON decision(plan_id);
CREATE TRIGGER decision_no_update BEFORE UPDATE ON decision BEGIN SELECT raise(ABORT, 'decisions are append-only'); END;
CREATE TRIGGER decision_no_delete BEFORE DELETE ON decision BEGIN SELECT raise(ABORT, 'decisions are append-only'); END;
CREATE TABLE export (
  export_id INTEGER PRIMARY KEY, what TEXT NOT NULL, plan_id INTEGER, file TEXT NOT NULL, reverse_file TEXT, format TEXT NOT NULL, rows INTEGER NOT NULL,
  sha256 TEXT NOT NULL, at INTEGER NOT NULL, user TEXT NOT NULL,
  preset TEXT NOT NULL DEFAULT '', reverse_sha256 TEXT, report INTEGER NOT NULL DEFAULT 0,   -- report: left undecided, nothing acts on it
  audit_entry INTEGER REFERENCES audit
) STRICT;
CREATE INDEX export_plan ON export(plan_id);
CREATE TRIGGER export_no_update BEFORE UPDATE ON export BEGIN SELECT raise(ABORT, 'the list of exports is append-only'); END;
CREATE TRIGGER export_no_delete BEFORE DELETE ON export BEGIN SELECT raise(ABORT, 'the list of exports is append-only'); END;
-- Which lines left with which export: a line leaves once unless it is said otherwise.
CREATE TABLE export_line (plan_id INTEGER NOT NULL, line INTEGER NOT NULL, export_id INTEGER NOT NULL REFERENCES export, PRIMARY KEY (plan_id, line, export_id)) STRICT, WITHOUT ROWID;

-- The window's own ---------------------------------------------------------------------------------------

CREATE TABLE edit_journal (   -- undo that survives a restart
  edit_id INTEGER PRIMARY KEY, at INTEGER NOT NULL, user TEXT NOT NULL, page TEXT NOT NULL, kind TEXT NOT NULL, text TEXT NOT NULL,
  before TEXT NOT NULL, after TEXT NOT NULL, undone INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE saved_view (page TEXT NOT NULL, name TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (page, name)) STRICT, WITHOUT ROWID;
CREATE TABLE command_log (command_id INTEGER PRIMARY KEY, at INTEGER NOT NULL, user TEXT NOT NULL, command TEXT NOT NULL, outcome TEXT NOT NULL) STRICT;
