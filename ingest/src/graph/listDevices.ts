/** Which Teams Rooms devices there are, page by page; what could be read counts, whatever comes after. */
import { foldDeviceId, graphDevices, sanitizeDetail } from '@rooms-pro/core';
import type { GraphClient, Json } from './graphClient.ts';
import { GraphError, type GraphFault } from './graphError.ts';

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

/** The types of devices that are rooms, as Graph spells them in a filter. */
const roomTypes = ['teamsRoom', 'collaborationBar', 'surfaceHub'] as const;
/** What Graph says of a device whose type it does not give: such a device may be a room. */
const untoldTypes = ['unknown', 'unknownFutureValue'] as const;
const listedTypes: ReadonlySet<string> = new Set(
  [...roomTypes, ...untoldTypes, ''].map((type) => type.toLowerCase()),
);
/** After these, other questions to Graph have no better answer. */
const finalFaults: ReadonlySet<GraphFault> = new Set([
  'notSignedIn',
  'notPermitted',
  'outOfTime',
  'linkRefused',
]);

/**
 * Reads the list of all devices. Where Graph cannot give it, because it fails for one type of device
 * for example, the types that can be rooms are read one by one: a type that fails then spoils no other.
 * What was read counts. The list is complete when each type was read to its end.
 */
export async function listDevices(client: GraphClient, baseUrl: string): Promise<DeviceList> {
  const base = new URL(`${baseUrl.replace(/\/+$/, '')}/`);
  const found: Found = { byId: new Map(), otherKinds: 0 };
  let fault = await readPages(client, new URL('teamwork/devices', base), base, found);
  if (fault !== null && !finalFaults.has(fault.code)) {
    const faults: GraphError[] = [];
    for (const type of [...roomTypes, ...untoldTypes]) {
      const url = new URL(`teamwork/devices?$filter=deviceType eq '${type}'`, base);
      const failed = await readPages(client, url, base, found);
      if (failed !== null) faults.push(failed);
      if (failed !== null && finalFaults.has(failed.code)) break;
    }
    if (faults.length === 0) fault = null;
    else fault = faults.find(({ code }) => finalFaults.has(code)) ?? fault;
  }
  return { devices: [...found.byId.values()], otherKinds: found.otherKinds, fault };
}

/** What was read so far, by the folded id: a device that stands on two pages is one device. */
type Found = { readonly byId: Map<string, ListedDevice>; otherKinds: number };

/** Reads a list to its end; the fault of the first page that cannot be read, or `null`. */
async function readPages(
  client: GraphClient,
  first: URL,
  base: URL,
  found: Found,
): Promise<GraphError | null> {
  const seen = new Set<string>();
  let next: URL | null = first;
  try {
    while (next !== null) {
      if (seen.has(next.href) || seen.size >= mostPages) throw new GraphError('linkRefused');
      seen.add(next.href);
      const page: Json = await client(next);
      if (!Array.isArray(page['value'])) throw new GraphError('unreadable');
      for (const { id, body } of graphDevices(page)) {
        if (!isRoom(body)) found.otherKinds += 1;
        else if (id.length <= longestId)
          found.byId.set(foldDeviceId(id), { id, name: nameOf(body), body });
      }
      next = nextOf(page, base);
    }
    return null;
  } catch (error) {
    if (error instanceof GraphError) return error;
    throw error;
  }
}

function isRoom({ deviceType }: Json): boolean {
  return listedTypes.has(typeof deviceType === 'string' ? deviceType.trim().toLowerCase() : '');
}

function nameOf({ currentUser }: Json): string {
  const name = (currentUser as { displayName?: unknown } | null | undefined)?.displayName;
  return typeof name === 'string' ? sanitizeDetail(name) : '';
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
