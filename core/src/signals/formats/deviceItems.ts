/** Reads items of the Monitoring Software that contain no readings: facts about the device and results of commands. */
import type { Fact } from '../../telemetry.ts';
import { detailLimit, readVersion, sanitizeDetail } from '../../text/deviceText.ts';
import type { Interpreted, Unreadable } from './interpreted.ts';
import { readInstant } from './readInstant.ts';

type Json = Readonly<Record<string, unknown>>;

const notATime = 'This must be a time in ISO 8601 with a zone.';

/** Reads the versions, the address and the meeting state. Each part is accepted or rejected separately. */
export function readDeviceItem(item: Json): Interpreted {
  const at = readInstant(item['observedAt']);
  if (at === null) return refuse({ pointer: '/observedAt', reason: notATime });
  const facts: Fact[] = [];
  const rejected: Unreadable[] = [];
  for (const [member, what] of [
    ['appVersion', 'app'],
    ['osVersion', 'os'],
  ] as const) {
    const given = item[member];
    if (given === undefined || given === '') continue;
    const version = readVersion(given);
    if (version !== null) facts.push({ kind: 'software', what, version });
    else
      rejected.push({
        pointer: `/${member}`,
        reason: 'A version is a text of at most 64 characters.',
      });
  }
  const inMeeting = item['inMeeting'];
  if (typeof inMeeting === 'boolean') facts.push({ kind: 'meeting', inMeeting, at });
  else if (inMeeting !== undefined)
    rejected.push({ pointer: '/inMeeting', reason: 'This must be true or false.' });
  const ipAddress = item['ipAddress'] === undefined ? '' : item['ipAddress'];
  const address = readAddress(ipAddress);
  if (address !== null) facts.push({ kind: 'address', address });
  else if (ipAddress !== '')
    rejected.push({ pointer: '/ipAddress', reason: 'This must be an address in IPv4 or IPv6.' });
  return { readings: [], facts, rejected };
}

/** The address in its given form, or `null` when the value is not an address. */
export function readAddress(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const text = value.trim().toLowerCase();
  const octets = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)?.slice(1);
  if (octets) return octets.every((octet) => Number(octet) <= 255) ? text : null;
  const groups = text.split(':');
  const isSix = groups.length >= 3 && groups.length <= 8 && /^[\da-f:]{2,39}$/.test(text);
  return isSix && groups.every((group) => group.length <= 4) ? text : null;
}

const outcomes = ['succeeded', 'failed', 'refused'] as const;

/** Reads the result of a command. */
export function readCommandResult(item: Json): Interpreted {
  const id = item['id'];
  if (typeof id !== 'string' || !/^[\w.-]{1,64}$/.test(id))
    return refuse({ pointer: '/id', reason: 'This must be the id of a command.' });
  const outcome = outcomes.find((one) => one === item['outcome']);
  if (outcome === undefined)
    return refuse({
      pointer: '/outcome',
      reason: `An outcome is one of ${outcomes.join(', ')}.`,
    });
  const detail = item['detail'] === undefined ? '' : item['detail'];
  if (typeof detail !== 'string' || detail.length > detailLimit)
    return refuse({
      pointer: '/detail',
      reason: `A detail is a text of at most ${detailLimit} characters.`,
    });
  const at = readInstant(item['observedAt']);
  if (at === null) return refuse({ pointer: '/observedAt', reason: notATime });
  const fact: Fact = { kind: 'result', id, outcome, detail: sanitizeDetail(detail), at };
  return { readings: [], facts: [fact], rejected: [] };
}

function refuse(why: Unreadable): Interpreted {
  return { readings: [], facts: [], rejected: [why] };
}
