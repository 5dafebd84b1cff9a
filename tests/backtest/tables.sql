-- Rows of the published table: by world and kind, by month of the year, by size, and by what was said.
with listed as (
    select world, 'kind' as cut, method as part, * exclude (world) from trial.scores
    union all
    select world, 'month' as cut, lpad(cast(origin_month as varchar), 2, '0') as part, * exclude (world)
    from trial.scores
    union all
    select world, 'size' as cut, size as part, * exclude (world) from trial.scores
    union all
    select
        world,
        'said' as cut,
        case
            when probability < 0.05 then '0'
            when probability < 0.25 then '1'
            when probability < 0.5 then '2'
            when probability < 0.75 then '3'
            when probability < 0.95 then '4'
            else '5'
        end as part,
        * exclude (world)
    from trial.scores
)

select
    world,
    cut,
    part,
    count(*) as forecasts,
    avg(case when method <> 'count' then abs(expected - final_value) end) as error,
    avg(case when method <> 'count' then abs(line_value - final_value) end) as line_error,
    avg(case when method = 'count' then abs(expected - final_value) end) as count_error,
    avg(case when method = 'count' then abs(line_value - final_value) end) as line_count_error,
    avg(power(probability - missed, 2)) as brier,
    avg(power(line_missed - missed, 2)) as line_brier,
    avg(power(chance_missed - missed, 2)) as chance_brier,
    avg(probability) as said,
    avg(missed) as missed,
    avg(case when final_value between low_value - 1e-9 and high_value + 1e-9 then 1e0 else 0e0 end)
        as inside
from listed
group by world, cut, part
order by world, cut, part
