-- rule: missing_cost
-- dimension: completeness
-- severity: error
-- critical: no
-- title: Unit cost missing
-- suggestion: Fill it from the supplier's list or the last order
-- entity: product
-- looked_at: SELECT count(*) FROM product WHERE stub = 0
-- Columns: key, field, value, message, money (minor units a month), series_id.
SELECT p.sku, 'unit_cost', '', 'No unit cost here nor with a supplier: its orders cannot be valued',
  (SELECT sum(revenue) FROM roll_week r WHERE r.level = 4 AND r.node = p.product_id AND r.week > (SELECT max(week) - 28 FROM roll_week WHERE level = 0)), NULL
FROM product p WHERE p.stub = 0 AND p.unit_cost IS NULL AND p.kind = 'goods'
 AND NOT EXISTS (SELECT 1 FROM supplier_product sp WHERE sp.product_id = p.product_id AND sp.unit_cost IS NOT NULL)
 AND EXISTS (SELECT 1 FROM product WHERE unit_cost IS NOT NULL)
