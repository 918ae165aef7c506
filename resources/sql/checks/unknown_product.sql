-- rule: unknown_product
-- dimension: consistency
-- severity: error
-- critical: no
-- title: Sold, but in no catalog
-- suggestion: Import the product, or map its SKU
-- entity: product
-- looked_at: SELECT count(*) FROM product
-- Columns: key, field, value, message, money (minor units a month), series_id.
SELECT p.sku, 'sku', p.sku, 'Sold or stocked, but in no catalog',
  (SELECT sum(revenue) FROM roll_week r WHERE r.level = 4 AND r.node = p.product_id AND r.week > (SELECT max(week) - 28 FROM roll_week WHERE level = 0)), (SELECT min(series_id) FROM series s WHERE s.product_id = p.product_id)
FROM product p WHERE p.stub = 1 AND p.kind = 'goods' AND EXISTS (SELECT 1 FROM product WHERE stub = 0)
