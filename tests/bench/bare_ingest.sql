-- What `ingest_file` does with a dossier export, as plain SQL: read as text, type, check, name
-- (UUIDv5 and MD5 as ingestion/identify.py), de-duplicate, write. One Parquet row per new event.
create temp table agencies as
select
    agency_code,
    cast(valid_from as date) as valid_from,
    coalesce(cast(valid_to as date), date '9999-12-31') as valid_to
from read_csv('$agencies', all_varchar = true);

create temp table checked as
with texts as (
    select
        row_number() over () + 1 as source_row,
        trim(columns(*))
    from read_csv('$file', all_varchar = true, header = true, delim = ',', quote = '"')
),

parsed as (
    select
        source_row,
        "MaHoSo" as entity_id,
        "MaTTHC" as procedure_code,
        "DonViXuLy" as agency_code,
        case "TrangThai"
            when '2' then 'received' when '4' then 'processing'
            when '9' then 'finished' when '10' then 'returned'
        end as event_type,
        try_strptime("ThoiDiemXuLy", '%Y%m%d%H%M%S') - to_hours(7) as occurred_at,
        case "KenhThucHien" when '1' then 'in_person' when '2' then 'online' when '3' then 'post' end
            as channel,
        try_cast("NgayTiepNhan" as timestamp) - to_hours(7) as received_at,
        try_cast("NgayHenTra" as timestamp) - to_hours(7) as due_at,
        try_cast("NgayKetThucXuLy" as timestamp) - to_hours(7) as finished_at,
        try_cast("NhapTrucTuyen" as boolean) as is_entered_online,
        try_cast("HoSoCoThanhPhanSoHoa" as boolean) as has_digitised_components,
        try_cast("XuLyTrenHeThong" as boolean) as is_processed_on_system,
        try_cast("KetQuaDuocSoHoa" as boolean) as has_digitised_result,
        try_cast("CoKetQuaDienTu" as boolean) as has_electronic_result,
        ("KenhThucHien" is not null and channel is null)
        or ("NgayTiepNhan" is not null and received_at is null)
        or ("NgayHenTra" is not null and due_at is null)
        or ("NgayKetThucXuLy" is not null and finished_at is null)
        or ("NhapTrucTuyen" is not null and is_entered_online is null)
        or ("HoSoCoThanhPhanSoHoa" is not null and has_digitised_components is null)
        or ("XuLyTrenHeThong" is not null and is_processed_on_system is null)
        or ("KetQuaDuocSoHoa" is not null and has_digitised_result is null)
        or ("CoKetQuaDienTu" is not null and has_electronic_result is null) as is_unread
    from texts
)

select
    parsed.* exclude (is_unread),
    case
        when is_unread then 'unread'
        when entity_id is null or event_type is null or occurred_at is null then 'value_missing'
        when not regexp_matches(entity_id, '^\S(.{0,198}\S)?$$') then 'bad_format'
        when not regexp_matches(parsed.agency_code, '^(\d{5}|\d{3}|[A-Z][A-Z0-9]{1,11})$$') then 'bad_format'
        when agencies.agency_code is null then 'unknown_agency'
        when occurred_at < timestamp '2000-01-01' then 'too_old'
        when occurred_at > timestamp '$latest' then 'in_future'
        when finished_at < received_at then 'finish_before_receipt'
    end as problem
from parsed
left join agencies
    on
        parsed.agency_code = agencies.agency_code
        and cast(occurred_at + to_hours(7) as date) >= valid_from
        and cast(occurred_at + to_hours(7) as date) < valid_to;

create temp table named as
with hashed as (
    select
        * exclude (problem),
        sha1(unhex('$namespace') || encode(concat_ws(
            chr(31), 'dossier', agency_code, entity_id, event_type,
            cast(epoch_us(occurred_at) as varchar)
        ))) as h,
        md5(concat(
            'event_type=', event_type, chr(31), 'agency_code=', agency_code,
            chr(31), 'entity_id=', entity_id, chr(31), 'occurred_at=', epoch_us(occurred_at),
            coalesce(chr(31) || 'procedure_code=' || procedure_code, ''),
            coalesce(chr(31) || 'channel=' || channel, ''),
            coalesce(chr(31) || 'received_at=' || epoch_us(received_at), ''),
            coalesce(chr(31) || 'due_at=' || epoch_us(due_at), ''),
            coalesce(chr(31) || 'finished_at=' || epoch_us(finished_at), ''),
            coalesce(chr(31) || 'is_entered_online=' || is_entered_online, ''),
            coalesce(chr(31) || 'is_processed_on_system=' || is_processed_on_system, ''),
            coalesce(chr(31) || 'has_digitised_components=' || has_digitised_components, ''),
            coalesce(chr(31) || 'has_digitised_result=' || has_digitised_result, ''),
            coalesce(chr(31) || 'has_electronic_result=' || has_electronic_result, '')
        )) as payload_hash
    from checked
    where problem is null
)

select
    concat(
        substr(h, 1, 8), '-', substr(h, 9, 4), '-5', substr(h, 14, 3), '-',
        substr('89ab89ab89ab89ab', strpos('0123456789abcdef', substr(h, 17, 1)), 1),
        substr(h, 18, 3), '-', substr(h, 21, 12)
    ) as event_id,
    * exclude (h)
from hashed;

create temp table known as
select
    event_id,
    stored.payload_hash
from read_parquet('$store/events/stream=dossier/*/*.parquet') as stored
inner join (select distinct event_id from named) as wanted using (event_id);

create temp table firsts as
select
    event_id,
    min(source_row) as first_row,
    arg_min(payload_hash, source_row) as payload_hash
from named
where event_id in (select event_id from named group by event_id having count(*) > 1)
group by event_id;

create temp table judged as
select
    named.*,
    known.event_id is null and coalesce(named.source_row = firsts.first_row, true) as is_new,
    named.payload_hash = coalesce(known.payload_hash, firsts.payload_hash) as is_same
from named
left join known using (event_id)
left join firsts using (event_id);

drop table named;

copy (
    select
        * exclude (is_new, is_same),
        strftime(occurred_at + to_hours(7), '%Y-%m') as month
    from judged
    where is_new
    order by source_row
) to '$out' (format parquet, compression zstd, partition_by (month));

create temp table quarantine as
select source_row, problem from checked where problem is not null
union all
select source_row, 'same_id_other_content' from judged where not is_new and not is_same;

copy quarantine to '$out.quarantine.parquet' (format parquet, compression zstd);

select
    (select count(*) from checked) as received,
    (select count(*) from judged where is_new) as accepted,
    (select count(*) from judged where not is_new and is_same) as duplicate,
    (select count(*) from quarantine) as quarantined;
