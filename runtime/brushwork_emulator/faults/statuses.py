"""Answers with an error status: of the service, of the proxies in front of it, of the account."""

from __future__ import annotations

from email.utils import formatdate
from typing import TYPE_CHECKING

from brushwork_emulator.wire import Reply, xml_error

from .edits import refusal
from .kinds import kind

if TYPE_CHECKING:
    from .kinds import Hit, Made

_PAGE = (
    "<html>\r\n<head><title>{0}</title></head>\r\n<body>\r\n"
    "<center><h1>{0}</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"
)
_INTERNAL = "An internal error has occured during execution, please try again later or contact service support."
_RATE = "Requests rate limit exceeded, please try again later."
_QUOTA = "Allocated quota exceeded, please increase your quota limit."
_BURST = "Request rate increased too quickly. To ensure system stability, please adjust your client logic."
_BILL = "Your account is overdue, please settle the bill first."
_INSPECTION = "Input data may contain inappropriate content."


def _page(status: int, title: str) -> Reply:
    return Reply(status, _PAGE.format(f"{status} {title}").encode(), "text/html")


@kind("html-502", "before")
def html_502(_: Hit) -> Made:
    """The proxy in front of the service answers 502 with its HTML page; nothing was done."""
    return _page(502, "Bad Gateway")


@kind("html-502-after-accepting")
def html_502_after_accepting(_: Hit) -> Made:
    """The work was done and billed, and the proxy answers 502 with its HTML page."""
    return _page(502, "Bad Gateway")


@kind("html-504")
def html_504(_: Hit) -> Made:
    """The work was done and billed, and the proxy, tired of waiting, answers 504 with its HTML page."""
    return _page(504, "Gateway Time-out")


@kind("html-500")
def html_500(_: Hit) -> Made:
    """The work was done and billed, and the answer is 500 with an HTML page."""
    return _page(500, "Internal Server Error")


@kind("error-500", "before")
def error_500(_: Hit) -> Made:
    """500 InternalError; nothing was done."""
    return refusal(500, "InternalError", _INTERNAL)


@kind("error-500-after-accepting")
def error_500_after_accepting(_: Hit) -> Made:
    """The work was done and billed, and the answer is 500 InternalError all the same."""
    return refusal(500, "InternalError", _INTERNAL)


@kind("error-503", "before")
def error_503(hit: Hit) -> Made:
    """503 ServiceUnavailable, with Retry-After if the argument gives one; nothing was done."""
    return refusal(503, "ServiceUnavailable", "The service is busy, please try again later.", _retry_after(hit))


@kind("error-408", "before")
def error_408(_: Hit) -> Made:
    """408 RequestTimeOut; nothing was done."""
    return refusal(408, "RequestTimeOut", "Request timed out, please try again later.")


@kind("error", "before", "400 InvalidParameter")
def error(hit: Hit) -> Made:
    """Any refusal, as "status code" in the argument: "403 Model.AccessDenied". Nothing was done."""
    status, _, code = hit.argument.partition(" ")
    return refusal(int(status), code or "InternalError", f"The emulator was told to answer {hit.argument}.")


@kind("rate-limited", "before")
def rate_limited(hit: Hit) -> Made:
    """429 Throttling.RateQuota. Argument: nothing, seconds or any text for Retry-After, "date N": N seconds on."""
    return refusal(429, "Throttling.RateQuota", _RATE, _retry_after(hit))


@kind("throttled", "before")
def throttled(hit: Hit) -> Made:
    """429 Throttling. Argument as of rate-limited."""
    return refusal(429, "Throttling", _RATE, _retry_after(hit))


@kind("burst-limited", "before")
def burst_limited(hit: Hit) -> Made:
    """429 Throttling.BurstRate. Argument as of rate-limited."""
    return refusal(429, "Throttling.BurstRate", _BURST, _retry_after(hit))


@kind("quota-used-up", "before")
def quota_used_up(hit: Hit) -> Made:
    """429 Throttling.AllocationQuota: minutes must pass. Argument as of rate-limited."""
    return refusal(429, "Throttling.AllocationQuota", _QUOTA, _retry_after(hit))


@kind("bill-overdue", "before", "PostpaidBillOverdue")
def bill_overdue(hit: Hit) -> Made:
    """429 that no waiting mends: PostpaidBillOverdue, or PrepaidBillOverdue, CommodityNotPurchased by argument."""
    return refusal(429, hit.argument, _BILL)


@kind("html-429", "before")
def html_429(hit: Hit) -> Made:
    """429 with an HTML page of the proxy. Argument as of rate-limited."""
    made = _page(429, "Too Many Requests")
    made.headers |= _retry_after(hit)
    return made


@kind("key-echoed", "before")
def key_echoed(hit: Hit) -> Made:
    """401 InvalidApiKey whose message repeats the key."""
    given = hit.call.headers.get("authorization", "")
    return refusal(401, "InvalidApiKey", f"Invalid API-key provided: {given.removeprefix('Bearer ')}.")


@kind("moderated", "before", "DataInspectionFailed")
def moderated(hit: Hit) -> Made:
    """400 of the content filter: DataInspectionFailed, or IPInfringementSuspect by argument."""
    return refusal(400, hit.argument, _INSPECTION)


@kind("expired-url", "before")
def expired_url(_: Hit) -> Made:
    """The signed URL of a result file has expired: 403 in XML, as the object store answers."""
    return xml_error(403, "AccessDenied", "Request has expired.")


@kind("file-gone", "before")
def file_gone(_: Hit) -> Made:
    """The result file is no longer there: 404 in XML."""
    return xml_error(404, "NoSuchKey", "The specified key does not exist.")


@kind("policy-expired", "before")
def policy_expired(_: Hit) -> Made:
    """The upload comes after its policy has expired: 403 in XML; nothing is stored."""
    return xml_error(403, "AccessDenied", "Invalid according to Policy: Policy expired.")


@kind("key-exists", "before")
def key_exists(_: Hit) -> Made:
    """A file of the upload's name is there already: 409 in XML; nothing is stored."""
    message = "The object you specified already exists and can not be overwritten."
    return xml_error(409, "FileAlreadyExists", message)


def _retry_after(hit: Hit) -> dict[str, str]:
    given = hit.argument
    if given.startswith("date "):
        given = formatdate(hit.clock.now() + float(given.removeprefix("date ")), usegmt=True)
    return {"Retry-After": given} if given else {}
