-- rule: duplicate_customer
-- dimension: uniqueness
-- severity: warning
-- critical: no
-- title: Customers held twice
-- suggestion: Merge them
-- entity: customer
-- looked_at: SELECT count(*) FROM customer_identity
-- Columns: key, field, value, message, money (minor units a month), series_id.
SELECT min(c.code) || ' / ' || max(c.code), 'email', count(*), printf('%d customers with one e-mail address', count(*)), NULL, NULL
FROM customer_identity d JOIN customer c USING (customer_id) WHERE d.email IS NOT NULL AND d.email <> ''
GROUP BY lower(trim(d.email)) HAVING count(*) > 1
