/** Tells one history to the real core and to the reference, and finds where they part. */
import {
  type Advanced,
  advance,
  type Fact,
  type Input,
  type Instant,
  type Room,
  type Rules,
  signalRecords,
} from '@rooms-pro/core';
import { aProfile } from '@rooms-pro/testing/builders';
import { answerOf, differences, pictureOf, pictureOfCore } from './compareStates.ts';
import type { Happening, History } from './history.ts';
import { commandOf, described, instant } from './inputs.ts';
import { Reference } from './reference/reference.ts';

const began = Date.parse('2026-03-02T08:00:00.000Z');

const profile = aProfile({ groups: ['west'], timeZone: 'UTC', expectedDisplays: 2 });

/** One line of a told history; the last one is where the two parted, when they did. */
export type Line = {
  readonly text: string;
  readonly parted: string | null;
  /** What happened, as the reference has it. */
  readonly changes: readonly string[];
};

/** Tells the history until the two part; all lines, the last with the difference. */
export function play(history: History, rules: Rules): Line[] {
  const tale = new Tale(rules);
  const lines: Line[] = [];
  for (const { afterMs, happening } of history) {
    const line = tale.tell(afterMs, happening);
    if (line === null) continue;
    lines.push(line);
    if (line.parted !== null) break;
  }
  return lines;
}

/** The lines as a person reads them. */
export function printed(lines: readonly Line[]): string {
  return lines.map(({ text, parted }) => (parted ? `${text}\n${parted}` : text)).join('\n');
}

class Tale {
  readonly #rules: Rules;
  readonly #reference: Reference;
  #room: Room;
  /** The room as it was last committed: all that a restart finds. */
  #written: string;
  #now = began;
  #heardAt = began;
  #sent: Extract<Input, { kind: 'telemetry' }>[] = [];

  constructor(rules: Rules) {
    this.#rules = rules;
    this.#reference = new Reference(rules, profile.meetingMode, profile.groups);
    this.#reference.room.silentSince = began;
    const first = advance(null, { kind: 'register', number: 1042, profile }, rules, instant(began));
    if (!first.ok) throw new Error('A new room can be registered');
    this.#room = first.room;
    this.#written = JSON.stringify(first.room);
    for (const input of [
      commandOf({ by: 'lead', on: 'network', does: 'enrol' }, began),
      { kind: 'telemetry', device: 'dev-1', readings: [], facts: [] } as const,
    ]) {
      if (this.#give(input).parted) throw new Error('The two part before anything happened');
    }
  }

  tell(afterMs: number, happening: Happening): Line | null {
    this.#now += afterMs;
    if (happening.kind === 'restart') {
      this.#room = JSON.parse(this.#written) as Room;
      this.#reference.restart();
      this.#shareNames();
      return { text: `${instant(this.#now)}  restart`, parted: null, changes: [] };
    }
    if (happening.kind === 'due') {
      if (this.#room.dueAt === null) return null;
      this.#now = Math.max(this.#now, Date.parse(this.#room.dueAt) + happening.offsetMs);
    }
    const input = this.#inputOf(happening);
    if (input === null) return null;
    if (input.kind === 'telemetry') {
      this.#sent.push(input);
      this.#heardAt = this.#now;
    }
    return this.#give(input);
  }

  #inputOf(
    happening: Exclude<Happening, { kind: 'restart' }>,
  ): Exclude<Input, { kind: 'register' }> | null {
    const now = this.#now;
    switch (happening.kind) {
      case 'telemetry':
        return {
          kind: 'telemetry',
          device: happening.device,
          readings: happening.observations.map(({ agoMs, ...reading }) => {
            return { ...reading, observedAt: instant(now - agoMs) };
          }),
          facts: this.#factsOf(happening),
        };
      case 'again':
        return this.#sent.at(-1 - happening.back) ?? null;
      case 'silence':
        return { kind: 'silence', since: instant(this.#heardAt), reason: 'noTelemetry' };
      case 'deed':
        return commandOf(happening.deed, now);
      case 'tick': {
        const { neighbours } = happening;
        return neighbours === null ? { kind: 'tick' } : tickWith(neighbours);
      }
      case 'due':
        return tickWith(1);
    }
  }

  #factsOf({ inMeeting, result }: Extract<Happening, { kind: 'telemetry' }>): Fact[] {
    const at = instant(this.#now);
    const facts: Fact[] = [];
    if (inMeeting !== null) facts.push({ kind: 'meeting', inMeeting, at });
    const id = result === 'stale' ? 'no-such-command' : this.#room.command?.id;
    if (result !== null && id !== undefined) {
      const outcome = result === 'stale' ? 'succeeded' : result;
      facts.push({ kind: 'result', id, outcome, detail: 'said so', at });
    }
    return facts;
  }

  /** What a command is called and who runs it is the core's choice; both know it by that name. */
  #shareNames(): void {
    const known = this.#room.command;
    const { command } = this.#reference.room;
    if (command === null || known === null) return;
    command.id = known.id;
    command.device = known.device;
  }

  #give(input: Exclude<Input, { kind: 'register' }>): Line {
    const now = instant(this.#now);
    const before = this.#room;
    const expected = this.#reference.take(structuredClone(input) as typeof input, this.#now);
    const text = `${now}  ${described(input)}`;
    let got: Advanced;
    try {
      got = advance(before, input, this.#rules, now);
    } catch (thrown) {
      return { text, parted: `    core threw ${String(thrown)}`, changes: [] };
    }
    if (got.ok) this.#room = got.room;
    if (got.ok && got.changes.length > 0) this.#written = JSON.stringify(got.room);
    this.#shareNames();
    const parted = [
      ...differences(
        pictureOf(expected, this.#reference),
        pictureOfCore(answerOf(got, input, this.#reference), this.#room, this.#rules),
      ),
      ...dueFaults(before, input, got, now),
    ];
    const changes = 'changes' in expected ? expected.changes : [];
    return { text, parted: parted.length > 0 ? parted.join('\n') : null, changes };
  }
}

/** A sweep knocks only when something is due: what a tick does has to be announced, and then done. */
function dueFaults(before: Room, input: Input, got: Advanced, now: Instant): string[] {
  if (!got.ok) return [];
  const { room, changes } = got;
  const faults: string[] = [];
  const isDue = before.dueAt !== null && before.dueAt <= now;
  // Word of meetings is kept in memory alone: what waits for it is not announced.
  const isNews = changes.some(({ type }) => type !== 'remediation.started');
  if (input.kind === 'tick' && !isDue && isNews) {
    faults.push(`    not announced: dueAt was ${before.dueAt}`);
  }
  // Who has not looked at the neighbours is asked again.
  const isAsked = signalRecords(room).some(([, { ticket }]) => {
    return ticket?.status === 'systemInvestigating' && ticket.neighbours === null;
  });
  if (!isAsked && changes.length > 0 && room.dueAt !== null && room.dueAt <= now) {
    faults.push(`    left undone: dueAt is ${room.dueAt}`);
  }
  return faults;
}

/** A tick of a sweep that has looked at the neighbours of whatever may be under investigation. */
function tickWith(rooms: number): Extract<Input, { kind: 'tick' }> {
  return {
    kind: 'tick',
    neighbours: { 'meeting-app': rooms, 'conference-microphone': rooms, 'app-version': rooms },
  };
}
