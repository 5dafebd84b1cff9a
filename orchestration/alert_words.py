"""Every sentence of the command line about alerts, in Vietnamese and English.

Belongs here: what the commands `alerts` and `run` say of alerts and mail, and the doctor's lines
about them. Does not belong here: the letters themselves (`reporting/alerts`, Vietnamese only).
"""

from __future__ import annotations

# fmt: off
ALERT_SENTENCES: dict[str, tuple[str, str]] = {
    "alerts_judged": (
        "Cảnh báo: {standing} đang mở ({opened} mới, {resolved} đã hết); {letters} thư mới.",
        "Alerts: {standing} stand ({opened} new, {resolved} over); {letters} new letters."),
    "alerts_sent": (
        "Đã gửi {count} thư.", "{count} letters sent."),
    "alerts_filed": (
        "{count} thư chỉ là tệp, ở {folder}/<mã đơn vị>/.",
        "{count} letters are files only, in {folder}/<agency code>/."),
    "alerts_sample": (
        "Dữ liệu mẫu không bao giờ gửi thư.", "Sample data never sends mail."),
    "alerts_no_server": (
        "Chưa khai máy chủ thư nên chưa gửi đi đâu: đặt KL226_SMTP_HOST, KL226_SMTP_FROM "
        "(docs/runbook.md).",
        "No mail server is set, so nothing was sent: set KL226_SMTP_HOST, KL226_SMTP_FROM "
        "(docs/runbook.md)."),
    "alerts_waiting": (
        "{count} thư CHƯA gửi được ({why}). Số liệu không bị ảnh hưởng. Lần chạy sau tự gửi lại, "
        "hoặc: {kl226} alerts send{home}",
        "{count} letters could NOT be sent yet ({why}). The figures are not affected. The next "
        "run tries again, or: {kl226} alerts send{home}"),
    "alerts_refused": (
        "Máy chủ thư từ chối {count} hộp thư: {names} ({why}). Sửa ở alert_recipients.csv.",
        "The mail server refused {count} mailboxes: {names} ({why}). Mend alert_recipients.csv."),
    "alerts_uncertain": (
        "{count} thư bị ngắt đúng khi đang gửi: có thể đã đến. Không gửi lại thư đó; thư sau nêu "
        "lại đủ.",
        "{count} letters were cut off at the very end: they may have arrived. They are not sent "
        "again; the next letter says everything anew."),
    "alerts_busy": (
        "Một lệnh khác đang gửi cảnh báo; lần chạy sau nêu phần còn lại.",
        "Another command is sending alerts; the next run says the rest."),
    "alerts_failed": (
        "Không xét được cảnh báo: {why}. Số liệu đã công bố không bị ảnh hưởng. Chạy lại: {kl226} "
        "alerts send{home}",
        "Alerts could not be judged: {why}. The published figures are not affected. Again: "
        "{kl226} alerts send{home}"),
    "alerts_unknown_source": (
        "Chưa xét được (không phải là đạt), vì bản công bố không có bảng: {names}",
        "Not judged (which is no pass), as the publication lacks the tables: {names}"),
    "alerts_no_mailbox": (
        "{count} đơn vị chưa có hộp thư trong alert_recipients.csv; Sở Nội vụ được báo thay.",
        "{count} units have no mailbox in alert_recipients.csv; Sở Nội vụ is told instead."),
    "alerts_never": (
        "Chưa xét cảnh báo lần nào. Chạy: {kl226} alerts send{home}",
        "Alerts were never judged. Run: {kl226} alerts send{home}"),
    "alerts_none": ("Không có cảnh báo nào đang mở.", "No alert stands."),
    "alerts_shown": (
        "{count} cảnh báo đang mở. Tiếp nhận: {kl226} alerts ack MÃ --by SNV{home}",
        "{count} alerts stand. Take one on: {kl226} alerts ack ID --by SNV{home}"),
    "alerts_silence_line": (
        "Tạm im {id}: {what} đến {until} ({reason}). Bỏ: {kl226} alerts unsilence {id}{home}",
        "Silence {id}: {what} until {until} ({reason}). End it: {kl226} alerts unsilence {id}{home}"
    ),
    "alerts_everything": ("mọi cảnh báo", "every alert"),
    "alerts_acknowledged": (
        "{office} đã tiếp nhận {count} cảnh báo: không nhắc lại, không chuyển lên trên.",
        "{office} took on {count} alerts: no repeats, no escalation."),
    "alerts_unknown_key": (
        "Không có cảnh báo đang mở mang mã “{said}” (xem {kl226} alerts)",
        "No alert of the id “{said}” stands (see {kl226} alerts)"),
    "alerts_ambiguous_key": (
        "Mã “{said}” chỉ nhiều cảnh báo; gõ thêm ký tự", "“{said}” means several; type more of it"),
    "alerts_unknown_check": (
        "Không có loại cảnh báo “{check}”. Có: {names}", "No alert “{check}”. There are: {names}"),
    "alerts_silenced": (
        "Tạm im {id}: {what} đến {until}.", "Silence {id}: {what} until {until}."),
    "alerts_unsilenced": ("Đã bỏ tạm im {id}.", "Silence {id} ended."),
    "alerts_unknown_silence": (
        "Không có lần tạm im “{id}” (xem {kl226} alerts)",
        "No silence “{id}” (see {kl226} alerts)"),
    "alerts_usage": (
        "Cách dùng: alerts [list | send | ack MÃ… --by ĐƠN_VỊ | silence LOẠI --until NGÀY --reason "
        "LÝ_DO | unsilence MÃ]",
        "Usage: alerts [list | send | ack ID… --by UNIT | silence CHECK --until DAY --reason WHY | "
        "unsilence ID]"),
    "alerts_reason_unfit": (
        "--reason cần một lý do, tối đa {most} ký tự, không có địa chỉ thư hay số điện thoại",
        "--reason needs a reason, at most {most} characters, without mail addresses or numbers"),
    "alert_state_open": ("đang mở", "open"),
    "alert_state_acknowledged": ("đã tiếp nhận", "taken on"),
    "alert_state_silenced": ("tạm im", "silenced"),
    "doctor_alerts_never": (
        "Chưa xét cảnh báo lần nào: {kl226} alerts send{home_option}",
        "Alerts were never judged: {kl226} alerts send{home_option}"),
    "doctor_alerts_ok": (
        "{count} cảnh báo đang mở, không thư nào bị giữ lại",
        "{count} alerts stand, no letter waits"),
    "doctor_alerts_waiting": (
        "{count} thư cảnh báo chưa gửi được ({why}); thử lại: {kl226} alerts send{home_option}",
        "{count} letters could not be sent ({why}); again: {kl226} alerts send{home_option}"),
    "doctor_alerts_refused": (
        "Máy chủ thư từ chối hộp thư {mailbox} ({why}): sửa ở alert_recipients.csv",
        "The mail server refused {mailbox} ({why}): mend alert_recipients.csv"),
    "doctor_alerts_uncertain": (
        "Thư {id} tới {mailbox} bị ngắt đúng khi đang gửi, có thể đã đến; thư sau nêu lại đủ: "
        "{kl226} alerts send{home_option}",
        "Letter {id} to {mailbox} was cut off at the very end and may have arrived; the next one "
        "says all anew: {kl226} alerts send{home_option}"),
}
# fmt: on
