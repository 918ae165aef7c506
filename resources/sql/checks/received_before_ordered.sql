-- rule: received_before_ordered
-- dimension: consistency
-- severity: warning
-- critical: no
-- title: Received before it was ordered
-- suggestion: Day and month may be swapped
-- entity: purchase_order
-- looked_at: SELECT count(*) FROM purchase_order
-- Columns: key, field, value, message, money (minor units a month), series_id.
SELECT o.po_id || ' ' || p.sku, 'received', date(o.received_day * 86400, 'unixepoch'), 'The order was received before it was placed', NULL, NULL
FROM purchase_order o JOIN product p USING (product_id) WHERE o.received_day < o.ordered_day
