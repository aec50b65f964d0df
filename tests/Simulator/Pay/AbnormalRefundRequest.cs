using System.Text.Json;
using System.Text.RegularExpressions;
using WeCommerce.Simulator.Keys;

namespace WeCommerce.Simulator.Pay;

/// <summary>The body of 发起异常退款, and its field rules: where the money goes that could not go back the way it came.</summary>
internal sealed partial record AbnormalRefundRequest(string OutRefundNo, string ReceivedAccount)
{
    private const string ToUser = "USER_BANK_CARD";

    private static readonly string[] Banks =
    [
        "CMB_DEBIT", "COMM_DEBIT", "ABC_DEBIT", "CCB_DEBIT", "ICBC_DEBIT", "BOC_DEBIT", "PAB_DEBIT", "SPDB_DEBIT", "CITIC_DEBIT", "CEB_DEBIT",
        "CMBC_DEBIT", "CIB_DEBIT", "GDB_DEBIT", "PSBC_DEBIT", "NBCB_DEBIT",
    ];

    /// <param name="body">The request's body.</param>
    /// <param name="serial">Wechatpay-Serial: the key that the sensitive fields are encrypted with.</param>
    /// <param name="keys">WeChat's keys, to decrypt them.</param>
    public static (AbnormalRefundRequest? Request, PayAnswer? Error) Read(JsonElement body, string? serial, PlatformKeys keys)
    {
        var fields = new Fields(body);
        var outRefundNo = fields.Text("/out_refund_no", 64);
        var type = fields.Text("/type", 32);
        fields.OneOf("/type", ToUser, "MERCHANT_BANK_CARD");
        fields.OneOf("/bank_type", Banks);
        if (type != ToUser)
            return fields.Error is { } wrong ? (null, wrong) : (new(outRefundNo, "商户银行卡"), null);

        fields.Text("/bank_type", 32);
        var account = Secret("/bank_account");
        var name = Secret("/real_name");
        if (account is not null && !AccountForm().IsMatch(account))
            fields.Refuse("/bank_account", value: null, "is not an account number");
        if (name is { Length: 0 })
            fields.Refuse("/real_name", value: null, "is empty");
        return fields.Error is { } error ? (null, error) : (new(outRefundNo, $"借记卡{account![^4..]}"), null);

        string? Secret(string field)
        {
            var ciphertext = fields.Text(field, 1024);
            if (fields.Error is not null)
                return null;
            if (keys.Decrypt(serial, ciphertext) is { } plaintext)
                return plaintext;
            fields.Refuse(field, value: null, "does not decrypt with the key that Wechatpay-Serial names");
            return null;
        }
    }

    [GeneratedRegex("^[0-9]{8,30}\\z", RegexOptions.NonBacktracking)]
    private static partial Regex AccountForm();
}
