/** The sources of a room, according to its telemetry, and its watched signals. */

import { minute } from '@rooms-pro/testing/clock';
import { describe, expect, it } from 'vitest';
import { advance } from '../advance.ts';
import { instantAfter } from '../instant.ts';
import type { Room } from '../room.ts';
import type { Fact, RawReading } from '../telemetry.ts';
import { enrolled, start } from '../tickets/scenario.suite.ts';
import type { SignalId } from '../words.ts';
import { expectedSignals } from './catalogue.ts';
import { defaultRules } from './rules/defaultRules.ts';
import { isWatched, type SignalSource, sourcesFor, sourcesIn } from './sources.ts';

type Said = { readonly facts?: readonly Fact[]; readonly readings?: readonly RawReading[] };

function hear({ facts = [], readings = [] }: Said): Room {
  const now = instantAfter(start, minute);
  const input = { kind: 'telemetry', device: 'dev-1', facts, readings } as const;
  const advanced = advance(enrolled().room, input, defaultRules, now);
  if (!advanced.ok) throw new Error(advanced.rejection.code);
  return advanced.room;
}

const healthy = (signal: SignalId): RawReading => ({
  signal,
  state: 'healthy',
  detail: '',
  observedAt: start,
});
const own: readonly SignalSource[] = ['platform', 'person'];
const agent: Fact = { kind: 'software', what: 'agent', version: '1.0.0' };

describe('the sources of a room', () => {
  it.each<[string, Said, readonly SignalSource[]]>([
    ['nothing but a beat', {}, []],
    ['the name of a sender without its checks', { facts: [agent] }, []],
    [
      'checks of Monitoring Software',
      { facts: [agent], readings: [healthy('disk-space')] },
      ['monitoringSoftware'],
    ],
    [
      'events without a heartbeat',
      { facts: [{ kind: 'format', format: 'eventLog' }] },
      ['eventLog'],
    ],
    ['a heartbeat event', { facts: [{ kind: 'heartbeat', at: start }] }, ['heartbeatEvents']],
    ['what Graph knows', { facts: [{ kind: 'format', format: 'graph' }] }, ['graph']],
  ])('are recognised by %s', (_, said, found) => {
    expect(sourcesIn(hear(said))).toEqual([...found, ...own]);
  });
});

describe('a signal', () => {
  it('is not watched when no source can report it, which is neither healthy nor unknown', () => {
    const room = hear({ facts: [{ kind: 'format', format: 'graph' }] });
    const signals = expectedSignals(1, 'teams');
    const watched = signals.filter((signal) => isWatched(room, signal));
    expect(watched).toEqual([
      'display:1',
      'conference-microphone',
      'conference-speaker',
      'default-speaker',
      'camera',
      'content-camera',
      'hdmi-ingest',
      'signin-exchange',
      'signin-teams',
      'time-drift',
      'connection',
      'reported',
    ]);
    expect(sourcesFor(room, 'proximity-sensor')).toEqual([]);
  });

  it('is watched when any source has reported it', () => {
    const room = hear({ readings: [healthy('microphone-selection')] });
    expect(isWatched(room, 'microphone-selection')).toBe(true);
    expect(isWatched(room, 'camera-selection')).toBe(false);
  });

  it('is no longer watched when its only source was removed from the room', () => {
    const room = hear({ facts: [agent], readings: [healthy('disk-space'), healthy('bluetooth')] });
    const actor = { kind: 'person', id: 'p', name: 'Pat', role: 'manager', groups: [] } as const;
    const command = { action: 'removeDevice', device: 'dev-1' } as const;
    const removed = advance(room, { kind: 'command', actor, command }, defaultRules, start);
    if (!removed.ok) throw new Error(removed.rejection.code);
    expect(isWatched(removed.room, 'bluetooth')).toBe(false);
  });
});
