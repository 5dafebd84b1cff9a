"""Messages of the document axis as its systems write them, for tests."""

from __future__ import annotations

from collections.abc import Sequence

NAMESPACE = "http://www.mic.gov.vn/TBT/QCVN_102_2016"


def _element(name: str, content: str) -> str:
    return f"<edXML:{name}>{content}</edXML:{name}>"


def _wrapped(header: str) -> str:
    body = f"<edXML:edXMLEnvelope xmlns:edXML='{NAMESPACE}'>{_element('edXMLHeader', header)}</edXML:edXMLEnvelope>"
    attached = "<AttachmentEncoded><Attachment><AttachmentName>BI-MAT-TEP.pdf</AttachmentName><ContentTransferEncoded>QklNQVQ=</ContentTransferEncoded></Attachment></AttachmentEncoded>"
    return (
        f"<?xml version='1.0' encoding='UTF-8'?><edXML xmlns='{NAMESPACE}'>{body}{attached}</edXML>"
    )


def document(
    kind: str = "0",
    number: str = "412",
    notation: str = "SNV-CCHC",
    *,
    organ: str = "H52.11",
    to: Sequence[str] = ("H52.101",),
    day: str = "2026/05/18",
    at: str = "2026/05/18 08:15:42",
    named: str | None = None,
    replaces: Sequence[str] = (),
    paper: str = "0",
    type_name: str = "Công văn",
    subject: str = "V/v BI-MAT-TRICH-YEU",
    last: bool = False,
) -> str:
    """A document message. `last`: the elements in the order of the standard's numbering."""
    named = f"{organ},{day},{number}/{notation}" if named is None else named
    code = _element("Code", _element("CodeNumber", number) + _element("CodeNotation", notation))
    person = _element("SignerInfo", _element("FullName", "BI-MAT-NGUOI-KY"))
    parts = [
        _element("From", _element("OrganId", organ) + _element("Email", "BI-MAT@sonla.gov.vn")),
        "".join(_element("To", _element("OrganId", receiver)) for receiver in to),
        _element("DocumentId", named),
        code,
        _element("PromulgationInfo", _element("PromulgationDate", day)),
        _element("DocumentType", _element("Type", "18") + _element("TypeName", type_name)),
        _element("Subject", subject) + person,
        _element("OtherInfo", _element("Priority", "1")),
    ]
    header = _element("MessageHeader", "".join(reversed(parts) if last else parts))
    replaced = "".join(
        _element("ReplacementInfo", _element("DocumentId", each)) for each in replaces
    )
    business = [
        _element("DocumentId", named),
        _element("BussinessDocType", kind),
        _element("Paper", paper),
        _element("ReplacementInfoList", replaced) if replaced else "",
        _element(
            "StaffInfo", _element("Staff", "BI-MAT-CAN-BO") + _element("Mobile", "0900000001")
        ),
    ]
    hops = [(organ, at), ("000.00.00.H52", "2031/01/01 00:00:00")]
    trace = "".join(
        _element("TraceHeader", _element("OrganId", who) + _element("Timestamp", when))
        for who, when in hops
    )
    return _wrapped(
        header + _element("TraceHeaderList", trace + _element("Bussiness", "".join(business)))
    )


def status(
    code: str = "01",
    *,
    about: str = "412/SNV-CCHC",
    organ: str = "H52.11",
    sender: str = "H52.101",
    day: str = "2026/05/18",
    at: str = "2026/05/18 09:02:11",
) -> str:
    """A status message about a document of `organ`."""
    said = _element("OrganId", organ) + _element("Code", about) + _element("PromulgationDate", day)
    staff = _element("StaffInfo", _element("Staff", "BI-MAT-CAN-BO"))
    parts = [
        _element("From", _element("OrganId", sender)), _element("ResponseFor", said), staff,
        _element("StatusCode", code), _element("Description", "BI-MAT-LOI-NHAN"),
        _element("Timestamp", at),
    ]  # fmt: skip
    return _wrapped(_element("MessageHeader", "".join(parts)))
