-- What a reader should know of a value besides the value itself. Applied for each domain, whose name replaces DOMAIN.

ALTER TABLE vl_analytics.scorecard_DOMAIN ADD COLUMN provisional_until date;        -- print date by which late data have come
ALTER TABLE vl_analytics.scorecard_DOMAIN ADD COLUMN remark text DEFAULT '';        -- what is odd about the value
ALTER TABLE vl_analytics.scorecard_DOMAIN ADD COLUMN by_hand boolean DEFAULT false; -- a person has set it
