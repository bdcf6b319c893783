/**
 * Takes what managers set into the product's own rules: for the whole deployment at once, for room
 * groups when a room is looked at. Settings come checked by `contracts/settings/rules.ts`; what must
 * never be otherwise is held here as well.
 */
import type { Room } from '../../room.ts';
import type { SignalType } from '../../words.ts';
import { days } from './durations.ts';
import type { GroupOverride, GroupRules, Rule, RuleOverride, RuleSettings, Rules } from './rule.ts';

/** Settings under which the product's own rules hold everywhere. */
export const noSettings: RuleSettings = { version: 0, deployment: {}, groups: {} };

type ByType = GroupOverride['rules'];

/**
 * The product's own rules with these settings in force. The deployment's are taken in at once; those
 * of room groups are carried along for `rulesFor`. Settings that change nothing give `base` itself.
 */
export function withSettings(base: Rules, settings: RuleSettings): Rules {
  const { deployment, groups } = settings;
  const named = Object.entries(groups).filter(([, override]) => saysSomething(override));
  if (!saysSomething(deployment) && named.length === 0) return base;
  const rules = overridden(base, { ...deployment, ...completeIn(base, deployment.rules) });
  return {
    ...rules,
    version: `${base.version}+${settings.version}`,
    disconnectedAfterMs: deployment.disconnectedAfterMs ?? base.disconnectedAfterMs,
    outage: { ...base.outage, ...deployment.outage },
    forGroups: named.map(([name, override]): GroupRules => {
      return { name, override: { ...override, ...completeIn(rules, override.rules) } };
    }),
  };
}

type Resolved = { readonly order: ReadonlyMap<string, number>; readonly byKey: Map<string, Rules> };

/** Rules are values that live as long as the settings do; so does what was worked out from them. */
const resolvedOf = new WeakMap<Rules, Resolved>();

/**
 * The rules that hold in a room: the very same object where none of its groups has any of its own,
 * else the same object for all rooms with the same such groups. Several apply in the order in which
 * they stand in the settings, so that the last one wins. The version then names them.
 */
export function rulesFor(given: Rules, room: Pick<Room, 'groups'>): Rules {
  const rules = given.live?.() ?? given;
  const { forGroups } = rules;
  if (forGroups === undefined || forGroups.length === 0 || room.groups.length === 0) return rules;
  const { order, byKey } = resolved(rules, forGroups);
  const places = new Set(room.groups.flatMap((group) => order.get(group) ?? []));
  if (places.size === 0) return rules;
  const inOrder = [...places].sort((a, b) => a - b);
  const key = inOrder.join();
  const known = byKey.get(key);
  if (known !== undefined) return known;
  const fresh = inGroups(
    rules,
    inOrder.flatMap((place) => forGroups[place] ?? []),
  );
  byKey.set(key, fresh);
  return fresh;
}

function resolved(rules: Rules, forGroups: readonly GroupRules[]): Resolved {
  const known = resolvedOf.get(rules);
  if (known !== undefined) return known;
  const order = new Map(forGroups.map(({ name }, place) => [name, place]));
  const fresh: Resolved = { order, byKey: new Map() };
  resolvedOf.set(rules, fresh);
  return fresh;
}

function inGroups(rules: Rules, applied: readonly GroupRules[]): Rules {
  const { forGroups: _, ...own } = rules;
  const all = applied.reduce<Rules>((sofar, { override }) => overridden(sofar, override), own);
  return { ...all, version: `${rules.version} (${applied.map(({ name }) => name).join(', ')})` };
}

function overridden(rules: Rules, override: GroupOverride): Rules {
  return {
    ...rules,
    byType: overriddenTypes(rules.byType, override.rules ?? {}),
    closesAfterMs: override.closesAfterMs ?? rules.closesAfterMs,
    flapping: { ...rules.flapping, ...override.flapping },
    remediation: { ...rules.remediation, ...override.remediation },
    remindBeforeMs: override.remindBeforeMs ?? rules.remindBeforeMs,
  };
}

/** What is important already cannot become so with time. */
function overriddenTypes(byType: Rules['byType'], overrides: NonNullable<ByType>) {
  const next: Record<SignalType, Rule> = { ...byType };
  for (const [type, override] of entriesOf(byType, overrides)) {
    const { category, resolvedBy } = byType[type];
    const rule = { ...byType[type], ...override, type, category, resolvedBy };
    next[type] = rule.severity === 'important' ? { ...rule, escalatesAfterMs: null } : rule;
  }
  return next;
}

/** Each override with what follows from it, so that it can be laid over any rule of its type. */
function completeIn(rules: Rules, overrides: ByType): Pick<GroupOverride, 'rules'> {
  const complete: Partial<Record<SignalType, RuleOverride>> = {};
  for (const [type, override] of entriesOf(rules.byType, overrides ?? {}))
    complete[type] = completed(override, rules.byType[type]);
  return { rules: complete };
}

/**
 * What was made a warning ages as warnings do. A password as delivered is a warning for ever:
 * meetings work all the same.
 */
function completed(override: RuleOverride, rule: Rule): RuleOverride {
  if (rule.type === 'default-credentials')
    return { ...override, severity: 'warning', escalatesAfterMs: null };
  if (override.severity !== 'warning' || override.escalatesAfterMs !== undefined) return override;
  const escalatesAfterMs = rule.severity === 'warning' ? rule.escalatesAfterMs : days(7);
  return { ...override, escalatesAfterMs };
}

/** Overrides of types that have a rule; settings may come from a time when there were others. */
function entriesOf(byType: Rules['byType'], overrides: NonNullable<ByType>) {
  const entries = Object.entries(overrides) as [SignalType, RuleOverride][];
  return entries.filter(([type]) => Object.hasOwn(byType, type));
}

function saysSomething({ rules, ...timings }: GroupOverride): boolean {
  const overrides = Object.values(rules ?? {});
  return [...overrides, timings].some((override) => Object.keys(override).length > 0);
}
