-- rule: missing_pack
-- dimension: completeness
-- severity: warning
-- critical: no
-- title: Case pack missing
-- suggestion: Ask the supplier how many come in a case
-- entity: product
-- looked_at: SELECT count(*) FROM product WHERE stub = 0
-- Columns: key, field, value, message, money (minor units a month), series_id.
SELECT p.sku, 'pack_size', '', 'No case pack here nor with a supplier: single units are assumed', NULL, NULL
FROM product p WHERE p.stub = 0 AND p.pack_size IS NULL AND p.kind = 'goods'
 AND NOT EXISTS (SELECT 1 FROM supplier_product sp WHERE sp.product_id = p.product_id AND sp.pack_size IS NOT NULL)
 AND EXISTS (SELECT 1 FROM product WHERE pack_size IS NOT NULL)
