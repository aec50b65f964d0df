namespace WeCommerce.Faults.Schedules;

/// <summary>What somebody does, or what the world does to the shop.</summary>
internal enum CommandKind
{
    LogIn,
    Visit,
    Place,
    PlaceAtOnce,
    OpenGroup,
    JoinGroup,
    JoinGroupAtOnce,
    BuyInFlashSale,
    FlashRush,

    /// <summary>More pieces in the flash sale, or fewer.</summary>
    ChangeFlashSale,

    /// <summary>A removal from stock, or a return to it, that is more than one part has.</summary>
    CountStock,
    AskForPayment,
    Pay,

    /// <summary>Pays another number of the same order: a second payment, a late one, or one of another amount.</summary>
    PayOtherwise,

    /// <summary>Whatever an order waits for.</summary>
    GoOn,
    CancelOrder,
    Ship,
    ReceiveOrder,
    RequestAfterSale,
    Approve,
    Reject,
    SendBack,
    Inspect,
    Withdraw,
    RetryRefund,
    AddStock,
    ClaimCoupon,
    PlaceWithCoupon,
    Preview,
    WeChatRefundsSo,
    OldNotify,
    Step,
    PassTime,
    Release,
    Crash,
}

/// <summary>One step of a schedule. The numbers choose among what there is when it comes, so that a schedule without one of its commands is one, too.</summary>
/// <param name="Id">Names its calls: it stays the same when other commands are left out.</param>
internal sealed record Command(int Id, CommandKind Kind, int A, int B, int C)
{
    public override string ToString() => $"{Id} {Kind}({A}, {B}, {C})";
}
