/** `/api/settings/rules`: reads all current rules, and lets managers override some of them. */
import {
  defaultRules,
  type Instant,
  type Person,
  type PersonRef,
  type Rule,
  type RuleOverride,
  type RuleSettings,
  type Rules,
  remediationLabels,
  rulesFor,
  type SignalType,
  signalTypes,
  withSettings,
} from '@rooms-pro/core';
import {
  type RuleRow,
  type RulesAnswer,
  readRuleSettings,
  rulesBody,
  rulesQuery,
} from '@rooms-pro/core/contracts';
import {
  isUnreadable,
  openRuleRepository,
  type RuleRepository,
  type Store,
} from '@rooms-pro/store';
import type { Request, Response, Server } from 'restify';
import { AppError } from '../../appError.ts';
import { formatIssue } from '../http/formatIssue.ts';
import { jsonBody } from '../http/jsonBody.ts';
import { queryOf } from '../http/queryParameters.ts';
import { assertManager } from './assertManager.ts';

/**
 * The document `setting` / `rulesChange`: who changed the rules last. The rules have their own
 * document.
 */
type ChangeDocument = { readonly version: number; readonly by: PersonRef; readonly at: Instant };

type Deps = {
  readonly store: Store;
  readonly now: () => Instant;
  /** The rules that the platform decides by. If present, a change takes effect at once. */
  readonly ruleRepository?: RuleRepository;
};
type Answered = (
  handler: (request: Request, person: Person) => unknown,
) => (request: Request, response: Response) => Promise<void>;

/** Mounts both routes. Rules are shown with the product's timings, also in an accelerated demo. */
export function mountRuleSettings(server: Server, deps: Deps, answered: Answered): void {
  const { store } = deps;
  const repository =
    deps.ruleRepository ?? openRuleRepository(store, { base: defaultRules, pace: 1 });
  server.get(
    '/api/settings/rules',
    answered(async (request, person) => {
      const group = groupOf(request);
      await repository.load();
      return presentRules(
        { repository, change: await lastChange(store), group },
        person,
        deps.now(),
      );
    }),
  );
  server.put(
    '/api/settings/rules',
    answered((request, person) => changeRules(request, person, repository, deps)),
  );
}

/** The room group of the requested rules; `null`: the rules of everywhere. */
function groupOf(request: Request): string | null {
  return rulesQuery.parse(queryOf(request), { error: formatIssue }).group ?? null;
}

async function lastChange(store: Store): Promise<ChangeDocument | null> {
  try {
    return (await store.document<ChangeDocument>('setting', 'rulesChange'))?.value ?? null;
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    return null;
  }
}

async function changeRules(
  request: Request,
  person: Person,
  repository: RuleRepository,
  { store, now }: Deps,
): Promise<RulesAnswer> {
  assertManager(person, 'change rules');
  const group = groupOf(request);
  const { etag, settings } = rulesBody.parse(await jsonBody(request), { error: formatIssue });
  const read = readRuleSettings(settings);
  if ('faults' in read) {
    throw new AppError('These rules are not valid. Nothing was changed.', {
      code: 'badSettings',
      status: 400,
      faults: read.faults,
    });
  }
  // The repository counts versions from the stored rules, not from the rules in the request.
  await repository.load();
  if ((await repository.put(read.settings, etag)) === 'conflict') {
    throw new AppError(
      'Someone else changed the rules in the meantime. Nothing was changed. Look at their change first.',
      { code: 'conflict', status: 409 },
    );
  }
  const { version } = repository.settings().value;
  const change = { version, by: { id: person.id, name: person.name }, at: now() };
  // The rules are already in force, so an unreadable document of the last change stops nothing.
  await store.putDocument<ChangeDocument>('setting', 'rulesChange', change).catch((error) => {
    if (!isUnreadable(error)) throw error;
  });
  return presentRules({ repository, change, group }, person, now());
}

type RulesParts = {
  readonly repository: RuleRepository;
  readonly change: ChangeDocument | null;
  readonly group: string | null;
};

function presentRules(
  { repository, change, group }: RulesParts,
  person: Person,
  confirmedAt: Instant,
): RulesAnswer {
  const { value: settings, etag } = repository.settings();
  const everywhere = withSettings(defaultRules, settings);
  const isLast = change !== null && change.version === settings.version;
  return {
    version: everywhere.version,
    etag,
    settings,
    group,
    changed: isLast ? { by: change.by, at: change.at } : null,
    rules: group === null ? rowsOf(everywhere, settings) : rowsFor(group, everywhere, settings),
    canChange: person.role === 'manager',
    confirmedAt,
  };
}

/** Compared with the product's rule. */
function rowsOf({ byType }: Rules, { deployment, groups }: RuleSettings): RuleRow[] {
  return signalTypes.map((type) => ({
    ...presentRule(byType[type], defaultRules.byType[type]),
    overridden: membersOf(deployment.rules, type),
    groups: Object.keys(groups).filter((name) => membersOf(groups[name]?.rules, type).length > 0),
  }));
}

/** Compared with the rule of everywhere. */
function rowsFor(group: string, everywhere: Rules, { groups }: RuleSettings): RuleRow[] {
  const { byType } = rulesFor(everywhere, { groups: [group] });
  const own = Object.hasOwn(groups, group) ? groups[group] : undefined;
  return signalTypes.map((type) => ({
    ...presentRule(byType[type], everywhere.byType[type]),
    overridden: membersOf(own?.rules, type),
    groups: [],
  }));
}

function presentRule(rule: Rule, base: Rule): Omit<RuleRow, 'overridden' | 'groups'> {
  const { type, label, category, severity, isMisconfiguration, isOn, impact } = rule;
  const { opensAfterMs, investigateForMs, escalatesAfterMs, watchForMs } = rule;
  return {
    type,
    label,
    category,
    severity,
    opensAfterMs,
    investigateForMs,
    escalatesAfterMs,
    watchForMs,
    remediations: rule.remediations.map((remediation) => remediationLabels[remediation]),
    isMisconfiguration,
    isOn,
    impact,
    recommendedAction: rule.recommendedAction,
    product: {
      severity: base.severity,
      opensAfterMs: base.opensAfterMs,
      investigateForMs: base.investigateForMs,
      escalatesAfterMs: base.escalatesAfterMs,
      isOn: base.isOn,
    },
  };
}

function membersOf(
  rules: Readonly<Partial<Record<SignalType, RuleOverride>>> | undefined,
  type: SignalType,
): (keyof RuleOverride)[] {
  return Object.keys(rules?.[type] ?? {}) as (keyof RuleOverride)[];
}
