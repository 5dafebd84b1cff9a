"""Words of the ranking, in Vietnamese and English.

Belongs here: titles, peer groups and notes of `kl226 rank`. Does not belong here: any other
sentence (`messages.py`, which says these too).
"""

from __future__ import annotations

# fmt: off
SENTENCES: dict[str, tuple[str, str]] = {
    "ranking": ("Xếp hạng kỳ {period}: {group}", "Ranking in {period}: {group}"),
    "rank": ("Hạng", "Place"),
    "met_of_due": ("Đạt / đến hạn", "Met / due"),
    "met_share": ("Tỷ lệ đạt", "Share met"),
    "weighted_score": ("Điểm theo trọng số", "Weighted score"),
    "so_nganh": ("sở, ban, ngành", "provincial bodies"),
    "xa_phuong": ("xã, phường", "communes and wards"),
    "don_vi_su_nghiep": ("đơn vị sự nghiệp", "public service units"),
    "huyen": ("huyện, thị xã, thành phố (đã kết thúc)", "districts (ended)"),
    "unknown_group": ("Không có nhóm “{said}”", "There is no group “{said}”"),
    "unranked": (
        "{count} đơn vị chưa có chỉ số nào đến hạn nên chưa xếp hạng",
        "{count} units have nothing due and no place"),
    "legend_ranking": (
        "Xếp theo tỷ lệ chỉ số đạt trên số đến hạn (chưa có số liệu là chưa đạt), rồi theo điểm; "
        "bằng nhau thì cùng hạng. Trọng số: kpi_weights.csv, tỉnh tự chọn.",
        "By KPIs met of KPIs due (no data is not met), then by score; equals share a place. "
        "Weights: kpi_weights.csv, the province's own choice."),
    "legend_silent": (
        "“? chưa có số liệu” sau tên: chưa nhận được gì của đơn vị trong kỳ này; hạng thấp vì chưa "
        "gửi, không phải vì đã xét và chưa đạt.",
        "“? no data” after a name: nothing of the unit was received for this period; its place is "
        "low because it has not sent, not because it was judged and failed."),
    "next_show_agency": (
        "Xem từng chỉ số của một đơn vị: {kl226} show --agency {agency} --period {period}{more}",
        "See every figure of one unit: {kl226} show --agency {agency} --period {period}{more}"),
}
# fmt: on
