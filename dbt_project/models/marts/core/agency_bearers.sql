-- One row per unit and unit that bears its history, with the days on which it does: the unit itself
-- while it lasts, then its successor, and so on. Source: seeds agencies, agency_succession.
with recursive agencies as (
    select
        {{ unit_id('agency_code', 'valid_from') }} as agency_id,
        agency_code,
        valid_from,
        valid_to
    from {{ ref('agencies') }}
),

successions as (
    select
        {{ unit_id('succession.old_code', 'succession.old_valid_from') }} as old_id,
        succession.effective_date,
        agencies.agency_id as new_id,
        agencies.agency_code as new_code,
        agencies.valid_to as new_valid_to
    from {{ ref('agency_succession') }} as succession
    inner join agencies
        on
            succession.new_code = agencies.agency_code
            and succession.effective_date >= agencies.valid_from
            and coalesce(succession.effective_date < agencies.valid_to, true)
),

bearers as (
    select
        agency_id,
        agency_id as bearer_id,
        agency_code as bearer_code,
        valid_from as bears_from,
        valid_to as bears_to
    from agencies
    union all
    select
        bearers.agency_id,
        successions.new_id as bearer_id,
        successions.new_code as bearer_code,
        successions.effective_date as bears_from,
        successions.new_valid_to as bears_to
    from bearers
    inner join successions on bearers.bearer_id = successions.old_id
)

select * from bearers
