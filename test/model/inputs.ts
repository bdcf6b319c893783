/** From what a history says to the inputs of `advance`, and from inputs to lines for people. */
import type { Command, Input, Instant, Person, SignalId } from '@rooms-pro/core';
import type { ActorName, Deed } from './history.ts';

/** The instant of so many milliseconds, as text. */
export const instant = (ms: number): Instant => new Date(ms).toISOString();

const people: Record<ActorName, Person> = {
  technician: { kind: 'person', id: 'tom', name: 'Tom', role: 'technician', groups: ['west'] },
  lead: { kind: 'person', id: 'mia', name: 'Mia', role: 'manager', groups: [] },
  stranger: { kind: 'person', id: 'sam', name: 'Sam', role: 'lead', groups: ['east'] },
};

/** What a person does, with times counted from now. */
export function commandOf(deed: Deed, now: number): Extract<Input, { kind: 'command' }> {
  return { kind: 'command', actor: people[deed.by], command: orderOf(deed, now) };
}

function orderOf(deed: Deed, now: number): Command {
  const signal: SignalId = deed.on;
  const untilOf = (until: number | 'recovery' | 'lifted') =>
    typeof until === 'number'
      ? ({ kind: 'time', at: instant(now + until) } as const)
      : { kind: until };
  switch (deed.does) {
    case 'respond':
      return { action: 'respond', signal, notes: deed.text };
    case 'message':
      return { action: 'message', signal, text: deed.text };
    case 'attach': {
      const attachment = { id: deed.file, name: deed.file, sizeBytes: 1, preview: null } as const;
      return { action: 'attach', signal, attachment: { ...attachment, via: 'tab' } };
    }
    case 'removeAttachment':
      return { action: 'removeAttachment', signal, id: deed.file };
    case 'assign':
      return {
        action: 'assign',
        signal,
        to: { id: deed.to, name: deed.to },
        takeOverFrom: deed.from ?? undefined,
      };
    case 'unassign':
      return { action: 'unassign', signal, from: deed.from ?? undefined };
    case 'changeSuppression':
    case 'changeRoomSuppression': {
      const target = deed.does === 'changeSuppression' ? signal : 'room';
      const reason = deed.reason ?? undefined;
      return { action: 'changeSuppression', signal: target, until: untilOf(deed.until), reason };
    }
    case 'suppress':
      return { action: 'suppress', signal, until: untilOf(deed.until), reason: '' };
    case 'suppressRoom':
      return { action: 'suppress', signal: 'room', until: untilOf(deed.until), reason: '' };
    case 'unsuppressRoom':
      return { action: 'unsuppress', signal: 'room' };
    case 'report':
      return { action: 'report', what: 'No sound' };
    case 'resolve':
      return { action: 'resolve', signal, reason: 'Works again' };
    case 'remediate':
      return { action: 'remediate', signal, remediation: deed.remediation };
    case 'enrol':
    case 'retire':
      return { action: deed.does };
    default:
      return { action: deed.does, signal };
  }
}

/** An input in a line. */
export function described(input: Input): string {
  if (input.kind === 'telemetry') {
    const readings = input.readings.map(
      ({ signal, state, detail, observedAt }) =>
        `${signal} ${state}${detail && ` "${detail}"`} at ${observedAt.slice(0, 19)}`,
    );
    const facts = input.facts.map((fact) => JSON.stringify(fact));
    return [`telemetry of ${input.device}`, ...readings, ...facts].join('; ');
  }
  if (input.kind === 'command')
    return `${input.actor.kind === 'person' ? input.actor.name : ''} ${JSON.stringify(input.command)}`;
  return JSON.stringify(input);
}
