using Microsoft.Extensions.DependencyInjection;
using WeCommerce.Shop.Erasures;
using WeCommerce.Shop.Pushes;

namespace WeCommerce.Shop.Conversations;

internal static class ConversationsModule
{
    public static IServiceCollection AddConversations(this IServiceCollection services) => services
        .AddSingleton<ReplyRules>()
        .AddSingleton<CustomerDesk>()
        .AddSingleton<OrderStatusText>()
        .AddSingleton<LaterReplies>()
        .AddSingleton<Talk>()
        .AddForgetful<ForgetWindow>()
        .AddPush<TakeText>()
        .AddPush<TakeImage>()
        .AddPush<TakeMiniProgramPage>()
        .AddPush<TakeVoice>()
        .AddPush<TakeVideo>()
        .AddPush<TakeClick>()
        .AddPush<TakeScan>()
        .AddPush<TakeServiceEntry>();
}
