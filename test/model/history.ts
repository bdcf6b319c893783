/** Random histories of one room, as fast-check makes and shrinks them; times are relative. */
import type { ReadingState, Remediation, RemediationOutcome, SignalId } from '@rooms-pro/core';
import fc from 'fast-check';

export const second = 1000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;

/** Few signals, so that things meet: with and without investigation, a warning, one that never applies. */
export const signals = [
  'display:1',
  'network',
  'conference-microphone',
  'meeting-app',
  'app-version',
  'signin-skype',
] as const satisfies readonly SignalId[];

export const actors = ['technician', 'lead', 'stranger'] as const;
export type ActorName = (typeof actors)[number];

export type Observation = {
  readonly signal: SignalId;
  readonly state: ReadingState;
  readonly detail: string;
  readonly agoMs: number;
};

export type Deed = { readonly by: ActorName; readonly on: SignalId } & (
  | { readonly does: 'respond' | 'message'; readonly text: string }
  | { readonly does: 'attach' | 'removeAttachment'; readonly file: string }
  | { readonly does: 'assign'; readonly to: string; readonly from: string | null }
  | { readonly does: 'unassign'; readonly from: string | null }
  | { readonly does: 'investigate' | 'unsuppress' | 'resolve' }
  | {
      readonly does: 'changeSuppression' | 'changeRoomSuppression';
      readonly until: number | 'recovery' | 'lifted';
      readonly reason: string | null;
    }
  | { readonly does: 'suppress'; readonly until: number | 'recovery' | 'lifted' }
  | { readonly does: 'suppressRoom'; readonly until: number | 'recovery' | 'lifted' }
  | { readonly does: 'unsuppressRoom' | 'report' | 'enrol' | 'retire' }
  | { readonly does: 'remediate'; readonly remediation: Remediation }
);

/** One thing that happens. */
export type Happening =
  | {
      readonly kind: 'telemetry';
      readonly device: string;
      readonly observations: readonly Observation[];
      readonly inMeeting: boolean | null;
      /** The result of the command under way; `stale`: of one that nobody waits for. */
      readonly result: Exclude<RemediationOutcome, 'expired'> | 'stale' | null;
    }
  /** A message that was sent before comes again. */
  | { readonly kind: 'again'; readonly back: number }
  | { readonly kind: 'silence' }
  | { readonly kind: 'tick'; readonly neighbours: number | null }
  /** The sweep knocks when something is due, a moment before, or after. */
  | { readonly kind: 'due'; readonly offsetMs: number }
  | { readonly kind: 'restart' }
  | { readonly kind: 'deed'; readonly deed: Deed };

export type Moment = { readonly afterMs: number; readonly happening: Happening };
export type History = readonly Moment[];

/** How many devices speak for the room. */
export type Scope = { readonly devices: number };

const wait = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: 0, max: 90 }).map((n) => n * second) },
  { weight: 5, arbitrary: fc.integer({ min: 1, max: 40 }).map((n) => n * minute) },
  { weight: 2, arbitrary: fc.integer({ min: 1, max: 30 }).map((n) => n * hour) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 9 }).map((n) => n * day) },
  { weight: 2, arbitrary: fc.constantFrom(5 * minute, 10 * minute, 20 * minute, 7 * day) },
);
const aSignal = fc.oneof(
  { weight: 9, arbitrary: fc.constantFrom<SignalId>(...signals.slice(0, 5)) },
  { weight: 1, arbitrary: fc.constantFrom<SignalId>(...signals) },
);

const observation: fc.Arbitrary<Observation> = fc.record({
  signal: aSignal,
  state: fc.oneof(
    { weight: 5, arbitrary: fc.constant<ReadingState>('unhealthy') },
    { weight: 4, arbitrary: fc.constant<ReadingState>('healthy') },
    { weight: 1, arbitrary: fc.constant<ReadingState>('notApplicable') },
  ),
  detail: fc.constantFrom('', '', 'gone'),
  agoMs: fc.oneof(
    { weight: 4, arbitrary: fc.constant(0) },
    { weight: 2, arbitrary: fc.integer({ min: 0, max: 120 }).map((n) => n * second) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 90 }).map((n) => n * minute) },
    // Devices' clocks are not ours.
    { weight: 1, arbitrary: fc.integer({ min: -4, max: -1 }).map((n) => n * minute) },
  ),
});

