using System.Collections.Frozen;
using WeCommerce.Shop.Catalog;
using WeCommerce.Shop.LiveSets;

namespace WeCommerce.Shop.GroupBuys;

/// <summary>The activities as they were at one moment.</summary>
internal sealed class ActivitySnapshot(IReadOnlyList<GroupBuyActivity> activities)
{
    private readonly FrozenDictionary<ActivityId, GroupBuyActivity> _byId = activities.ToFrozenDictionary(a => a.ActivityId);
    private readonly ILookup<SpuId, GroupBuyActivity> _bySpu = activities.ToLookup(a => a.SpuId);

    /// <summary>All, those that are off or over too, by id.</summary>
    public IReadOnlyList<GroupBuyActivity> All => activities;

    public GroupBuyActivity? Find(ActivityId id) => _byId.GetValueOrDefault(id);

    /// <summary>What of a product can be bought together now, or soon.</summary>
    public IEnumerable<GroupBuyActivity> Of(SpuId spu, DateTimeOffset now) => _bySpu[spu].Where(a => a.IsOn && now < a.EndsAt);
}

/// <summary>The group-buy activities.</summary>
internal sealed class GroupBuyActivities(LiveSetTools tools)
    : LiveSet<GroupBuyActivity, ActivitySnapshot>(new(Tables.GroupBuyActivities, "activity"), static all => new ActivitySnapshot(all), tools);
