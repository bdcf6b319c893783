/**
 * Reads the JSON that Teams Rooms write to their event log (source `SRS-App`). The operation, the result and
 * the description determine its meaning. The event id does not, because real devices mix up the ids.
 */
import type { Fact, RawReading } from '../../../telemetry.ts';
import { readVersion, sanitizeDetail } from '../../../text/deviceText.ts';
import { clip } from '../../../text/visibleText.ts';
import type { Instant } from '../../../words.ts';
import type { Interpreted, Unreadable } from '../interpreted.ts';
import { namedSignals, signalsOfOperation } from './components.ts';
import { type Description, parseDescription } from './description.ts';
import { mostDisplays, unhealthyDisplays } from './frontDisplays.ts';
import { readStatusValue, type StatusValue, worseStatus } from './statusValue.ts';

type Event = Readonly<Record<string, unknown>>;
type Statements = ReadonlyMap<RawReading['signal'], StatusValue>;

const longestDescription = 65_536;
const mostUnknownNames = 10;

/**
 * Reads one event, observed at that time. A component that is not named stays unknown, unless the operation
 * passed: then all components of this operation, and of no other, are healthy. Pointers are relative to the
 * event.
 */
export function readMtrEvent(event: Event, observedAt: Instant): Interpreted {
  const refused = refuse(event);
  if (refused !== null) return { readings: [], facts: [], rejected: [refused] };
  const operation = fold(event['OperationName']);
  const versions = readVersions(event);
  if (operation === 'restart') {
    const restarted: Fact = { kind: 'restarted', at: observedAt };
    return { readings: [], facts: [restarted, ...versions.facts], rejected: versions.rejected };
  }
  const description = parseDescription(descriptionOf(event) ?? '');
  const { statements, rejected } = readStatements(description);
  // Even an unreadable heartbeat event shows that the app runs.
  const beat: Fact[] = operation === 'heartbeat' ? [{ kind: 'heartbeat', at: observedAt }] : [];
  const hasPassed = fold(event['OperationResult']) === 'pass';
  if (!hasPassed && statements.size === 0) return { ...refuseWholly(rejected), facts: beat };
  const blanket = hasPassed ? (signalsOfOperation.get(operation) ?? []) : [];
  return {
    readings: namedSignals.flatMap((signal) => {
      const statement = statements.get(signal) ?? (blanket.includes(signal) ? healthy : null);
      return toReadings(signal, statement, description, observedAt);
    }),
    facts: [...beat, ...versions.facts],
    rejected: [...rejected, ...versions.rejected],
  };
}

/** The number of configured displays in an event; `null` when it is absent or implausible. */
export function configuredDisplays(event: Event): number | null {
  const text = descriptionOf(event) ?? '';
  if (text.length > longestDescription) return null;
  const count = parseDescription(text).configuredDisplays;
  return count !== null && count >= 1 && count <= mostDisplays ? count : null;
}

const healthy: StatusValue = { state: 'healthy', detail: '' };

function fold(value: unknown): string {
  return typeof value === 'string' ? value.trim().toLowerCase() : '';
}

function descriptionOf(event: Event): string | null {
  const description = event['Description'];
  return typeof description === 'string' ? description : null;
}

function refuse(event: Event): Unreadable | null {
  return refuseOperation(event) ?? refuseResult(event) ?? refuseDescription(event);
}

function refuseOperation(event: Event): Unreadable | null {
  const pointer = '/OperationName';
  const name = event['OperationName'];
  if (typeof name !== 'string') return { pointer, reason: 'The operation name must be a text.' };
  if (fold(name) === 'restart' || signalsOfOperation.has(fold(name))) return null;
  return { pointer, reason: `No operation is called "${excerpt(name)}".` };
}

function refuseResult(event: Event): Unreadable | null {
  const pointer = '/OperationResult';
  if (typeof event['OperationResult'] !== 'string')
    return { pointer, reason: 'The operation result must be a text: Pass or Fail.' };
  if (['pass', 'fail'].includes(fold(event['OperationResult']))) return null;
  return { pointer, reason: 'The operation result is neither Pass nor Fail.' };
}

function refuseDescription(event: Event): Unreadable | null {
  const pointer = '/Description';
  const description = event['Description'] ?? null;
  // A passed operation and a restart are complete without a description.
  const isNeeded =
    fold(event['OperationResult']) === 'fail' && fold(event['OperationName']) !== 'restart';
  if (description === null)
    return isNeeded ? { pointer, reason: 'A failed operation needs a description.' } : null;
  if (typeof description !== 'string')
    return { pointer, reason: 'The description must be a text.' };
  if (description.length > longestDescription)
    return { pointer, reason: `The description is longer than ${longestDescription} characters.` };
  return null;
}

function readStatements(description: Description): {
  statements: Statements;
  rejected: Unreadable[];
} {
  const statements = new Map<RawReading['signal'], StatusValue>();
  const reasons = new Set<string>();
  for (const { name, signal, value } of description.statuses) {
    const statement = readStatusValue(value);
    if (signal === null) reasons.add(unknownName(name));
    else if (statement === null) reasons.add(`The status of "${excerpt(name)}" has no value.`);
    else {
      const before = statements.get(signal);
      statements.set(signal, before === undefined ? statement : worseStatus(before, statement));
    }
  }
  return { statements, rejected: toRejected([...reasons]) };
}

function unknownName(name: string): string {
  return name === '' ? 'A status has no name.' : `No component is called "${excerpt(name)}".`;
}

function toRejected(reasons: readonly string[]): Unreadable[] {
  const more = reasons.length - mostUnknownNames;
  const said = reasons.slice(0, mostUnknownNames);
  if (more > 0) said.push(`${more} more parts could not be read.`);
  return said.map((reason) => ({ pointer: '/Description', reason }));
}

function refuseWholly(rejected: readonly Unreadable[]): Interpreted {
  const reason =
    'The operation failed, but the description names no component in the form "Name status : Value."';
  return {
    readings: [],
    facts: [],
    rejected: rejected.length > 0 ? rejected : [{ pointer: '/Description', reason }],
  };
}

function toReadings(
  signal: RawReading['signal'],
  statement: StatusValue | null,
  description: Description,
  observedAt: Instant,
): RawReading[] {
  if (statement === null || statement.state === 'waiting') return [];
  const { state, detail } = statement;
  return signal === 'display:all' && state === 'unhealthy'
    ? unhealthyDisplays(description, detail, observedAt)
    : [{ signal, state, detail, observedAt }];
}

function readVersions(event: Event): { facts: Fact[]; rejected: Unreadable[] } {
  const facts: Fact[] = [];
  const rejected: Unreadable[] = [];
  for (const [key, what] of [
    ['AppVersion', 'app'],
    ['OSVersion', 'os'],
  ] as const) {
    const value = event[key] ?? '';
    const version = readVersion(value);
    if (version !== null) facts.push({ kind: 'software', what, version });
    else if (typeof value !== 'string' || value.trim() !== '')
      rejected.push({
        pointer: `/${key}`,
        reason: 'A version is a text of at most 64 characters.',
      });
  }
  return { facts, rejected };
}

function excerpt(name: string): string {
  const text = sanitizeDetail(name.slice(0, 200));
  return text.length <= 60 ? text : `${clip(text, 60)}…`;
}
