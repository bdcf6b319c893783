/** What the incident card says and offers in each state. */
import {
  advance,
  allowedActions,
  defaultRules,
  type Input,
  type Person,
  personActions,
  type Room,
} from '@rooms-pro/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Action } from '../adaptiveCard.ts';
import { incidentCard } from './incidentCard.ts';
import { cardVariants, jonas, viewWith } from './incidentFixtures.suite.ts';
import type { IncidentCardView } from './incidentView.ts';
import { summaryOf } from './summary.ts';

function face(name: string): IncidentCardView {
  const view = cardVariants[name];
  if (!view) throw new Error(`no face ${name}`);
  return view;
}

function titles(view: IncidentCardView): string[] {
  return (incidentCard(view).actions ?? []).map(({ title }) => title);
}

function said(view: IncidentCardView): string {
  // Without the escapes of markdown.
  return JSON.stringify(incidentCard(view).body).replaceAll('\\\\', '');
}

/** Every verb a card could send, whatever button or panel it stands in. */
function verbsOf(actions: readonly Action[]): string[] {
  return actions.flatMap((action) => {
    if (action.type === 'Action.Execute') return [action.verb];
    return action.type === 'Action.ShowCard' ? verbsOf(action.card.actions ?? []) : [];
  });
}

describe('buttons', () => {
  it.each([
    ['needsAction', ['Respond', 'Assign to me', 'Suppress', 'Open']],
    ['investigating', ['Respond', 'Assign to me', 'Suppress', 'Open']],
    ['assigned', ['Respond', 'Hand back', 'Suppress', 'Open']],
    ['suppressed', ['Respond', 'Assign to me', 'Lift suppression', 'Open']],
    ['roomSuppressed', ['Respond', 'Assign to me', 'Open']],
    ['viewer', ['Open']],
    ['resolved', []],
    ['resolvedByItself', []],
    ['reported', ['Resolve', 'Respond', 'Assign to me', 'Suppress', 'Open']],
    ['inOutage', []],
    ['becameImportant', []],
    ['superseded', []],
  ])('of %s are %j', (name, expected) => {
    expect(titles(face(name))).toEqual(expected);
  });

  it('offers to take over what somebody else is on', () => {
    expect(titles(viewWith({ ticket: { assignee: jonas } }))).toContain(
      'Take over from Jonas Feld',
    );
  });

  it('never offers what the lifecycle refuses, even when the caller asks for it', () => {
    const greedy = viewWith({ actions: personActions });
    expect(verbsOf(incidentCard(greedy).actions ?? [])).not.toContain('unsuppress');
  });

  it('sends ids only', () => {
    const sent = JSON.stringify(incidentCard(face('needsAction')).actions);
    expect(sent).toContain('"data":{"ticket":"1042-7","episode":1,"activation":1}');
    expect(sent).not.toContain('Amber');
  });
});

