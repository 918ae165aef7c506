-- rule: duplicate_line
-- dimension: uniqueness
-- severity: warning
-- critical: no
-- title: Order lines twice
-- suggestion: Check whether the line was exported twice
-- entity: order
-- looked_at: SELECT count(*) FROM order_line
-- Columns: key, field, value, message, money (minor units a month), series_id.
SELECT o.code || ' ' || p.sku, 'order_id', count(*), printf('The same line stands %d times', count(*)),
  CAST(round((count(*) - 1) * l.units * 1.0 / p.unit_scale * l.unit_price * :minor / 10000.0) AS INTEGER), NULL
FROM order_line l JOIN sale_order o USING (order_id) JOIN product p USING (product_id)
WHERE l.class = 'sale' GROUP BY l.order_id, l.product_id, l.location_id, l.day, l.units, l.unit_price HAVING count(*) > 1
