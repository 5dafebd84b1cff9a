"""The forecast against what came: each month end of past years, beside a straight line.

Belongs here: the trial of `kpi_forecasts` on known years. Does not belong here: the method itself
(`dbt_project/models/intermediate/forecast`), whose compiled SQL is run here unchanged.
"""
