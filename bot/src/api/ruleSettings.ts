/** `/api/settings/rules`: all rules in force, and (for managers) saying some of them otherwise. */
import {
  defaultRules,
  type Instant,
  noSettings,
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
import type { Store } from '@rooms-pro/store';
import type { Request, Response, Server } from 'restify';
import { AppError } from '../appError.ts';
import { jsonBody } from './jsonBody.ts';

/** The document `setting` / `rules`: the settings, and who changed them last. */
export type RuleSettingsDocument = {
  readonly settings: RuleSettings;
  readonly by: PersonRef;
  readonly at: Instant;
};

type Deps = { readonly store: Store; readonly now: () => Instant };
type Answered = (
  handler: (request: Request, person: Person) => unknown,
) => (request: Request, response: Response) => Promise<void>;

/** Mounts both routes. Rules are shown with the product's timings, whatever the pace of a demo. */
export function mountRuleSettings(server: Server, deps: Deps, answered: Answered): void {
  server.get(
    '/api/settings/rules',
    answered((_request, person) => readRules(person, deps.store)),
  );
  server.put(
    '/api/settings/rules',
    answered((request, person) => changeRules(request, person, deps)),
  );
}

async function readRules(person: Person, store: Store): Promise<RulesAnswer> {
  const stored = await store.document<RuleSettingsDocument>('setting', 'rules');
  return presentRules(stored?.value ?? null, stored?.etag ?? null, person);
}

async function changeRules(
  request: Request,
  person: Person,
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
  const stored = await store.document<RuleSettingsDocument>('setting', 'rules');
  const by = { id: person.id, name: person.name };
  // Verdicts name the version, so that it counts what was kept here, not what was sent.
  const version = (stored?.value.settings.version ?? 0) + 1;
  const document = { settings: { ...read.settings, version }, by, at: now() };
  const isStale = (stored?.etag ?? null) !== etag;
  const written = isStale
    ? 'conflict'
    : await store.putDocument('setting', 'rules', document, etag);
  if (written === 'conflict') {
    throw new AppError(
      'Someone else changed the rules meanwhile. Nothing was changed; look at theirs first.',
      { code: 'conflict', status: 409 },
    );
  }
  return presentRules(document, written.etag, person);
}

/** Throws 403 for everyone but managers. */
export function assertManager(person: Person, what: string): void {
  if (person.role === 'manager') return;
  throw new AppError(`To ${what} you need the role Manager. Nothing was changed.`, {
    code: 'notPermitted',
    status: 403,
  });
}

function presentRules(
  document: RuleSettingsDocument | null,
  etag: string | null,
  person: Person,
): RulesAnswer {
  const settings = document?.settings ?? noSettings;
  const { version, byType } = withSettings(defaultRules, settings);
  return {
    version,
    etag,
    settings,
    changed: document && { by: document.by, at: document.at },
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
