-- What people did with stored series: renamed, retired or restored them. The newest change of a series counts.

CREATE TABLE vl_analytics.scorecard_series_change (
    domain      text NOT NULL,
    kpi_number  integer NOT NULL,
    field_name  text NOT NULL,
    range_type  text NOT NULL,            -- empty for a rename, which moves all ranges and cadences
    cadence     text NOT NULL,
    action      text NOT NULL,            -- renamed, retired or restored
    new_domain  text NOT NULL,            -- the next three differ after a rename only
    new_number  integer NOT NULL,
    new_field   text NOT NULL,
    changed_by  text NOT NULL,
    host        text NOT NULL,
    command     text NOT NULL,
    note        text NOT NULL,
    changed_at  timestamptz NOT NULL
);
