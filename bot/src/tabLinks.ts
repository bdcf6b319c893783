/** Creates links to the tab, inside Teams or in a browser, and parses them. */
import type { OutageId, RoomId, TicketNumber } from '@rooms-pro/core';

/** The addresses in the tab to which cards link. */
export type TabLinks = {
  readonly incidents: string;
  readonly rooms: string;
  room(id: RoomId): string;
  ticket(number: TicketNumber): string;
  outage(id: OutageId): string;
};

/** A ticket or room with a page in the tab. */
export type TabPlace = { readonly ticket: TicketNumber } | { readonly room: RoomId };

/** Entity id of the personal tab in the app's manifest. */
const tabEntity = 'rooms';

/** Creates deep links. Without a Teams app id they open in a browser, as the embedded run needs. */
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
    outage: (id) => link(`outages/${id}`),
  };
}

/** Parses the addresses of the tab's pages, which people paste; `null` for any other address. */
export function createLinkReader(origin: string): (address: string) => TabPlace | null {
  const own = new URL(origin).origin;
  return (address) => {
    if (!URL.canParse(address)) return null;
    const { origin: asked, pathname } = new URL(address);
    if (asked !== own) return null;
    const [, ticket, room] =
      /^\/tab\/(?:tickets\/([1-9]\d{0,8}-[1-9]\d{0,5})|rooms\/(room-[1-9]\d{0,8}))\/?$/.exec(
        pathname,
      ) ?? [];
    if (ticket !== undefined) return { ticket: ticket as TicketNumber };
    return room === undefined ? null : { room: room as RoomId };
  };
}
