/** Changes the most common settings of a rule. The API changes the others. */
import { Field, Input, Radio, RadioGroup, Switch } from '@fluentui/react-components';
import { severities, severityLabels } from '@rooms-pro/core';
import type { RuleRow, RulesAnswer } from '@rooms-pro/core/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useOutcomeText } from '../../act/Outcomes.tsx';
import { ApiFailure } from '../../api/apiFailure.ts';
import { api } from '../../api/client.ts';
import { rulesQuery } from '../../api/queries.ts';
import { DialogFrame } from '../../forms/DialogFrame.tsx';
import { Form } from '../../forms/Form.tsx';
import { useSubmission } from '../../forms/useSubmission.ts';
import styles from '../SettingsDialog.module.css';
import {
  checkRuleDraft,
  type RuleDraft,
  toRuleDraft,
  unsavedLoss,
  withDraft,
} from './ruleEdits.ts';

type Props = {
  readonly rule: RuleRow;
  readonly answer: RulesAnswer;
  readonly close: () => void;
};

/** Sends the whole document with this rule changed. */
function useChange({ rule, answer, close }: Props) {
  const client = useQueryClient();
  const showOutcome = useOutcomeText();
  const { group } = answer;
  return useSubmission({
    mutationFn: (draft: RuleDraft) =>
      api.changeRules(group, {
        etag: answer.etag,
        settings: withDraft(answer.settings, rule, draft, group),
      }),
    onSuccess: (taken) => {
      client.setQueryData(rulesQuery(group).queryKey, taken);
      // A rule for all rooms also applies to groups, and both are in one document.
      void client.invalidateQueries({ queryKey: ['settings', 'rules'] });
      const headline = `The rule of ${rule.label} is changed${group === null ? '' : ` for ${group}`}.`;
      showOutcome({ intent: 'success', headline, sentences: [] }, null);
      close();
    },
    onError: (error) => {
      if (!(error instanceof ApiFailure) || error.status !== 409) return;
      void client.invalidateQueries({ queryKey: ['settings', 'rules'] });
    },
  });
}

const memberNames: Readonly<Record<string, string>> = {
  severity: 'Severity',
  opensAfterMs: 'Opens after',
  investigateForMs: 'Investigates for',
  escalatesAfterMs: 'Becomes important after',
};

function Refused({ error }: { error: Error | null }) {
  if (!error) return null;
  const faults = error instanceof ApiFailure ? error.faults : [];
  return (
    <div role="alert" className={styles.refused}>
      <p>{error.message}</p>
      <ul>
        {faults.map(({ pointer, reason }) => (
          <li
            key={pointer}
          >{`${memberNames[pointer.split('/').at(-1) ?? ''] ?? pointer}: ${reason}`}</li>
        ))}
      </ul>
    </div>
  );
}

/** A rule that becomes a warning gets the default escalation of warnings, unless the person sets one. */
function severityPart(value: string, rule: RuleRow, draft: RuleDraft): Partial<RuleDraft> {
  const severity = severities.find((one) => one === value) ?? draft.severity;
  const isNew = severity === 'warning' && rule.severity === 'important';
  return isNew && draft.escalatesAfterDays === ''
    ? { severity, escalatesAfterDays: '7' }
    : { severity };
}

const times = [
  ['opensAfterMinutes', 'Opens after (minutes)'],
  ['investigateForMinutes', 'Investigates for (minutes)'],
  ['escalatesAfterDays', 'Becomes important after (days)'],
] as const;

type FieldsProps = {
  readonly rule: RuleRow;
  /** The source of the default value: the product, or the rules for all rooms. */
  readonly otherwise: string;
  readonly draft: RuleDraft;
  readonly faults: ReturnType<typeof checkRuleDraft>;
  readonly set: (part: Partial<RuleDraft>) => void;
};

function Fields({ rule, otherwise, draft, faults, set }: FieldsProps) {
  const product = toRuleDraft(rule.product);
  return (
    <>
      <Switch
        label={draft.isOn ? 'On' : 'Off: the signal is shown, and opens no incident'}
        checked={draft.isOn}
        onChange={(_, data) => set({ isOn: data.checked })}
      />
      <Field
        label="Severity"
        hint={`${otherwise}: ${severityLabels[rule.product.severity]}. Incidents that are open keep the severity they opened with.`}
      >
        <RadioGroup
          layout="horizontal"
          value={draft.severity}
          onChange={(_, data) => set(severityPart(data.value, rule, draft))}
        >
          {severities.map((severity) => (
            <Radio key={severity} value={severity} label={severityLabels[severity]} />
          ))}
        </RadioGroup>
      </Field>
      {times
        .filter(([name]) => name !== 'escalatesAfterDays' || draft.severity === 'warning')
        .map(([name, label]) => (
          <Field
            key={name}
            label={label}
            hint={`${otherwise}: ${product[name] === '' ? 'never' : product[name]}`}
            {...(faults[name] === undefined ? {} : { validationMessage: faults[name] })}
          >
            <Input
              inputMode="decimal"
              value={draft[name]}
              onChange={(_, data) => set({ [name]: data.value })}
            />
          </Field>
        ))}
    </>
  );
}

/**
 * The dialog for one rule. It asks for confirmation before a rule is switched off whose loss no other
 * rule reveals.
 */
export function RuleDialog(props: Props) {
  const { rule, answer, close } = props;
  const formId = useId();
  const [draft, setDraft] = useState(() => toRuleDraft(rule));
  const [faults, setFaults] = useState<ReturnType<typeof checkRuleDraft>>({});
  const [isAsked, setIsAsked] = useState(false);
  const change = useChange(props);
  const loss = unsavedLoss(rule, draft);

  function set(part: Partial<RuleDraft>): void {
    setDraft({ ...draft, ...part });
    setIsAsked(false);
  }

  function submit(): void {
    const found = checkRuleDraft(draft);
    setFaults(found);
    if (Object.keys(found).length > 0) return;
    if (loss !== null && !isAsked) setIsAsked(true);
    else void change.submit(draft)?.catch(() => undefined);
  }

  return (
    <DialogFrame
      title={`Change the rule of ${rule.label}${answer.group === null ? '' : ` for ${answer.group}`}`}
      formId={formId}
      verb={isAsked ? 'Switch off' : 'Change'}
      isPending={change.isPending}
      close={close}
    >
      <Form id={formId} submit={submit}>
        <Refused error={change.error} />
        <Fields
          rule={rule}
          otherwise={answer.group === null ? 'The product' : 'Everywhere'}
          draft={draft}
          faults={faults}
          set={set}
        />
        {isAsked && (
          <p role="alert" className={styles.refused}>
            {`${loss} Press Switch off if that is what you want.`}
          </p>
        )}
      </Form>
    </DialogFrame>
  );
}
