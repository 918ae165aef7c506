-- What one shop's invoices mean is no rule for another's: a rule may hold for the sources of one preset alone.
ALTER TABLE line_rule ADD COLUMN preset TEXT;   -- NULL = every source
UPDATE line_rule SET preset = 'online-retail' WHERE
  (field = 'order_id' AND op = 'starts' AND value IN ('C', 'A')) OR
  (field = 'sku' AND op = 'is' AND value IN ('DOT', 'C2', 'M', 'D', 'B', 'S', 'PADS', 'CRUK', 'AMAZONFEE', 'BANK CHARGES')) OR
  (field = 'sku' AND op = 'starts' AND value = 'gift_');
-- What rules look at and a line's other columns do not say, so that changed rules can be applied to what is in.
ALTER TABLE order_line ADD COLUMN status TEXT;
ALTER TABLE order_line ADD COLUMN words TEXT;     -- what the line calls its product, where that is not the product's title
ALTER TABLE order_line ADD COLUMN revenue INTEGER; -- as the extract says, minor units; NULL = units x price
ALTER TABLE order_line ADD COLUMN priced INTEGER NOT NULL DEFAULT 1; -- 0: unit_price was worked out from the revenue
