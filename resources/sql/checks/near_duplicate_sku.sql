-- rule: near_duplicate_sku
-- dimension: uniqueness
-- severity: warning
-- critical: no
-- title: SKUs that differ only by case or blanks
-- suggestion: Merge them, or map one to the other
-- entity: product
-- looked_at: SELECT count(*) FROM product
-- Columns: key, field, value, message, money (minor units a month), series_id.
SELECT min(sku) || ' / ' || max(sku), 'sku', max(sku), 'The same SKU but for case, blanks or dashes', NULL, NULL
FROM product GROUP BY upper(replace(replace(replace(sku, ' ', ''), '-', ''), '_', '')) HAVING count(*) > 1
