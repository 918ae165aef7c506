-- rule: missing_lead_time
-- dimension: completeness
-- severity: error
-- critical: no
-- title: Lead time missing
-- suggestion: Ask the supplier, or measure it from orders received
-- entity: supplier
-- looked_at: SELECT count(*) FROM supplier
-- Columns: key, field, value, message, money (minor units a month), series_id.
SELECT s.code, 'lead_time_days', '', 'No lead time: its products cannot be planned without an assumption', NULL, NULL
FROM supplier s WHERE s.lead_time_days IS NULL
 AND NOT EXISTS (SELECT 1 FROM supplier_product sp WHERE sp.supplier_id = s.supplier_id AND sp.lead_time_days IS NOT NULL)
 AND EXISTS (SELECT 1 FROM supplier WHERE lead_time_days IS NOT NULL)
