-- rule: rejected_row
-- dimension: validity
-- severity: warning
-- critical: no
-- title: Rows rejected by imports
-- suggestion: Repair them in place and import them again
-- entity: import
-- looked_at: SELECT coalesce(sum(rows_read), 0) FROM import WHERE undone_at IS NULL
-- Columns: key, field, value, message, money (minor units a month), series_id.
SELECT replace(i.file, rtrim(i.file, replace(i.file, '/', '')), '') || ':' || r.line, coalesce(r.field, ''), coalesce(r.value, ''), r.reason, NULL, NULL
FROM reject r JOIN import i USING (import_id) WHERE i.undone_at IS NULL AND r.repaired_import IS NULL AND coalesce(r.field, '') <> 'date'
