/** Lists the Teams Rooms devices, page by page. Devices on readable pages count, also when a later page fails. */
import { foldDeviceId, graphDevices, sanitizeDetail } from '@rooms-pro/core';
import type { GraphClient, Json } from './graphClient.ts';
import { GraphError, type GraphFault } from './graphError.ts';

/** A device of the list. */
export type ListedDevice = {
  /** Its id at Graph, which is also its id here. */
  readonly id: string;
  /** The name of its signed-in account; empty: unknown. */
  readonly name: string;
  readonly body: Json;
};

export type DeviceList = {
  readonly devices: readonly ListedDevice[];
  /** Phones, panels and other devices that are not rooms. */
  readonly otherKinds: number;
  /** Why the list ends early; `null`: it is complete. */
  readonly fault: GraphError | null;
};

const maxPages = 1000;
const maxIdLength = 128;

/** The types of devices that are rooms, as Graph spells them in a filter. */
const roomTypes = ['teamsRoom', 'collaborationBar', 'surfaceHub'] as const;
/** Types of devices that Graph does not classify: such a device may be a room. */
const unclassifiedTypes = ['unknown', 'unknownFutureValue'] as const;
const listedTypes: ReadonlySet<string> = new Set(
  [...roomTypes, ...unclassifiedTypes, ''].map((type) => type.toLowerCase()),
);
/** After these faults no other request to Graph can succeed. */
const finalFaults: ReadonlySet<GraphFault> = new Set([
  'notSignedIn',
  'notPermitted',
  'outOfTime',
  'linkRefused',
]);

/**
 * Reads the list of all devices. If Graph cannot return it, for example because it fails for one type of
 * device, reads the types that can be rooms one by one, so that a failing type affects no other. The devices
 * read so far count. The list is complete when each type was read to its end.
 */
export async function listDevices(client: GraphClient, baseUrl: string): Promise<DeviceList> {
  const base = new URL(`${baseUrl.replace(/\/+$/, '')}/`);
  const found: Found = { byId: new Map(), otherKinds: 0 };
  let fault = await readPages(client, new URL('teamwork/devices', base), base, found);
  if (fault !== null && !finalFaults.has(fault.code)) {
    const faults: GraphError[] = [];
    for (const type of [...roomTypes, ...unclassifiedTypes]) {
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

/** The devices so far, by the folded id: a device on two pages is one device. */
type Found = { readonly byId: Map<string, ListedDevice>; otherKinds: number };

/** Reads a list to its end; returns the fault of the first unreadable page, or `null`. */
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
      if (seen.has(next.href) || seen.size >= maxPages) throw new GraphError('linkRefused');
      seen.add(next.href);
      const page: Json = await client(next);
      if (!Array.isArray(page['value'])) throw new GraphError('unreadable');
      for (const { id, body } of graphDevices(page)) {
        if (!isRoom(body)) found.otherKinds += 1;
        else if (id.length <= maxIdLength)
          found.byId.set(foldDeviceId(id), { id, name: readName(body), body });
      }
      next = readNextLink(page, base);
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

function readName({ currentUser }: Json): string {
  const name = (currentUser as { displayName?: unknown } | null | undefined)?.displayName;
  return typeof name === 'string' ? sanitizeDetail(name) : '';
}

/** The next page. Graph writes links in full, or relative to its version: `/teamwork/devices?…`. */
function readNextLink(page: Json, base: URL): URL | null {
  const link = page['@odata.nextLink'] ?? null;
  if (link === null) return null;
  if (typeof link !== 'string' || link === '') throw new GraphError('linkRefused');
  const isBare = link.startsWith('/') && !link.startsWith('//') && !link.startsWith(base.pathname);
  const text = isBare ? `.${link}` : link;
  if (!URL.canParse(text, base.href)) throw new GraphError('linkRefused');
  const url = new URL(text, base);
  // The request to the link contains the token, so the link must not lead to another host.
  if (url.origin !== base.origin) throw new GraphError('linkRefused');
  return url;
}
