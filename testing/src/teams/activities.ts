/** Activities as Teams sends them to a bot. */

/** Something typed into the search box of the message extension, as Teams sends it. */
export function searchFor(commandId: string, text: string | null, skip = 0, count = 25) {
  const parameter =
    text === null ? { name: 'initialRun', value: 'true' } : { name: 'query', value: text };
  return { commandId, parameters: [parameter], queryOptions: { skip, count } };
}

/** Activities as Teams sends them. */
export function activitiesOf(
  serviceUrl: string,
  conversation: { id: string; conversationType: string },
) {
  const team = { id: '19:team@thread.tacv2' };
  const base = {
    channelId: 'msteams',
    serviceUrl,
    from: { id: '29:anna', aadObjectId: 'aad-anna', name: 'Anna' },
    recipient: { id: '28:bot', name: 'Rooms Pro' },
    conversation: { tenantId: 'tenant', ...conversation },
    ...(conversation.conversationType === 'channel' ? { channelData: { team } } : {}),
  };
  return {
    install: { ...base, type: 'installationUpdate', action: 'add', id: 'f:1' },
    uninstall: { ...base, type: 'installationUpdate', action: 'remove', id: 'f:2' },
    botAdded: {
      ...base,
      type: 'conversationUpdate',
      id: 'f:3',
      membersAdded: [{ id: '28:bot' }, { id: '29:anna' }],
    },
    searches: (value: unknown) => ({
      ...base,
      type: 'invoke',
      name: 'composeExtension/query',
      id: 'search-1',
      value,
    }),
    pastes: (url: unknown) => ({
      ...base,
      type: 'invoke',
      name: 'composeExtension/queryLink',
      id: 'link-1',
      value: { url },
    }),
    says: (text: string) => ({ ...base, type: 'message', id: 'said-1', text }),
    clicks: (replyToId: string, verb: string, data: unknown) => ({
      ...base,
      type: 'invoke',
      name: 'adaptiveCard/action',
      id: 'click-1',
      replyToId,
      value: { action: { type: 'Action.Execute', verb, data }, trigger: 'manual' },
    }),
  };
}
