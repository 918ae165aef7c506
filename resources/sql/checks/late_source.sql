-- rule: late_source
-- dimension: timeliness
-- severity: warning
-- critical: no
-- title: Sources later than promised
-- suggestion: Ask the owner for a newer extract
-- entity: source
-- looked_at: SELECT count(*) FROM source WHERE fresh_days IS NOT NULL
-- Columns: key, field, value, message, money (minor units a month), series_id.
SELECT s.name, 'fresh_days', printf('%.1f', s.fresh_days), 'Its newest import is older than was promised', NULL, NULL
FROM source s JOIN import i USING (source_id) WHERE i.undone_at IS NULL AND s.fresh_days IS NOT NULL
GROUP BY s.source_id HAVING (unixepoch() - max(i.made_at) / 1000) / 86400.0 > s.fresh_days