describe('words', () => {
  it('names state, severity, place, impact and what to do for the observed detail', () => {
    const text = said(face('investigated'));
    for (const part of [
      'Important · Needs action',
      '4.12 Amber · Alster House · Floor 4',
      'no calendar',
      'multi-factor authentication',
      '22 Nov 2026, 08:00',
      'Watched it for 15 min',
      'Not assigned',
    ]) {
      expect(text).toContain(part);
    }
  });

  it('shows causes and resolutions while the platform investigates, and only then', () => {
    expect(said(face('investigating'))).toContain('Typical causes');
    expect(said(face('needsAction'))).not.toContain('Typical causes');
  });

  it('says last known when the room is disconnected, but not of the connection itself', () => {
    expect(said(face('lastKnown'))).toContain('Last known: no telemetry since 22 Nov 2026, 09:10');
    expect(said(face('connection'))).not.toContain('Last known');
  });

  it('says who suppressed, until when and why', () => {
    const text = said(face('suppressed'));
    expect(text).toContain('Suppressed by Maya Brandt until 22 Nov 2026, 18:00');
    expect(text).toContain('replaced this afternoon');
    expect(said(face('roomSuppressed'))).toContain('The whole room is suppressed by Maya Brandt');
  });

  it('says how long a resolved incident lasted and what fixed it', () => {
    const text = said(face('resolved'));
    expect(text).toContain('Resolved after 2 h 7 min');
    expect(text).toContain('Swapped the HDMI cable');
    expect(text).toContain('What fixed it');
    expect(said(face('resolvedByItself'))).toContain('recovered without a response');
  });

  it('counts from when it failed again, not from when the episode opened', () => {
    const text = said(face('resolvedAgain'));
    expect(text).toContain('Resolved after 2 h 7 min');
    expect(text).toContain('16 Nov 2026, 11:00');
    expect(summaryOf(face('resolvedAgain'))).toContain('after 2 h 7 min');
  });

  it.each(['resolvedLater', 'resolvedAgain'])(
    'names no response that did not fix it: %s',
    (name) => {
      expect(said(face(name))).toContain('Latest response');
      expect(said(face(name))).not.toContain('What fixed it');
    },
  );

  it.each([
    ['fix.verified', 'resolvedLater', 'What fixed it'],
    ['fix.failed', 'resolved', 'Latest response'],
  ] as const)('takes the word of %s', (kind, name, title) => {
    const view = face(name);
    const respondedAt = view.room.signals[view.signal]?.ticket?.response?.at ?? '';
    const key = `${kind}|1042-7|${respondedAt}`;
    const notice = { key, at: view.now, kind, signal: view.signal, by: jonas, respondedAt };
    expect(said({ ...view, room: { ...view.room, notices: [notice] } })).toContain(title);
  });

  it.each(Object.keys(cardVariants))('does not change with time alone: %s', (name) => {
    const view = face(name);
    const later = { ...view, now: '2027-01-01T00:00:00.000Z' };
    expect(incidentCard(later)).toEqual(incidentCard(view));
  });

  it.each([
    ['tried', ['Restart app (done, did not help), restart device (no result arrived)']],
    ['tried', ['3 other rooms in Alster House have the same issue', 'This worked 7 of 9 times']],
    ['trying', ['Restart app (done, did not help), restart device (under way)']],
    ['recoveredByItself', ['It recovered without a response.', 'Restart app (done)']],
    ['recoveredAfterRestart', ['after this was done on the device: restart app']],
    ['didNotHold', ['did not hold', 'action is needed again', 'Needs action']],
    ['takenByOther', ['Jonas Feld, since 22 Nov 2026, 09:41 CET']],
    [
      'flapping',
      ['· Flapping', 'changed 6 times since 22 Nov 2026, 09:16 CET', 'quiet for 30 min'],
    ],
    [
      'watching',
      ['Watching until 22 Nov 2026, 09:56 CET whether it holds', 'This worked 2 of 3 times'],
    ],
    ['misconfigured', ['Warning · Misconfigured · Needs action']],
    ['reported', ['No sound in 4.12, the speaker']],
    ['reportResolved', ['Maya Brandt: The speaker was muted']],
    ['becameImportant', ['It was a warning and became important']],
    ['inOutage', ['Part of an outage', 'its card covers all of them']],
    ['connectionInOutage', ['Part of an outage: other rooms nearby']],
  ])('of %s say %j', (name, parts) => {
    for (const part of parts) expect(said(face(name))).toContain(part);
  });

  it('does not show how often an action worked before three tries', () => {
    expect(said(viewWith({ worked: { held: 2, failed: 0 } }))).not.toContain('This worked');
  });

  it('is a notice if there never was an incident', () => {
    const view = { ...face('needsAction'), signal: 'camera' } as const;
    expect(summaryOf(view)).toBe('There is no incident on this signal of 4.12 Amber.');
    expect(incidentCard(view).actions).toBeUndefined();
  });

  it.each([
    ['needsAction', 'Important: Display 2 in 4.12 Amber needs action.'],
    ['resolved', 'Resolved: Display 2 in 4.12 Amber, after 2 h 7 min.'],
    ['suppressed', 'Suppressed: Display 2 in 4.12 Amber.'],
    ['superseded', 'Display 2 in 4.12 Amber failed again; a newer card shows it.'],
  ])('sums up %s', (name, sentence) => {
    expect(summaryOf(face(name))).toBe(sentence);
  });
});

const lead: Person = { kind: 'person', id: 'l', name: 'Lead', role: 'lead', groups: ['Hamburg'] };
const technician: Person = { ...lead, id: 't', role: 'technician' };
const signal = 'display:2' as const;

const anInput: fc.Arbitrary<Input> = fc.oneof(
  fc.constantFrom('healthy' as const, 'unhealthy' as const).map((state): Input => {
    const observedAt = '2026-11-22T10:00:00.000Z';
    const readings = [{ signal, state, detail: '', observedAt }];
    return { kind: 'telemetry', device: 'd', readings, facts: [] };
  }),
  fc
    .constantFrom(
      { action: 'respond', signal, notes: 'done' } as const,
      { action: 'assign', signal, to: { id: 't', name: 'T' } } as const,
      { action: 'suppress', signal, until: { kind: 'lifted' }, reason: '' } as const,
      { action: 'suppress', signal: 'room', until: { kind: 'lifted' }, reason: '' } as const,
      { action: 'unsuppress', signal } as const,
    )
    .map((command): Input => ({ kind: 'command', actor: lead, command })),
);

describe('whatever happened to the room', () => {
  it('no verb is offered that the person may not use right now', () => {
    fc.assert(
      fc.property(fc.array(anInput, { maxLength: 12 }), (inputs) => {
        let room: Room = face('needsAction').room;
        for (const input of inputs) {
          const advanced = advance(room, input, defaultRules, '2026-11-22T11:00:00.000Z');
          if (advanced.ok) room = advanced.room;
        }
        for (const person of [lead, technician]) {
          const actions = allowedActions(room, signal, person, defaultRules);
          const card = incidentCard({ ...face('needsAction'), room, actions });
          for (const verb of verbsOf(card.actions ?? [])) expect(actions).toContain(verb);
        }
      }),
      { numRuns: 200 },
    );
  });
});