const file = fc.constantFrom('photo', 'log');

const until = fc.oneof(
  fc.constantFrom<'recovery' | 'lifted'>('recovery', 'lifted'),
  fc.constantFrom(-minute, hour, 2 * hour, 8 * hour, day, 7 * day),
);

const notes = fc.constantFrom('Swapped it', 'Swapped it', ' ', `${'x'.repeat(2001)} `);
const from = fc.constantFrom(null, 'ada', 'ben');
const changesEnd = fc.constantFrom('changeSuppression', 'changeRoomSuppression');

function deedOf(target: fc.Arbitrary<SignalId>): fc.Arbitrary<Deed> {
  const by = fc.oneof(
    { weight: 8, arbitrary: fc.constant<ActorName>('lead') },
    { weight: 1, arbitrary: fc.constantFrom<ActorName>(...actors) },
  );
  const on = fc.oneof(
    { weight: 8, arbitrary: target },
    { weight: 1, arbitrary: fc.constantFrom<SignalId>('connection', 'reported') },
  );
  const deed = <T extends object>(weight: number, what: fc.Arbitrary<T>) => ({
    weight,
    arbitrary: fc
      .tuple(by, on, what)
      .map(([actor, signal, rest]) => ({ by: actor, on: signal, ...rest }) as unknown as Deed),
  });
  const does = <T extends string>(name: T) => fc.constant({ does: name });
  return fc.oneof(
    deed(3, fc.record({ does: fc.constant('respond'), text: notes })),
    deed(1, fc.record({ does: fc.constant('message'), text: fc.constantFrom('On my way', '') })),
    deed(1, fc.record({ does: fc.constantFrom('attach', 'attach', 'removeAttachment'), file })),
    deed(2, fc.record({ does: fc.constant('assign'), to: fc.constantFrom('ada', 'ben'), from })),
    deed(1, fc.record({ does: fc.constant('unassign'), from })),
    deed(2, fc.record({ does: changesEnd, until, reason: fc.constantFrom(null, null, 'Works') })),
    deed(1, does('investigate')),
    deed(3, fc.record({ does: fc.constant('suppress'), until })),
    deed(2, does('unsuppress')),
    deed(1, fc.record({ does: fc.constant('suppressRoom'), until })),
    deed(1, does('unsuppressRoom')),
    deed(1, does('report')),
    deed(1, does('resolve')),
    deed(1, fc.record({ does: fc.constant('remediate'), remediation: fc.constant('restartApp') })),
    // Little happens in a retired room.
    deed(1, fc.constantFrom({ does: 'enrol' }, { does: 'enrol' }, { does: 'retire' })),
  );
}

function happeningOf(scope: Scope): fc.Arbitrary<Happening> {
  const devices = ['dev-1', 'dev-2'].slice(0, scope.devices);
  const telemetry = fc.record({
    kind: fc.constant('telemetry' as const),
    device: fc.constantFrom(...devices),
    observations: fc.array(observation, { maxLength: 3, size: 'max' }),
    inMeeting: fc.constantFrom(null, false, false, true),
    result: fc.constantFrom(null, null, null, 'succeeded', 'failed', 'refused', 'stale'),
  }) as fc.Arbitrary<Happening>;
  const neighbours = fc.constantFrom(null, 0, 2);
  const kind = <T extends string>(name: T) => fc.constant(name);
  return fc.oneof(
    { weight: 9, arbitrary: telemetry },
    {
      weight: 1,
      arbitrary: fc.record({ kind: kind('again'), back: fc.integer({ min: 0, max: 3 }) }),
    },
    { weight: 2, arbitrary: fc.record({ kind: kind('silence') }) },
    { weight: 2, arbitrary: fc.record({ kind: kind('tick'), neighbours }) },
    {
      weight: 5,
      arbitrary: fc.record({ kind: kind('due'), offsetMs: fc.constantFrom(0, 0, 0, -1, 1) }),
    },
    { weight: 1, arbitrary: fc.record({ kind: kind('restart') }) },
    { weight: 5, arbitrary: fc.record({ kind: kind('deed'), deed: deedOf(aSignal) }) },
  ) as fc.Arbitrary<Happening>;
}

