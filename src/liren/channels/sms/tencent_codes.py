"""What Tencent Cloud's codes mean, in plain Chinese: when sending, and in the receipts of the operators."""

from liren.kernel.ports import Undelivered

FINAL = {
    "InvalidParameterValue.IncorrectPhoneNumber": "号码不对",
    "FailedOperation.PhoneNumberInBlacklist": "这个号码退订过，运营商不再送",
    "FailedOperation.ContainSensitiveWord": "内容里有运营商不许发的词",
    "InvalidParameterValue.ContentLengthLimit": "内容太长",
    "InvalidParameterValue.TemplateParameterLengthLimit": "模板里填的字太长",
    "InvalidParameterValue.TemplateParameterFormatError": "模板里填的字不合格式",
    "InvalidParameterValue.ProhibitedUseUrlInTemplateParameter": "模板里不许填网址，要先在短信平台报备",
    "FailedOperation.TemplateIncorrectOrUnapproved": "短信模板没有通过审核，或者编号填错",
    "FailedOperation.TemplateParamSetNotMatchApprovedTemplate": "填的空和审核过的模板对不上",
    "FailedOperation.TemplateUnapprovedOrNotExist": "没有这个短信模板，或者没有通过审核",
}
"""The message can't go like this, however often it is tried."""

AGAIN = {
    "LimitExceeded.PhoneNumberThirtySecondLimit": "半分钟里给这个号码发得太多",
    "LimitExceeded.PhoneNumberOneHourLimit": "一小时里给这个号码发得太多",
    "LimitExceeded.PhoneNumberDailyLimit": "今天给这个号码发得太多",
    "LimitExceeded.PhoneNumberSameContentDailyLimit": "今天给这个号码发过一样的",
}
"""This number had too many: tried again later, and then by another channel."""

DOWN = {
    "AuthFailure.SignatureFailure": "短信平台不认我们的签名，请核对密钥",
    "AuthFailure.SignatureExpire": "这台机器的时钟不准，短信平台不收",
    "AuthFailure.SecretIdNotFound": "短信平台不认我们的密钥",
    "AuthFailure.TokenFailure": "短信平台不认我们的密钥",
    "UnauthorizedOperation.SmsSdkAppIdVerifyFail": "短信应用的编号不对",
    "FailedOperation.SignatureIncorrectOrUnapproved": "签名没有通过审核，或者写错",
    "FailedOperation.InsufficientBalanceInSmsPackage": "短信套餐用完了",
    "LimitExceeded.AppDailyLimit": "今天的总量用完了",
    "RequestLimitExceeded": "短信平台嫌请求太多",
    "InternalError": "短信平台内部出错",
}
"""Nothing goes for anybody until somebody puts it right."""

REPORTED = {
    "UNDELIV": "没有送到（UNDELIV）",
    "EXPIRED": "手机一直关机或没有信号，过期了（EXPIRED）",
    "REJECTD": "运营商拒收（REJECTD）",
    "UNKNOWN": "运营商不知道送到没有（UNKNOWN）",
    "MK:0001": "号码是空号（MK:0001）",
    "MK:0005": "手机停机或者关机（MK:0005）",
    "MI:0013": "手机停机（MI:0013）",
    "DB:0141": "这个号码在运营商的黑名单里（DB:0141）",
}
"""Codes of the operators, as the receipts give them."""


def trouble_of(code: str) -> Undelivered:
    """The trouble behind a code; one that is not known is tried again."""
    for table, how in ((FINAL, {"final": True}), (AGAIN, {}), (DOWN, {"down": True})):
        said = table.get(code) or (table.get(code.split(".")[0]) if table is DOWN else None)
        if said:
            return Undelivered(f"{said}（{code}）", **how)
    return Undelivered(f"短信平台没有收下（{code or '没有说明'}）")
