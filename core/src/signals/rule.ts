/** The shape of a rule: what the business knows about one signal type, as data. */
import type { Category, Remediation, Severity, SignalType } from '../words.ts';

/** A recommended action for an observed detail: chosen when the detail contains one of `whenDetailHas`. */
export type DetailAdvice = {
  /** Fragments looked for in the detail, without regard to case. */
  readonly whenDetailHas: readonly string[];
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
};

/** All rules in force, with the version that verdicts name, and the platform's own timings. */
export type Rules = {
  readonly version: string;
  readonly byType: Readonly<Record<SignalType, Rule>>;
  /** Telemetry missing for this long means disconnected (4 missed beats). */
  readonly disconnectedAfterMs: number;
  /** A failure within this time of a resolution re-activates the episode; after it the ticket closes. */
  readonly closesAfterMs: number;
  /** How far ahead of our clock a device's may be before its readings are refused. */
  readonly clockSkewMs: number;
};
