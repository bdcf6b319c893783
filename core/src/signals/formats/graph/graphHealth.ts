/**
 * Reads Microsoft Graph resources of a Teams Rooms device: its health, or the device itself. Other resources
 * of a device (activity, operations) contain no health; they are accepted and ignored.
 */
import type { Fact } from '../../../telemetry.ts';
import { isRecord, readVersion } from '../../../text/deviceText.ts';
import type { Instant } from '../../../words.ts';
import type { Interpreted, Unreadable } from '../interpreted.ts';
import { beganAt } from '../readInstant.ts';
import { readGraphParts } from './graphParts.ts';
import { graphKind, isGraphList, unwrapGraph } from './graphResource.ts';

export { graphDevices } from './graphResource.ts';

type Json = Readonly<Record<string, unknown>>;

const nothing: Interpreted = { readings: [], facts: [], rejected: [] };

/**
 * Reads one Graph body, bare or wrapped in `value`. A reading is observed when its state began
 * (`lastModifiedDateTime`), or at `fallbackObservedAt` where Graph has no time. Pointers are relative to the
 * body. A list is rejected, because it contains several devices (see `graphDevices`).
 */
export function readGraphHealth(
  body: Readonly<Record<string, unknown>>,
  fallbackObservedAt: Instant,
): Interpreted {
  if (isGraphList(body))
    return refuse('/value', 'This is a list of devices. Send each device on its own.');
  const { resource, pointer } = unwrapGraph(body);
  const says = readResource(resource, fallbackObservedAt);
  const rejected = says.rejected.map((part) => ({ ...part, pointer: pointer + part.pointer }));
  return { ...says, rejected };
}

function readResource(resource: Json, fallback: Instant): Interpreted {
  switch (graphKind(resource)) {
    case 'health':
      return { ...readGraphParts(resource, fallback), facts: [] };
    case 'device':
      return readDevice(resource, fallback);
    case 'configuration':
      return readConfiguration(resource);
    case 'activity':
    case 'operation':
      return nothing;
    case null:
      return refuse('', 'This is not a resource of a Teams Rooms device in Microsoft Graph.');
  }
}

function refuse(pointer: string, reason: string): Interpreted {
  return { ...nothing, rejected: [{ pointer, reason }] };
}

/** Reads a device. Its overall health only shows reliably whether the device is reachable. */
function readDevice(device: Json, fallback: Instant): Interpreted {
  const status = device['healthStatus'] ?? '';
  if (typeof status !== 'string') return refuse('/healthStatus', 'A health status is a text.');
  const state = connectionByHealth.get(status.trim().toLowerCase());
  if (state === undefined) return nothing;
  const observedAt = beganAt(device['lastModifiedDateTime']) ?? fallback;
  const detail = state === 'unhealthy' ? 'Offline' : '';
  return { ...nothing, readings: [{ signal: 'connection', state, detail, observedAt }] };
}

const connectionByHealth: ReadonlyMap<string, 'healthy' | 'unhealthy'> = new Map([
  ['healthy', 'healthy'],
  ['offline', 'unhealthy'],
]);

/** Reads the software versions. The admin agent's version is ignored: `agentVersion` is the version of the Monitoring Software. */
function readConfiguration(configuration: Json): Interpreted {
  const versions = configuration['softwareVersions'] ?? {};
  if (!isRecord(versions)) return refuse('/softwareVersions', 'Software versions are an object.');
  const facts: Fact[] = [];
  const rejected: Unreadable[] = [];
  for (const [member, what] of [
    ['teamsClientSoftwareVersion', 'app'],
    ['operatingSystemSoftwareVersion', 'os'],
  ] as const) {
    const version = readVersion(versions[member] ?? '');
    if (version !== null) facts.push({ kind: 'software', what, version });
    else if ((versions[member] ?? '') !== '')
      rejected.push({
        pointer: `/softwareVersions/${member}`,
        reason: 'A version is a text of at most 64 characters.',
      });
  }
  return { readings: [], facts, rejected };
}
