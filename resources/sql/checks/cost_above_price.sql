-- rule: cost_above_price
-- dimension: validity
-- severity: error
-- critical: no
-- title: Cost above price
-- suggestion: The cost of a case instead of one? Mend the cost or the price
-- entity: product
-- looked_at: SELECT count(*) FROM product WHERE unit_cost IS NOT NULL AND list_price IS NOT NULL
-- Columns: key, field, value, message, money (minor units a month), series_id.
SELECT sku, 'unit_cost', printf('%.4f', unit_cost / 10000.0), printf('Costs %.2f and sells at %.2f', unit_cost / 10000.0, list_price / 10000.0),
  CAST(round((SELECT sum(units) FROM roll_week r WHERE r.level = 4 AND r.node = product.product_id AND r.week > (SELECT max(week) - 28 FROM roll_week WHERE level = 0)) * (unit_cost - list_price) * :minor / 10000.0) AS INTEGER), NULL
FROM product WHERE unit_cost > list_price AND list_price > 0
