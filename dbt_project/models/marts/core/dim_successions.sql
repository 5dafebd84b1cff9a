-- One row per unit that ended and the unit that bears its history from that day on: predecessors of a
-- unit are the rows with its new_id, its successor the row with its old_id. A unit that ended and
-- has no row here has no successor. Source: seed agency_succession, dim_agencies.
with units as (
    select * from {{ ref('dim_agencies') }}
)

select
    old_units.agency_id as old_id,
    old_units.agency_code as old_code,
    old_units.valid_from as old_valid_from,
    old_units.name_vi as old_name_vi,
    new_units.agency_id as new_id,
    new_units.agency_code as new_code,
    new_units.valid_from as new_valid_from,
    new_units.name_vi as new_name_vi,
    succession.effective_date,
    old_units.agency_code = new_units.agency_code as is_code_reused,
    succession.legal_ref
from {{ ref('agency_succession') }} as succession
inner join units as old_units
    on
        succession.old_code = old_units.agency_code
        and succession.old_valid_from = old_units.valid_from
inner join units as new_units
    on
        succession.new_code = new_units.agency_code
        and {{ in_force('new_units', 'succession.effective_date') }}
