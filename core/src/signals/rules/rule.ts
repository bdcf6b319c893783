/** The type of a rule: all knowledge about one signal type, as data. */
import type { ClockRule } from '../../clocks/deviceClock.ts';
import type { Category, Instant, Remediation, Severity, SignalType } from '../../words.ts';

/** A recommended action for an observed detail: chosen when the detail contains one of `whenDetailHas`. */
export type DetailAdvice = {
  /** Fragments to search in the detail, in any upper and lower case. */
  readonly whenDetailHas: readonly string[];
  /** The advice applies only if the first percentage in the detail (`4 % free`) is below this. */
  readonly belowPercent?: number;
  readonly recommendedAction: string;
};

/** The rule of one signal type. Durations are in milliseconds. */
export type Rule = {
  readonly type: SignalType;
  readonly category: Category;
  /** The name on screens: `Conference microphone`. */
  readonly label: string;
  readonly severity: Severity;
  /** How long a signal must stay unhealthy before an incident opens. */
  readonly opensAfterMs: number;
  /** How long the platform investigates before people must act; 0: no investigation. */
  readonly investigateForMs: number;
  /** How long a warning may stay unattended before it becomes important; `null`: never. */
  readonly escalatesAfterMs: number | null;
  /** One sentence: what people in the room cannot do. */
  readonly impact: string;
  readonly description: string;
  readonly causes: readonly string[];
  readonly resolutions: readonly string[];
  /** The first step for people, unless `adviceByDetail` contains a better one. */
  readonly recommendedAction: string;
  readonly adviceByDetail: readonly DetailAdvice[];
  readonly remediations: readonly Remediation[];
  /** The fault is in the configuration of the room: shown as *misconfigured* beside the severity. */
  readonly isMisconfiguration: boolean;
  /** How long telemetry is watched after a response before the platform decides whether the fix held. */
  readonly watchForMs: number;
  /** Whether telemetry ends an incident, or (where no telemetry exists) a person. */
  readonly resolvedBy: 'telemetry' | 'person';
  /** Whether the signal opens incidents. A signal that is switched off is still stored and shown. */
  readonly isOn: boolean;
};

/**
 * All effective rules with their version, and the platform's own timings. A value that never changes:
 * changed settings lead to a new value, which the caller passes with the next input.
 */
export type Rules = {
  readonly version: string;
  readonly byType: Readonly<Record<SignalType, Rule>>;
  /** A room without telemetry for this long is disconnected (4 missed heartbeats). */
  readonly disconnectedAfterMs: number;
  /** A failure within this time of a resolution re-activates the episode; after it the ticket closes. */
  readonly closesAfterMs: number;
  /** How far a device's clock may differ from the server's before the platform reports `time-drift`. */
  readonly clockSkewMs: number;
  readonly clock: ClockRule;
  readonly heartbeat: HeartbeatRule;
  readonly flapping: FlappingRule;
  readonly remediation: RemediationRule;
  readonly outage: OutageRule;
  /** A suppression's end is announced this long before, or after three quarters of a shorter one. */
  readonly remindBeforeMs: number;
  /** The overrides of room groups, in their order of application; `rulesFor` applies them to a room. */
  readonly forGroups?: readonly GroupRules[];
  /** How many times faster these timings are than the product's; absent: 1. */
  readonly pace?: number;
  /** Since when this process receives telemetry; absent: always. */
  readonly listening?: Availability;
};

/** When this process, or the whole platform, was able to receive telemetry. */
export type Availability = {
  /** Since when this process receives telemetry. */
  readonly since: Instant;
  /** When the platform last received telemetry before that. */
  readonly pausedFrom: Instant;
  /** Other processes receive telemetry, too: an event that did not arrive here may have arrived there. */
  readonly isShared?: true;
};

/** An override of a signal's rule by a deployment or a room group; an absent member does not change the rule. */
export type RuleOverride = Partial<Omit<Rule, 'type' | 'category' | 'resolvedBy'>>;

/** The overrides that are possible for a room group. */
export type GroupOverride = {
  readonly rules?: Readonly<Partial<Record<SignalType, RuleOverride>>>;
  readonly closesAfterMs?: number;
  readonly flapping?: Partial<FlappingRule>;
  readonly remediation?: Partial<RemediationRule>;
  readonly remindBeforeMs?: number;
};

/** The overrides that are possible for a whole deployment: those of a group, and those that concern all rooms. */
export type DeploymentOverride = GroupOverride & {
  readonly disconnectedAfterMs?: number;
  readonly outage?: Partial<OutageRule>;
};

/** The overrides of one room group, and the rules of a room with only this group. */
export type GroupRules = {
  readonly name: string;
  readonly override: GroupOverride;
  readonly alone: Rules;
};

/** The document with the managers' overrides of the default rules. */
export type RuleSettings = {
  /** Increased at every change; the version of the rules contains it. */
  readonly version: number;
  readonly deployment: DeploymentOverride;
  /**
   * By name of the room group. For a room in several groups, the overrides apply in the order of this
   * object, so the last one wins (in JavaScript, names that are whole numbers come first, ascending).
   */
  readonly groups: Readonly<Record<string, GroupOverride>>;
};

/** How `meeting-app` is derived from the heartbeat events of the app. */
export type HeartbeatRule = {
  /** The app is unhealthy after this time without a heartbeat event, while its device sends telemetry. */
  readonly silentAfterMs: number;
};

/** A signal that changes more than `changes` times within `withinMs` is flapping. */
export type FlappingRule = {
  readonly changes: number;
  readonly withinMs: number;
  /** After this time without a change, the signal is stable again. */
  readonly quietForMs: number;
};

/** The limits for automatic remediations. */
export type RemediationRule = {
  /** The most attempts of one remediation in one room within 24 hours. */
  readonly attemptsPerDay: number;
  /** Local time of the room, `HH:MM`. When `from` equals `to`, any time is allowed. May span midnight. */
  readonly allowedHours: { readonly from: string; readonly to: string };
  /** A command without a result expires after this time. */
  readonly resultWithinMs: number;
  /** How long readings are watched after a result before the next remediation starts. */
  readonly watchForMs: number;
  /** How long a device's report that no meeting is on stays valid. */
  readonly meetingNewsMs: number;
};

export const outageScopes = ['floor', 'building', 'subnet'] as const;
/** What rooms of an outage share. */
export type OutageScope = (typeof outageScopes)[number];

/** At least `rooms` rooms of one location that disconnect within `withinMs` are one outage. */
export type OutageRule = {
  readonly rooms: number;
  readonly withinMs: number;
  readonly scopes: readonly OutageScope[];
  /** How long an outage stays open with fewer rooms than `rooms`; then one card lists the rooms that are still disconnected. */
  readonly lingersMs: number;
};
