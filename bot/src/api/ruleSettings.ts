/** `/api/settings/rules`: all rules in force, and (for managers) saying some of them otherwise. */
import {
  defaultRules,
  type Instant,
  type Person,
  type PersonRef,
  type Rule,
  type RuleOverride,
  type RuleSettings,
  remediationLabels,
  type SignalType,
  signalTypes,
  withSettings,
} from '@rooms-pro/core';
import {
  type RuleRow,
  type RulesAnswer,
  readRuleSettings,
  rulesBody,
} from '@rooms-pro/core/contracts';
import { openRuleBook, type RuleBook, type Store } from '@rooms-pro/store';
import type { Request, Response, Server } from 'restify';
import { AppError } from '../appError.ts';
import { assertManager } from './assertManager.ts';
import { jsonBody } from './jsonBody.ts';

/** The document `setting` / `rulesChange`: who changed the rules last; the rules stand in their own. */
type ChangeDocument = { readonly version: number; readonly by: PersonRef; readonly at: Instant };

type Deps = {
  readonly store: Store;
  readonly now: () => Instant;
  /** The book that the platform decides by; where it is given, a change is in force at once. */
  readonly ruleBook?: RuleBook;
};
type Answered = (
  handler: (request: Request, person: Person) => unknown,
) => (request: Request, response: Response) => Promise<void>;

/** Mounts both routes. Rules are shown with the product's timings, whatever the pace of a demo. */
export function mountRuleSettings(server: Server, deps: Deps, answered: Answered): void {
  const { store } = deps;
  const book = deps.ruleBook ?? openRuleBook(store, { base: defaultRules, pace: 1 });
  server.get(
    '/api/settings/rules',
    answered(async (_request, person) => {
      await book.load();
      return presentRules(book, await lastChange(store), person);
    }),
  );
  server.put(
    '/api/settings/rules',
    answered((request, person) => changeRules(request, person, book, deps)),
  );
}

async function lastChange(store: Store): Promise<ChangeDocument | null> {
  return (await store.document<ChangeDocument>('setting', 'rulesChange'))?.value ?? null;
}

async function changeRules(
  request: Request,
  person: Person,
  book: RuleBook,
  { store, now }: Deps,
): Promise<RulesAnswer> {
  assertManager(person, 'change rules');
  const { etag, settings } = rulesBody.parse(await jsonBody(request));
  const read = readRuleSettings(settings);
  if ('faults' in read) {
    throw new AppError('These rules cannot be taken. Nothing was changed.', {
      code: 'badSettings',
      status: 400,
      faults: read.faults,
    });
  }
  // The book counts versions from what is stored, not from what was sent.
  await book.load();
  if ((await book.put(read.settings, etag)) === 'conflict') {
    throw new AppError(
      'Someone else changed the rules meanwhile. Nothing was changed; look at theirs first.',
      { code: 'conflict', status: 409 },
    );
  }
  const { version } = book.settings().value;
  const change = { version, by: { id: person.id, name: person.name }, at: now() };
  await store.putDocument<ChangeDocument>('setting', 'rulesChange', change);
  return presentRules(book, change, person);
}

function presentRules(book: RuleBook, change: ChangeDocument | null, person: Person): RulesAnswer {
  const { value: settings, etag } = book.settings();
  const { version, byType } = withSettings(defaultRules, settings);
  const isLast = change !== null && change.version === settings.version;
  return {
    version,
    etag,
    settings,
    changed: isLast ? { by: change.by, at: change.at } : null,
    rules: signalTypes.map((type) => presentRule(byType[type], settings)),
    canChange: person.role === 'manager',
  };
}

function presentRule(rule: Rule, { deployment, groups }: RuleSettings): RuleRow {
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
    product: productOf(type),
    overridden: membersOf(deployment.rules, type),
    groups: Object.keys(groups).filter((name) => membersOf(groups[name]?.rules, type).length > 0),
  };
}

function productOf(type: SignalType): RuleRow['product'] {
  const { severity, opensAfterMs, investigateForMs, escalatesAfterMs, isOn } =
    defaultRules.byType[type];
  return { severity, opensAfterMs, investigateForMs, escalatesAfterMs, isOn };
}

function membersOf(
  rules: Readonly<Partial<Record<SignalType, RuleOverride>>> | undefined,
  type: SignalType,
): (keyof RuleOverride)[] {
  return Object.keys(rules?.[type] ?? {}) as (keyof RuleOverride)[];
}
