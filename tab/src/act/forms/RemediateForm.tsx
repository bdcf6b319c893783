/** Asks which remediation the platform tries on the device. */
import { Field, Radio, RadioGroup } from '@fluentui/react-components';
import { useState } from 'react';
import { Form } from '../../forms/Form.tsx';
import type { FormProps } from '../intention.ts';

/** The remediations of the rule, the most likely first. */
export function RemediateForm({ intention, formId, submit }: FormProps) {
  const choices = intention.remediations ?? [];
  const [chosen, setChosen] = useState(choices[0]?.remediation ?? null);

  function send(): void {
    if (chosen) submit({ action: 'remediate', remediation: chosen });
  }

  return (
    <Form id={formId} submit={send}>
      <Field label="What to try on the device">
        <RadioGroup
          value={chosen ?? ''}
          onChange={(_, data) =>
            setChosen(
              choices.find(({ remediation }) => remediation === data.value)?.remediation ?? null,
            )
          }
        >
          {choices.map(({ remediation, label }) => (
            <Radio key={remediation} value={remediation} label={label} />
          ))}
        </RadioGroup>
      </Field>
      <p>
        Never during a meeting: the device waits until the room is free, and cancels when that takes
        too long. The result is shown on this ticket.
      </p>
    </Form>
  );
}
