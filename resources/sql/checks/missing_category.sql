-- rule: missing_category
-- dimension: completeness
-- severity: warning
-- critical: no
-- title: Category missing
-- suggestion: Place the product in the category tree
-- entity: product
-- looked_at: SELECT count(*) FROM product WHERE stub = 0
-- Columns: key, field, value, message, money (minor units a month), series_id.
SELECT p.sku, 'category', '', 'In no category: it cannot borrow from its like', NULL, NULL
FROM product p WHERE p.stub = 0 AND p.category_id IS NULL AND EXISTS (SELECT 1 FROM product WHERE category_id IS NOT NULL)
