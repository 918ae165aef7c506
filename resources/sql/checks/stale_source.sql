-- rule: stale_source
-- dimension: timeliness
-- severity: warning
-- critical: no
-- title: Sources behind the sales
-- suggestion: Ask the owner for a newer extract
-- entity: source
-- looked_at: SELECT count(*) FROM source
-- Columns: key, field, value, message, money (minor units a month), series_id.
SELECT s.name, 'date', date(max(i.last_day) * 86400, 'unixepoch'), printf('Ends %d days before the sales do', (SELECT max(last_day) FROM series) - max(i.last_day)), NULL, NULL
FROM source s JOIN import i USING (source_id) WHERE i.undone_at IS NULL AND i.last_day IS NOT NULL
 AND s.kind IN ('stock', 'competitor_prices', 'carts', 'traffic', 'marketing')
GROUP BY s.source_id HAVING max(i.last_day) < (SELECT max(last_day) FROM series) - 14
