/** The shape of a rule: what the business knows about one signal type, as data. */
import type { ClockRule } from '../../clocks/deviceClock.ts';
import type { Category, Instant, Remediation, Severity, SignalType } from '../../words.ts';

/** A recommended action for an observed detail: chosen when the detail contains one of `whenDetailHas`. */
export type DetailAdvice = {
  /** Fragments looked for in the detail, without regard to case. */
  readonly whenDetailHas: readonly string[];
  /** And only if the first percentage in the detail is below this: `4 % free`. */
  readonly belowPercent?: number;
  readonly recommendedAction: string;
};

/** What is known about one signal type. Durations are milliseconds. */
export type Rule = {
  readonly type: SignalType;
  readonly category: Category;
  /** How people call it: `Conference microphone`. */
  readonly label: string;
  readonly severity: Severity;
  /** How long a signal must stay unhealthy before an incident opens. */
  readonly opensAfterMs: number;
  /** How long the platform investigates before people are asked; 0: they are asked at once. */
  readonly investigateForMs: number;
  /** How long a warning may stay unattended before it becomes important; `null`: never. */
  readonly escalatesAfterMs: number | null;
  /** One sentence: what people in the room cannot do. */
  readonly impact: string;
  readonly description: string;
  readonly causes: readonly string[];
  readonly resolutions: readonly string[];
  /** What to do first, when no detail says better. */
  readonly recommendedAction: string;
  readonly adviceByDetail: readonly DetailAdvice[];
  readonly remediations: readonly Remediation[];
  /** The fault is in how the room is set up: shown as *misconfigured* beside the severity. */
  readonly isMisconfiguration: boolean;
  /** How long after a response telemetry is watched before the platform says whether it held. */
  readonly watchForMs: number;
  /** Whose word ends an incident: telemetry's, or (where there is none) a person's. */
  readonly resolvedBy: 'telemetry' | 'person';
  /** Switched off, a signal is kept and shown, and opens nothing. */
  readonly isOn: boolean;
};

/** All rules in force, with the version that verdicts name, and the platform's own timings. */
export type Rules = {
  readonly version: string;
  readonly byType: Readonly<Record<SignalType, Rule>>;
  /** Telemetry missing for this long means disconnected (4 missed beats). */
  readonly disconnectedAfterMs: number;
  /** A failure within this time of a resolution re-activates the episode; after it the ticket closes. */
  readonly closesAfterMs: number;
  /** How far from ours a device's clock may be before the platform reports `time-drift`. */
  readonly clockSkewMs: number;
  readonly clock: ClockRule;
  readonly heartbeat: HeartbeatRule;
  readonly flapping: FlappingRule;
  readonly remediation: RemediationRule;
  readonly outage: OutageRule;
  /** A suppression's end is announced this long before, or after three quarters of a shorter one. */
  readonly remindBeforeMs: number;
  /** What holds otherwise in room groups, in the order it applies; `rulesFor` makes it so for a room. */
  readonly forGroups?: readonly GroupRules[];
  /** How many times faster than the product's timings these are; left out: 1. */
  readonly pace?: number;
  /** Since when telemetry is heard here; left out: always. */
  readonly listening?: Availability;
  /** Set where the rules may change while somebody holds them: what they are now. */
  readonly live?: () => Rules;
};

/** When this process, or the whole platform, could hear telemetry. */
export type Availability = {
  /** Since when this process hears telemetry. */
  readonly since: Instant;
  /** When the platform last heard telemetry before that. */
  readonly pausedFrom: Instant;
  /** Other processes hear telemetry too: an event that did not come here may have come there. */
  readonly isShared?: true;
};

/** What a deployment or a room group says otherwise about a signal; what is left out stays. */
export type RuleOverride = Partial<Omit<Rule, 'type' | 'category' | 'resolvedBy'>>;

/** What may be said otherwise for a room group. */
export type GroupOverride = {
  readonly rules?: Readonly<Partial<Record<SignalType, RuleOverride>>>;
  readonly closesAfterMs?: number;
  readonly flapping?: Partial<FlappingRule>;
  readonly remediation?: Partial<RemediationRule>;
  readonly remindBeforeMs?: number;
};

/** What may be said otherwise for a whole deployment: that, and what only makes sense for all rooms. */
export type DeploymentOverride = GroupOverride & {
  readonly disconnectedAfterMs?: number;
  readonly outage?: Partial<OutageRule>;
};

export type GroupRules = { readonly name: string; readonly override: GroupOverride };

/** The document in which managers say what holds otherwise than in the product's own rules. */
export type RuleSettings = {
  /** One more with every change: verdicts name it. */
  readonly version: number;
  readonly deployment: DeploymentOverride;
  /**
   * By name of the room group. A room in several of them gets each in the order written here, so
   * that the last one wins (names that are whole numbers come first, ascending, as JSON has it).
   */
  readonly groups: Readonly<Record<string, GroupOverride>>;
};

/** How `meeting-app` is derived from the heartbeat events of the app. */
export type HeartbeatRule = {
  /** Without a heartbeat event for so long the app is unhealthy, while its device sends telemetry. */
  readonly silentAfterMs: number;
};

/** A signal that changes more than `changes` times within `withinMs` is flapping. */
export type FlappingRule = {
  readonly changes: number;
  readonly withinMs: number;
  /** Without a change for so long it has calmed down. */
  readonly quietForMs: number;
};

/** How the platform may act on devices by itself. */
export type RemediationRule = {
  /** At most so many attempts of one remediation in one room within 24 hours. */
  readonly attemptsPerDay: number;
  /** Local time of the room, `HH:MM`; `from` equal to `to`: any time. May run past midnight. */
  readonly allowedHours: { readonly from: string; readonly to: string };
  /** A command whose result is not told within this time has expired. */
  readonly resultWithinMs: number;
  /** After a result, readings get this long before the next remediation is tried. */
  readonly watchForMs: number;
  /** The device's word that no meeting is on counts for so long. */
  readonly meetingNewsMs: number;
};

export const outageScopes = ['floor', 'building', 'subnet'] as const;
/** What rooms of an outage share. */
export type OutageScope = (typeof outageScopes)[number];

/** So many rooms of one place that disconnect within `withinMs` are one outage. */
export type OutageRule = {
  readonly rooms: number;
  readonly withinMs: number;
  readonly scopes: readonly OutageScope[];
  /** With fewer rooms than that left, it goes on for this long; then one card lists those still silent. */
  readonly lingersMs: number;
};
