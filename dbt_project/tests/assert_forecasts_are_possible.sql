-- Fails if a probability lies outside 0 to 1, an interval does not hold what is expected, a certainty is
-- not certain, or a forecast says neither a probability nor why there is none.
select * from {{ ref('kpi_forecasts') }}
where
    probability_missed < 0
    or probability_missed > 1
    or low_value > expected_value
    or high_value < expected_value
    or allowance < 0
    or (allowance_kind = 'impossible' and probability_missed is distinct from 1)
    or (allowance_kind = 'safe' and probability_missed is distinct from 0)
    or (probability_missed is null) <> (reason is not null)
