-- A CSV export of `status_events` with 14 columns: 1 % broken rows of nine kinds, 0.5 % of rows once
-- more, and besides them `known_events`, rows that the store already has.
copy (
    with numbered as (
        select *, row_number() over (order by occurred_at, entity_id, event_type) as n
        from status_events
    ),

    repeated as (
        select *, n as place from numbered
        union all by name
        select *, n + 50 as place from numbered where n % 200 = 11
        union all by name
        select *, 1 as n, 1 as place from known_events
    ),

    kinds as (
        select *, case when n % 100 = 7 then n // 100 % 9 end as fault from repeated
    )

    select
        case when fault is not distinct from 0 then null else entity_id end as "MaHoSo",
        procedure_code as "MaTTHC",
        case when fault is not distinct from 1 then 'KHONGCO' else agency_code end as "DonViXuLy",
        case when fault is not distinct from 2 then '99' else status_number end as "TrangThai",
        case
            when fault is not distinct from 3 then '20263105080000'
            when fault is not distinct from 4 then '20270105080000'
            when fault is not distinct from 5 then '19990105080000'
            else strftime(occurred_at + to_hours(7), '%Y%m%d%H%M%S')
        end as "ThoiDiemXuLy",
        case when fault is not distinct from 6 then 7 else channel_number end as "KenhThucHien",
        strftime(received_at + to_hours(7), '%Y-%m-%dT%H:%M:%S') as "NgayTiepNhan",
        strftime(due_at + to_hours(7), '%Y-%m-%dT%H:%M:%S') as "NgayHenTra",
        case
            when fault is not distinct from 7 then '2024-01-05T08:00:00'
            else strftime(finished_at + to_hours(7), '%Y-%m-%dT%H:%M:%S')
        end as "NgayKetThucXuLy",
        cast(is_entered_online as integer) as "NhapTrucTuyen",
        case
            when fault is not distinct from 8 then 'chưa rõ'
            else cast(cast(has_digitised_components as integer) as varchar)
        end as "HoSoCoThanhPhanSoHoa",
        cast(is_processed_on_system as integer) as "XuLyTrenHeThong",
        cast(has_digitised_result as integer) as "KetQuaDuocSoHoa",
        cast(has_electronic_result as integer) as "CoKetQuaDienTu"
    from kinds
    order by place
) to '$file' (header, delimiter ',');
