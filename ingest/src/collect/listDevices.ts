/** Which Teams Rooms devices there are, page by page; what could be read counts, whatever comes after. */
import { cleanDetail, graphDevices } from '@rooms-pro/core';
import type { GraphClient, Json } from './graphClient.ts';
import { GraphError } from './graphError.ts';

/** A device as the list tells it. */
export type ListedDevice = {
  /** Its id at Graph, under which it is known here. */
  readonly id: string;
  /** The name of the account it is signed in with; empty: not told. */
  readonly name: string;
  readonly body: Json;
};

export type DeviceList = {
  readonly devices: readonly ListedDevice[];
  /** Phones, panels and others that are no room. */
  readonly otherKinds: number;
  /** Why the list ends early; `null`: it is complete. */
  readonly fault: GraphError | null;
};

const mostPages = 1000;
const longestId = 128;

/** What represents a room; a device whose kind Graph does not tell may be one. */
const roomKinds = new Set(['teamsroom', 'collaborationbar', 'surfacehub', '']);

/** Reads the list to its end, or to the first page that cannot be read. */
export async function listDevices(client: GraphClient, baseUrl: string): Promise<DeviceList> {
  const base = new URL(`${baseUrl.replace(/\/+$/, '')}/`);
  const byId = new Map<string, ListedDevice>();
  const seen = new Set<string>();
  let otherKinds = 0;
  let fault: GraphError | null = null;
  let next: URL | null = new URL('teamwork/devices', base);
  try {
    while (next !== null) {
      if (seen.has(next.href) || seen.size >= mostPages) throw new GraphError('linkRefused');
      seen.add(next.href);
      const page: Json = await client(next);
      if (!Array.isArray(page['value'])) throw new GraphError('unreadable');
      for (const { id, body } of graphDevices(page)) {
        if (!isRoom(body)) otherKinds += 1;
        else if (id.length <= longestId) byId.set(id, { id, name: nameOf(body), body });
      }
      next = nextOf(page, base);
    }
  } catch (error) {
    if (!(error instanceof GraphError)) throw error;
    fault = error;
  }
  return { devices: [...byId.values()], otherKinds, fault };
}

function isRoom({ deviceType }: Json): boolean {
  return roomKinds.has(typeof deviceType === 'string' ? deviceType.toLowerCase() : '');
}

function nameOf({ currentUser }: Json): string {
  const name = (currentUser as { displayName?: unknown } | null | undefined)?.displayName;
  return typeof name === 'string' ? cleanDetail(name) : '';
}

/** The next page. Graph writes links in full, or relative to its version: `/teamwork/devices?…`. */
function nextOf(page: Json, base: URL): URL | null {
  const link = page['@odata.nextLink'] ?? null;
  if (link === null) return null;
  if (typeof link !== 'string' || link === '') throw new GraphError('linkRefused');
  const isBare = link.startsWith('/') && !link.startsWith('//') && !link.startsWith(base.pathname);
  const text = isBare ? `.${link}` : link;
  if (!URL.canParse(text, base.href)) throw new GraphError('linkRefused');
  const url = new URL(text, base);
  // The token goes where the link leads: never to another host.
  if (url.origin !== base.origin) throw new GraphError('linkRefused');
  return url;
}
