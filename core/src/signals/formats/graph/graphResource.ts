/** Recognises the Microsoft Graph resource in a body, bare or wrapped in `value` as Graph returns it. */
import { foldDeviceId } from '../../../devices/deviceId.ts';
import { isRecord } from '../../../text/deviceText.ts';

type Json = Readonly<Record<string, unknown>>;

export type GraphKind = 'health' | 'device' | 'activity' | 'configuration' | 'operation';

const kindByType: ReadonlyMap<string, GraphKind> = new Map([
  ['teamworkdevicehealth', 'health'],
  ['teamworkdevice', 'device'],
  ['teamworkdeviceactivity', 'activity'],
  ['teamworkdeviceconfiguration', 'configuration'],
  ['teamworkdeviceoperation', 'operation'],
]);

/** Members that only one kind has, for bodies that do not name their type. */
const telltales: readonly (readonly [GraphKind, readonly string[]])[] = [
  ['health', ['connection', 'loginStatus', 'peripheralsHealth', 'hardwareHealth']],
  ['device', ['healthStatus', 'hardwareDetail', 'activityState']],
  ['activity', ['activePeripherals']],
  ['configuration', ['softwareVersions', 'displayConfiguration', 'teamsClientConfiguration']],
  ['operation', ['operationType']],
];

/** The kind of a resource, by its `@odata.type` or else by its members; `null`: unknown. */
export function graphKind(resource: Json): GraphKind | null {
  const type = resource['@odata.type'];
  const name = typeof type === 'string' ? type.slice(type.lastIndexOf('.') + 1) : '';
  const named = kindByType.get(name.replace('#', '').toLowerCase());
  if (named !== undefined) return named;
  const fits = telltales.find(([, members]) => members.some((one) => Object.hasOwn(resource, one)));
  return fits?.[0] ?? null;
}

/** The resource in a body and the pointer to it: `/value` when it is wrapped, else the body. */
export function unwrapGraph(body: Json): { readonly resource: Json; readonly pointer: string } {
  const value = Object.hasOwn(body, 'value') ? body['value'] : undefined;
  return isRecord(value) ? { resource: value, pointer: '/value' } : { resource: body, pointer: '' };
}

/** Whether a body is a page of a list rather than one resource. */
export function isGraphList(body: Json): boolean {
  return Object.hasOwn(body, 'value') && Array.isArray(body['value']);
}

/**
 * The devices of a list by their `id` in any upper and lower case. The last of equal ids wins; entries
 * without an id are ignored. `hardwareDetail.uniqueId` is not used, because real devices can share it.
 */
export function graphDevices(
  body: Json,
): readonly { readonly id: string; readonly body: Record<string, unknown> }[] {
  const value = isGraphList(body) ? body['value'] : null;
  const byId = new Map<string, { readonly id: string; readonly body: Record<string, unknown> }>();
  for (const entry of Array.isArray(value) ? value : []) {
    if (!isRecord(entry)) continue;
    const id = entry['id'];
    if (typeof id === 'string' && id.trim() !== '')
      byId.set(foldDeviceId(id), { id, body: { ...entry } });
  }
  return [...byId.values()];
}
