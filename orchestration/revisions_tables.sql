-- The tables of a comparison of two publications, typed and described.
-- Target: the attached file `result`. Filled by revisions.sql.
create schema result.marts;

create table result.marts.revision_builds (
    side varchar not null,
    as_of timestamptz not null,
    run_id varchar not null,
    chain_hash varchar not null,
    fingerprint varchar not null,
    is_sample boolean not null,
    made_by varchar not null
);
comment on table result.marts.revision_builds is 'Hai bản được so. Mỗi dòng một bản.';
comment on column result.marts.revision_builds.side is 'before: bản trước; after: bản sau.';
comment on column result.marts.revision_builds.as_of is 'Thời điểm số liệu được biết đến.';
comment on column result.marts.revision_builds.run_id is 'Mã lần tính.';
comment on column result.marts.revision_builds.chain_hash is 'Mã băm chuỗi của kho tại as_of.';
comment on column result.marts.revision_builds.fingerprint is
    'Mã băm của cách tính; hai bản khác nhau nghĩa là quy tắc hoặc chương trình đã đổi.';
comment on column result.marts.revision_builds.is_sample is 'Dữ liệu mẫu.';
comment on column result.marts.revision_builds.made_by is 'Mã băm của lệnh so sánh.';

create table result.marts.kpi_revisions (
    kpi_code varchar not null,
    agency_id varchar not null,
    agency_code varchar not null,
    period_code varchar not null,
    presence varchar not null,
    numerator_before double,
    numerator_after double,
    numerator_change double not null,
    denominator_before double,
    denominator_after double,
    denominator_change double not null,
    value_before double,
    value_after double,
    value_change double,
    target_before double,
    target_after double,
    status_before varchar,
    status_after varchar
);
comment on table result.marts.kpi_revisions is
    'Mỗi dòng một con số (chỉ số × đơn vị × kỳ) khác nhau giữa hai bản.';
comment on column result.marts.kpi_revisions.kpi_code is 'Mã chỉ số.';
comment on column result.marts.kpi_revisions.agency_id is 'Đơn vị trong khoảng hiệu lực của nó.';
comment on column result.marts.kpi_revisions.agency_code is 'Mã đơn vị.';
comment on column result.marts.kpi_revisions.period_code is 'Mã kỳ.';
comment on column result.marts.kpi_revisions.presence is
    'both: có ở cả hai bản; appeared: chỉ có ở bản sau; vanished: chỉ có ở bản trước.';
comment on column result.marts.kpi_revisions.numerator_before is 'Tử số ở bản trước.';
comment on column result.marts.kpi_revisions.numerator_after is 'Tử số ở bản sau.';
comment on column result.marts.kpi_revisions.numerator_change is
    'Tử số tăng, giảm bao nhiêu (trống coi như 0); bằng tổng của kpi_revision_reasons.';
comment on column result.marts.kpi_revisions.denominator_before is 'Mẫu số ở bản trước.';
comment on column result.marts.kpi_revisions.denominator_after is 'Mẫu số ở bản sau.';
comment on column result.marts.kpi_revisions.denominator_change is
    'Mẫu số tăng, giảm bao nhiêu (trống coi như 0); bằng tổng của kpi_revision_reasons.';
comment on column result.marts.kpi_revisions.value_before is 'Giá trị ở bản trước.';
comment on column result.marts.kpi_revisions.value_after is 'Giá trị ở bản sau.';
comment on column result.marts.kpi_revisions.value_change is
    'Giá trị tăng, giảm bao nhiêu; trống khi một bản không có giá trị.';
comment on column result.marts.kpi_revisions.target_before is 'Chỉ tiêu ở bản trước.';
comment on column result.marts.kpi_revisions.target_after is 'Chỉ tiêu ở bản sau.';
comment on column result.marts.kpi_revisions.status_before is 'Trạng thái ở bản trước.';
comment on column result.marts.kpi_revisions.status_after is 'Trạng thái ở bản sau.';

create table result.marts.kpi_revision_entities (
    kpi_code varchar not null,
    agency_id varchar not null,
    period_code varchar not null,
    entity_id varchar not null,
    basis varchar,
    reason varchar not null,
    numerator_before double not null,
    numerator_after double not null,
    denominator_before double not null,
    denominator_after double not null,
    excluded_before varchar,
    excluded_after varchar
);
comment on table result.marts.kpi_revision_entities is
    'Mỗi dòng một thực thể làm một con số thay đổi, và vì sao.';
comment on column result.marts.kpi_revision_entities.kpi_code is 'Mã chỉ số.';
comment on column result.marts.kpi_revision_entities.agency_id is 'Đơn vị của con số.';
comment on column result.marts.kpi_revision_entities.period_code is 'Kỳ của con số.';
comment on column result.marts.kpi_revision_entities.entity_id is 'Mã thực thể.';
comment on column result.marts.kpi_revision_entities.basis is
    'Trống: số của kỳ; like_for_like: số cùng kỳ năm trước.';
comment on column result.marts.kpi_revision_entities.reason is 'Lý do; xem docs/analysts.md.';
comment on column result.marts.kpi_revision_entities.numerator_before is
    'Phần của thực thể trong tử số ở bản trước.';
comment on column result.marts.kpi_revision_entities.numerator_after is
    'Phần của thực thể trong tử số ở bản sau.';
comment on column result.marts.kpi_revision_entities.denominator_before is
    'Phần của thực thể trong mẫu số ở bản trước.';
comment on column result.marts.kpi_revision_entities.denominator_after is
    'Phần của thực thể trong mẫu số ở bản sau.';
comment on column result.marts.kpi_revision_entities.excluded_before is
    'Lý do không tính ở bản trước.';
comment on column result.marts.kpi_revision_entities.excluded_after is
    'Lý do không tính ở bản sau.';

create table result.marts.kpi_revision_reasons (
    kpi_code varchar not null,
    agency_id varchar not null,
    period_code varchar not null,
    reason varchar not null,
    entity_count bigint not null,
    numerator_change double not null,
    denominator_change double not null
);
comment on table result.marts.kpi_revision_reasons is
    'Mỗi dòng một lý do của một con số; cộng lại đúng bằng chênh lệch trong kpi_revisions.';
comment on column result.marts.kpi_revision_reasons.kpi_code is 'Mã chỉ số.';
comment on column result.marts.kpi_revision_reasons.agency_id is 'Đơn vị của con số.';
comment on column result.marts.kpi_revision_reasons.period_code is 'Kỳ của con số.';
comment on column result.marts.kpi_revision_reasons.reason is 'Lý do; xem docs/analysts.md.';
comment on column result.marts.kpi_revision_reasons.entity_count is
    'Số thực thể; 0 khi lý do không phải là một thực thể (kỳ bắt đầu, chỉ tiêu đổi, đến hạn).';
comment on column result.marts.kpi_revision_reasons.numerator_change is
    'Tử số tăng, giảm bao nhiêu vì lý do này.';
comment on column result.marts.kpi_revision_reasons.denominator_change is
    'Mẫu số tăng, giảm bao nhiêu vì lý do này.';
