-- One row per status event of the dossiers numbered $first to $last - 1. Source: none, made up from
-- hashes of the number. Every eighth dossier is still being processed unless $finished is true.
create or replace temp table status_events as
with units as (
    select list(agency_code order by agency_code) as codes
    from read_csv('$agencies', all_varchar = true)
    where
        agency_type in ('so_nganh', 'xa_phuong')
        and valid_from <= '2025-07-01'
        and valid_to is null
),

dossiers as (
    select
        numbers.d,
        codes[cast(1 + hash(d, 1) % len(codes) as integer)] as unit,
        timestamp '2025-07-01 00:00:00'
        + to_days(cast(hash(d, 2) % 345 as integer))
        + to_minutes(cast(hash(d, 3) % 540 as integer)) as received,
        cast(1 + hash(d, 4) % 3 as integer) as channel_number,
        concat('1.00', lpad(cast(hash(d, 5) % 400 as varchar), 4, '0')) as procedure_code,
        to_days(cast(1 + hash(d, 6) % 15 as integer)) as term,
        to_minutes(200 + cast(hash(d, 7) % 13000 as integer)) as handling,
        hash(d, 8) % 10 < 6 as is_entered_online,
        hash(d, 9) % 10 < 8 as has_digitised_components,
        hash(d, 10) % 10 < 9 as is_processed_on_system,
        hash(d, 11) % 10 < 8 as has_digitised_result,
        hash(d, 12) % 10 < 9 as has_electronic_result
    from range($first, $last) as numbers (d), units
),

steps as (
    select
        dossiers.*,
        step,
        received + handling as finished,
        case step
            when 0 then received
            when 1 then received + to_minutes(35)
            when 2 then received + handling
            else received + handling + to_minutes(60 + cast(hash(d, 13) % 2340 as integer))
        end as moment
    from dossiers, range(4) as all_steps (step)
    where step between $first_step and $last_step and ($finished or step < 2 or d % 8 <> 0)
)

select
    concat('H52.', unit, '-', lpad(cast(d as varchar), 9, '0')) as entity_id,
    unit as agency_code,
    ['received', 'processing', 'finished', 'returned'][step + 1] as event_type,
    ['2', '4', '9', '10'][step + 1] as status_number,
    moment as occurred_at,
    procedure_code,
    channel_number,
    ['in_person', 'online', 'post'][channel_number] as channel,
    received as received_at,
    received + term as due_at,
    case when step > 1 then finished end as finished_at,
    is_entered_online,
    has_digitised_components,
    case when step > 0 then is_processed_on_system end as is_processed_on_system,
    case when step > 1 then has_digitised_result end as has_digitised_result,
    case when step > 1 then has_electronic_result end as has_electronic_result
from steps
order by moment, d, step;
