-- Fails if two units bear the history of one unit on the same day: it would be counted twice.
select
    left_side.agency_id,
    left_side.bearer_id,
    right_side.bearer_id as other_bearer_id
from {{ ref('agency_bearers') }} as left_side
inner join {{ ref('agency_bearers') }} as right_side
    on
        left_side.agency_id = right_side.agency_id
        and left_side.bearer_id < right_side.bearer_id
        and left_side.bears_from < coalesce(right_side.bears_to, date '9999-12-31')
        and right_side.bears_from < coalesce(left_side.bears_to, date '9999-12-31')
