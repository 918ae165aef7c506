-- Never written or read.
DROP TABLE tail_day;
