/** Where the buttons of cards lead: into the tab inside Teams, or the tab in a browser. */
import type { RoomId } from '@rooms-pro/core';
import type { TabLinks } from './chat/answer.ts';

/** Entity id of the personal tab in the app's manifest. */
const tabEntity = 'rooms';

/** Deep links. Without a Teams app id they open in a browser, as the embedded run needs. */
export function createLinks(origin: string, teamsAppId: string): TabLinks {
  const link = (path: string): string => {
    const page = `${origin}/tab/${path}`;
    if (teamsAppId === '') return page;
    const context = encodeURIComponent(JSON.stringify({ subEntityId: `/${path}` }));
    const url = encodeURIComponent(page);
    return `https://teams.microsoft.com/l/entity/${teamsAppId}/${tabEntity}?webUrl=${url}&context=${context}`;
  };
  return {
    incidents: link(''),
    rooms: link('rooms'),
    room: (id: RoomId) => link(`rooms/${id}`),
    ticket: (number) => link(`tickets/${number}`),
  };
}
