-- One row per check, unit and month judged, and per expectation on the newest files: met or not.
-- Source: store.check_results, which orchestration writes after dbt and before publishing. A view,
-- so that the table which stands there when it is read speaks, and not that of the build before.
{{ config(materialized='view') }}

select
    check_code,
    check_group,
    stream,
    agency_code,
    period_code,
    batch_id,
    subject,
    severity,
    passed,
    observed,
    expected,
    judged_as_of
from {{ source('store', 'check_results') }}
