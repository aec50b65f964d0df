using System.Diagnostics.CodeAnalysis;

namespace WeCommerce.WeChat.Api;

/// <summary>The outcome of a call: <see cref="Success"/> or <see cref="Failure"/>, nothing else.</summary>
public abstract record ApiAnswer<T>
    where T : class
{
    private ApiAnswer()
    {
    }

    public static implicit operator ApiAnswer<T>(T value) => new Success(value);

    public static implicit operator ApiAnswer<T>(ApiFailure error) => new Failure(error);

    /// <summary>True with the value, or false with the failure.</summary>
    public bool TryGet([NotNullWhen(true)] out T? value, [NotNullWhen(false)] out ApiFailure? error)
    {
        value = (this as Success)?.Value;
        error = (this as Failure)?.Error;
        return value is not null;
    }

    /// <summary>One function for each outcome.</summary>
    public TResult Match<TResult>(Func<T, TResult> success, Func<ApiFailure, TResult> failure) =>
        TryGet(out var value, out var error) ? success(value) : failure(error);

    public sealed record Success(T Value) : ApiAnswer<T>;

    public sealed record Failure(ApiFailure Error) : ApiAnswer<T>;
}

/// <summary>Why a call to WeChat's server API gave no result.</summary>
/// <param name="Kind">What the caller should do about it.</param>
/// <param name="ErrCode">WeChat's <c>errcode</c>; 0 when there was no answer, or one without errcode.</param>
/// <param name="ErrMsg">WeChat's <c>errmsg</c>, ending in <c>rid: …</c>: for logs and operators, not for customers.</param>
public sealed record ApiFailure(ApiFailureKind Kind, long ErrCode, string ErrMsg)
{
    /// <summary>No answer came after the call had gone out, or none that says: what was asked for may be done all the same.</summary>
    public bool MayHaveHappened { get; init; }

    /// <summary>Whether the same call may go through later, for what is as good done twice: WeChat is busy or out of reach, and nothing is wrong with the call.</summary>
    public bool MayPass => MayHaveHappened || Kind is ApiFailureKind.TryAgain or ApiFailureKind.TooFrequent;
}

/// <summary>What a failed call means (全局返回码, code2Session, 发货信息管理).</summary>
public enum ApiFailureKind
{
    /// <summary>-1, 43108, 10060012, 10060019, network, time-out or 5xx: try again, a login with a new code.</summary>
    TryAgain,

    /// <summary>40029: the code is none of this app's, or too old.</summary>
    CodeInvalid,

    /// <summary>40163: the code was used before.</summary>
    CodeUsed,

    /// <summary>40226: WeChat keeps this user out.</summary>
    UserBlocked,

    /// <summary>44990, 44991, 44993, 45009, 45011, 45029, 87020: too often, today or in this minute; no more codes (45029).</summary>
    TooFrequent,

    /// <summary>10060001: WeChat does not know the payment, right after it perhaps not yet: later.</summary>
    NotYet,

    /// <summary>10060002: all was reported as shipped before, and nothing more can be.</summary>
    AlreadyShipped,

    /// <summary>10060003: the only correction was used before.</summary>
    ReuploadUsed,

    /// <summary>10060004, 10060028: not in this state of the payment (refunded, confirmed; for a reminder, not shipped): find it.</summary>
    StateForbids,

    /// <summary>
    /// 268485216: a report with a later UploadTime was there before: repeat with the time of now. WeChat's words name only the format, in which
    /// nothing can be wrong here.
    /// </summary>
    UploadTimeTooOld,

    /// <summary>43101, 43107, 48002: the person gave no permission for the template, took it back, it is used up, or takes no messages.</summary>
    NotPermitted,

    /// <summary>47003, 45168: a value breaks the template's rules, or says what WeChat does not let through.</summary>
    ValueRefused,

    /// <summary>45015, 45047: the person wrote too long ago, or has had all messages that this opens.</summary>
    WindowClosed,

    /// <summary>43004: the person does not follow the official account.</summary>
    NotFollowing,

    /// <summary>61010: the person has not been in the mini-program for two hours, so WeChat does not check what they write.</summary>
    NoRecentVisit,

    /// <summary>Anything else (40001, 40013, 40125, 40129, 40164, 40169, 48001 …): a bug or a wrong configuration on our side.</summary>
    OurFault,
}
