-- One row per KPI, entity and baseline: what made, or was left out of, every number.
-- Source: the KPI views, all of them; a new KPI is added here.
select * from {{ ref('kpi_meeting_online_share') }}
union all
select * from {{ ref('kpi_meeting_count_change') }}
union all
select * from {{ ref('kpi_document_count_change') }}
union all
select * from {{ ref('kpi_dossier_digital_share') }}
union all
select * from {{ ref('kpi_dossier_digitised_share') }}
union all
select * from {{ ref('kpi_document_digitised_share') }}
union all
select * from {{ ref('kpi_document_electronic_share') }}
union all
select * from {{ ref('kpi_meeting_over_time_share') }}
union all
select * from {{ ref('kpi_training_digital_skill_share') }}
union all
select * from {{ ref('kpi_plan_issued_on_time') }}
union all
select * from {{ ref('kpi_report_on_time_share') }}
union all
select * from {{ ref('kpi_task_on_time_share') }}
union all
select * from {{ ref('kpi_meeting_online_only_share') }}
union all
select * from {{ ref('kpi_conference_online_share') }}
union all
select * from {{ ref('kpi_conference_count_change') }}
union all
select * from {{ ref('kpi_province_wide_conference_count') }}
union all
select * from {{ ref('kpi_commune_wide_conference_count') }}
union all
select * from {{ ref('kpi_meeting_paperless_share') }}
union all
select * from {{ ref('kpi_meeting_planned_share') }}
union all
select * from {{ ref('kpi_meeting_conflict_count') }}
union all
select * from {{ ref('kpi_meeting_invitation_lead_share') }}
union all
select * from {{ ref('kpi_meeting_conclusion_share') }}
union all
select * from {{ ref('kpi_meeting_cost_overrun_count') }}
union all
select * from {{ ref('kpi_document_signed_share') }}
union all
select * from {{ ref('kpi_document_duplicate_count') }}
union all
select * from {{ ref('kpi_dossier_online_submission_share') }}
union all
select * from {{ ref('kpi_dossier_electronic_result_share') }}
union all
select * from {{ ref('kpi_dossier_reuse_share') }}
union all
select * from {{ ref('kpi_dossier_online_payment_share') }}
union all
select * from {{ ref('kpi_dossier_on_time_share') }}
union all
select * from {{ ref('kpi_dossier_satisfaction_share') }}
union all
select * from {{ ref('kpi_procedure_full_online_share') }}
union all
select * from {{ ref('kpi_petition_on_time_share') }}
union all
select * from {{ ref('kpi_inspection_count') }}
union all
select * from {{ ref('kpi_violation_handled_share') }}
union all
select * from {{ ref('kpi_publicity_count') }}
union all
select * from {{ ref('kpi_legal_review_share') }}
union all
select * from {{ ref('kpi_conference_system_uptime_share') }}
union all
select * from {{ ref('kpi_late_submission_share') }}
union all
select * from {{ ref('kpi_quarantine_share') }}
