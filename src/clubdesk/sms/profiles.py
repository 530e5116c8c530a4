"""Common providers described as data: what to ask and how to read the answer. Pure.

Sources: smsc.ru/api/http (send.php, status.php with fmt=3), sms.ru/api (send, status with json=1),
mobizon.kz/help/api-docs/message (SendSmsMessage, GetSMSStatus), twilio.com/docs/messaging/api
(Message resource). A club with another provider writes the same fields itself.
"""

from __future__ import annotations

from dataclasses import dataclass

FORM = "Content-Type: application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class HttpProfile:
    """A provider's HTTP interface; the rules are ``answer.py``'s.

    Attributes:
        accepted: Holds in the answer to a message that was taken.
        id_path: Where the message's name is; words_path: where the provider says why
            not (several with ``|``, the first that is there).
        status_url, status_body: How to ask for delivery; an empty address if it cannot be asked.
        status_method, delivered, failed: How to ask and read it; anything else is on its way.
    """

    name: str
    url: str
    method: str = "POST"
    headers: str = FORM
    body: str = ""
    accepted: str = ""
    id_path: str = ""
    words_path: str = ""
    status_url: str = ""
    status_method: str = "GET"
    status_body: str = ""
    delivered: str = ""
    failed: str = ""


PROFILES: dict[str, HttpProfile] = {
    "smsc": HttpProfile(
        name="SMSC.ru / SMSC.kz",
        url="https://smsc.ru/sys/send.php",
        body=(
            "login={account}&psw={key}&phones={digits}&mes={text}&sender={sender}"
            "&charset=utf-8&fmt=3"
        ),
        accepted="id",
        id_path="id",
        words_path="error",
        status_url="https://smsc.ru/sys/status.php",
        status_method="POST",
        status_body="login={account}&psw={key}&phone={digits}&id={id}&charset=utf-8&fmt=3",
        delivered="status=1|2|4",
        failed="status=3|20|22|23|24|25",
    ),
    "smsru": HttpProfile(
        name="SMS.ru",
        url="https://sms.ru/sms/send",
        body="api_id={key}&to={digits}&msg={text}&from={sender}&json=1",
        accepted="sms.*.status=OK",
        id_path="sms.*.sms_id",
        words_path="sms.*.status_text|status_text",
        status_url="https://sms.ru/sms/status",
        status_method="POST",
        status_body="api_id={key}&sms_id={id}&json=1",
        delivered="sms.*.status_code=103|110",
        failed="sms.*.status_code=104|105|106|107|108|150",
    ),
    "mobizon": HttpProfile(  # code 100: taken, and carried out in the background
        name="Mobizon",
        url="https://api.mobizon.kz/service/message/sendSmsMessage?output=json&api=v1&apiKey={key}",
        body="recipient={digits}&text={text}&from={sender}",
        accepted="code=0|100",
        id_path="data.messageId",
        words_path="message",
        status_url=(
            "https://api.mobizon.kz/service/message/getSMSStatus?output=json&api=v1&apiKey={key}"
        ),
        status_method="POST",
        status_body="ids={id}",
        delivered="data.0.status=DELIVRD",
        failed="data.0.status=UNDELIV|REJECTD|EXPIRED|DELETED",
    ),
    "twilio": HttpProfile(
        name="Twilio",
        url="https://api.twilio.com/2010-04-01/Accounts/{account}/Messages.json",
        headers=f"{FORM}\nAuthorization: Basic {{basic}}",
        body="To={phone}&From={sender}&Body={text}",
        accepted="sid",
        id_path="sid",
        words_path="message",
        status_url="https://api.twilio.com/2010-04-01/Accounts/{account}/Messages/{id}.json",
        delivered="status=delivered|read",
        failed="status=failed|undelivered|canceled",
    ),
}
