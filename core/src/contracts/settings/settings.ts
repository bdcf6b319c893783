/** The wire shapes of the settings that managers change. The tab imports the types only. */
import { z } from 'zod';
import type { RoomId } from '../../room.ts';
import type { RuleOverride, RuleSettings } from '../../signals/rules/rule.ts';
import type { Category, Instant, PersonRef, Severity, SignalType } from '../../words.ts';
import { deviceId } from '../telemetry.ts';

/**
 * One rule in force, with what would hold without the overrides of this place: everywhere that is
 * what the product itself says, for a room group what holds everywhere.
 */
export type RuleRow = {
  readonly type: SignalType;
  readonly label: string;
  readonly category: Category;
  readonly severity: Severity;
  readonly opensAfterMs: number;
  readonly investigateForMs: number;
  readonly escalatesAfterMs: number | null;
  readonly watchForMs: number;
  /** What the platform may try, in words. */
  readonly remediations: readonly string[];
  readonly isMisconfiguration: boolean;
  readonly isOn: boolean;
  readonly impact: string;
  readonly recommendedAction: string;
  /** What would hold otherwise, of what is changed most. */
  readonly product: Pick<
    RuleRow,
    'severity' | 'opensAfterMs' | 'investigateForMs' | 'escalatesAfterMs' | 'isOn'
  >;
  /** Members that are otherwise here. */
  readonly overridden: readonly (keyof RuleOverride)[];
  /** Room groups for which something of it is otherwise again; none where the place is a group. */
  readonly groups: readonly string[];
};

/** Query of both routes of `/api/settings/rules`: without a group, the rules are those of everywhere. */
export const rulesQuery = z.object({ group: z.string().min(1).max(80).optional() });

/** Answer of `GET /api/settings/rules` and of a `PUT` that was taken. */
export type RulesAnswer = {
  /** Names the rules as a whole; verdicts carry it. */
  readonly version: string;
  /** To be sent back with a change; `null`: nothing was ever changed. */
  readonly etag: string | null;
  readonly settings: RuleSettings;
  /** The room group whose rules these are; `null`: those of everywhere. */
  readonly group: string | null;
  readonly changed: { readonly by: PersonRef; readonly at: Instant } | null;
  readonly rules: readonly RuleRow[];
  /** Whether this person may change them. */
  readonly canChange: boolean;
  readonly confirmedAt: Instant;
};

/** Body of `PUT /api/settings/rules`. The settings are read by `readRuleSettings`. */
export const rulesBody = z.strictObject({
  etag: z.string().max(200).nullable(),
  settings: z.unknown(),
});
export type RulesBody = { readonly etag: string | null; readonly settings: RuleSettings };

/** Query of `GET /api/settings/keys`. */
export const keysQuery = z.object({
  text: z.string().max(200).optional(),
  offset: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

type RoomRef = { readonly roomId: RoomId; readonly name: string };

/** A key as people may see it: whose it is and what became of it, never the key. */
export type KeyRow = {
  readonly id: string;
  readonly kind: 'device' | 'gateway';
  readonly name: string;
  /** The room that the device stands in, where it is known. */
  readonly room: RoomRef | null;
  readonly issuedAt: Instant;
  readonly revokedAt: Instant | null;
  /** Good until then; `null`: until it is revoked. */
  readonly validUntil: Instant | null;
};

/** Answer of `GET /api/settings/keys`: those in use first, then the newest. */
export type KeysAnswer = {
  readonly total: number;
  readonly rows: readonly KeyRow[];
  readonly confirmedAt: Instant;
};

/** An enrolment code as people may see it, never the code. */
export type CodeRow = {
  readonly id: string;
  readonly state: 'open' | 'used' | 'expired' | 'revoked';
  /** The only device that may use it; `null`: the first that comes. */
  readonly device: string | null;
  readonly room: RoomRef | null;
  readonly by: string;
  readonly issuedAt: Instant;
  readonly expiresAt: Instant;
  readonly used: { readonly device: string; readonly at: Instant } | null;
};

/** Answer of `GET /api/settings/codes`: open ones first, then the newest; at most a hundred. */
export type CodesAnswer = { readonly rows: readonly CodeRow[]; readonly confirmedAt: Instant };

/** Body of `POST /api/settings/codes`. */
export const newCodeBody = z.strictObject({
  device: z.string().trim().pipe(deviceId).nullable(),
  room: z.templateLiteral(['room-', z.number().int().positive()]).nullable(),
});
export type NewCodeBody = z.infer<typeof newCodeBody>;

/** The only time that a code is told. */
export type NewCodeAnswer = {
  readonly id: string;
  readonly code: string;
  readonly expiresAt: Instant;
};

/** A stored document that this version of the product cannot read, in words. */
export type UnreadableRow = {
  readonly kind: string;
  readonly id: string;
  /** What it is: `Room`, `Key`, `Rules`. */
  readonly name: string;
  /** Where it does not fit and how; never its content. */
  readonly fault: string;
  /** What does not work while it cannot be read. */
  readonly effect: string;
  readonly since: Instant;
};

/** Answer of `GET /api/settings/quarantine` and of `POST /api/settings/quarantine/check`. */
export type QuarantineAnswer = {
  /** How many there are; `rows` has at most two hundred. */
  readonly total: number;
  readonly rows: readonly UnreadableRow[];
  readonly confirmedAt: Instant;
};
