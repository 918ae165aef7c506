-- rule: near_duplicate_sku
-- dimension: uniqueness
-- severity: warning
-- critical: no
-- title: SKUs that differ only by case, blanks or zeros
-- suggestion: Merge them, or map one to the other
-- entity: product
-- looked_at: SELECT count(*) FROM product
-- Columns: key, field, value, message, money (minor units a month), series_id.
SELECT min(sku) || ' / ' || max(sku), 'sku', max(sku), 'The same SKU but for case, blanks, dashes or leading zeros', NULL, NULL
FROM product -- A spreadsheet takes the leading zeros off.
GROUP BY ltrim(upper(replace(replace(replace(sku, ' ', ''), '-', ''), '_', '')), '0') HAVING count(*) > 1
