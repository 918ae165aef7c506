-- What each step of the forecast said of a week when a person committed another number there: kept at that
-- moment, so that the number can be scored when the truth arrives, whatever was forecast or imported since.
-- Units of the whole week. Empty where an override is not committed, or was before this was kept.
ALTER TABLE override ADD COLUMN committed_at INTEGER;   -- ms UTC
ALTER TABLE override ADD COLUMN as_of INTEGER;          -- last known day of the run that was overridden
ALTER TABLE override ADD COLUMN removed_as_of INTEGER;  -- last known day when it was taken away or replaced
ALTER TABLE override ADD COLUMN naive REAL;             -- the last known week, once more
ALTER TABLE override ADD COLUMN statistical REAL;       -- learned from the series' own history alone
ALTER TABLE override ADD COLUMN causal REAL;            -- as the run had it: with season, events and offers