const said = (signal: SignalId, state: ReadingState, isFree = false): Happening => ({
  kind: 'telemetry',
  device: 'dev-1',
  observations: [{ signal, state, detail: '', agoMs: 0 }],
  inMeeting: isFree ? false : null,
  result: null,
});

const answered: Extract<Happening, { kind: 'telemetry' }> = {
  kind: 'telemetry',
  device: 'dev-1',
  observations: [],
  inMeeting: false,
  result: null,
};

const due: Moment = { afterMs: 0, happening: { kind: 'due', offsetMs: 0 } };

/** A signal that comes and goes. */
const comingAndGoing: fc.Arbitrary<History> = fc
  .record({
    signal: fc.constantFrom<SignalId>(...signals.slice(0, 5)),
    waits: fc.array(fc.integer({ min: 1, max: 11 }), { minLength: 4, maxLength: 9, size: 'max' }),
  })
  .map(({ signal, waits }) => [
    ...waits.map((minutes, index) => ({
      afterMs: minutes * minute,
      happening: said(signal, index % 2 === 0 ? 'unhealthy' : 'healthy'),
    })),
    due,
    due,
  ]);

/** An incident that opens in time, and what people make of it. */
function incidentOf(): fc.Arbitrary<History> {
  return fc.constantFrom<SignalId>(...signals.slice(0, 5)).chain((signal) => {
    const deed = fc.record({
      afterMs: fc.integer({ min: 0, max: 20 }).map((n) => n * minute),
      happening: deedOf(fc.constant(signal)).map((what) => ({ kind: 'deed' as const, deed: what })),
    });
    const opening: History = [{ afterMs: minute, happening: said(signal, 'unhealthy', true) }, due];
    const then = fc.constantFrom<History>(
      [],
      [{ afterMs: minute, happening: said(signal, 'healthy') }, due],
      [{ afterMs: minute, happening: said(signal, 'notApplicable') }, due],
      [{ afterMs: 8 * day, happening: { kind: 'tick', neighbours: 0 } }, ...passing(signal)],
    );
    return fc
      .tuple(fc.array(deed, { maxLength: 3, size: 'max' }), then)
      .map(([deeds, end]) => [...opening, ...deeds, ...end]);
  });
}

/** Well again for a while. */
const passing = (signal: SignalId): History => [
  { afterMs: minute, happening: said(signal, 'healthy') },
  { afterMs: hour, happening: said(signal, 'unhealthy') },
  { afterMs: 2 * hour, happening: { kind: 'tick', neighbours: 0 } },
];

/** A person has the platform try the same thing again and again. */
const tryingHard: fc.Arbitrary<History> = fc
  .record({
    on: fc.constantFrom<SignalId>('display:1', 'network'),
    times: fc.integer({ min: 2, max: 4 }),
  })
  .map(({ on, times }) => {
    const deed: Deed = { by: 'lead', on, does: 'remediate', remediation: 'restartApp' };
    const tries = Array.from(
      { length: times },
      (): History => [
        { afterMs: minute, happening: { kind: 'deed', deed } },
        { afterMs: minute, happening: { ...answered, result: 'failed' } },
      ],
    );
    return [
      { afterMs: minute, happening: said(on, 'unhealthy', true) },
      { afterMs: 5 * minute, happening: { kind: 'tick', neighbours: null } },
      ...tries.flat(),
      { afterMs: minute, happening: said('meeting-app', 'unhealthy') },
      { afterMs: 10 * minute, happening: answered },
    ];
  });

/** Histories of up to `length` scenes, most of them of one moment. */
export function historyOf(scope: Scope, length = 30): fc.Arbitrary<History> {
  const moment = fc.record({ afterMs: wait, happening: happeningOf(scope) });
  const scene = fc.oneof(
    { weight: 20, arbitrary: moment.map((one): History => [one]) },
    { weight: 2, arbitrary: comingAndGoing },
    { weight: 4, arbitrary: incidentOf() },
    { weight: 1, arbitrary: tryingHard },
  );
  return fc
    .array(scene, { minLength: 1, maxLength: length, size: 'max' })
    .map((scenes) => scenes.flat());
}
