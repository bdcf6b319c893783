/** Shows who is assigned to the requested tickets, and offers to take them over. */
import type { PersonRef } from '@rooms-pro/core';
import { useId } from 'react';
import styles from '../forms/DialogFrame.module.css';
import { DialogFrame } from '../forms/DialogFrame.tsx';
import { Form } from '../forms/Form.tsx';
import { formatDateTime } from '../shared/time/formatTime.ts';
import type { Intention } from './intention.ts';
import type { Held } from './requests.ts';

type Props = {
  readonly intention: Intention;
  readonly held: readonly Held[];
  readonly isPending: boolean;
  readonly close: () => void;
  readonly takeOver: () => void;
};

function nameTarget({ targets, names = [], what }: Intention, { target }: Held): string {
  return names[targets.indexOf(target)] ?? what;
}

/** `Ada Byron has it since 12 Nov 2026, 14:00.` */
function formatHolder({ holder, since }: Held): string {
  return `${holder.name} has it${since ? ` since ${formatDateTime(since)}` : ''}.`;
}

function findAssignee({ assignees = [] }: Intention, held: readonly Held[]): PersonRef | null {
  const to = held[0]?.action.to;
  return assignees.find(({ id }) => id === to) ?? null;
}

/** Nothing has been reassigned yet. One ticket is named; several tickets are listed and counted. */
export function TakeOverDialog({ intention, held, isPending, close, takeOver }: Props) {
  const formId = useId();
  const [only] = held;
  if (!only) return null;
  const isOne = held.length === 1;
  const assignee = findAssignee(intention, held);
  const title = isOne
    ? `Take over ${nameTarget(intention, only)}?`
    : `Take over ${held.length} incidents?`;
  return (
    <DialogFrame
      title={title}
      formId={formId}
      verb={isOne ? `Take over from ${only.holder.name}` : `Take over these ${held.length}`}
      isPending={isPending}
      close={close}
    >
      <Form id={formId} submit={takeOver}>
        <ul className={styles.held}>
          {held.map((one) => (
            <li key={JSON.stringify(one.target)}>
              {!isOne && <strong>{nameTarget(intention, one)}</strong>}
              <div className={isOne ? undefined : styles.second}>{formatHolder(one)}</div>
            </li>
          ))}
        </ul>
        <p>
          {`${isOne ? 'It was not assigned' : 'They were not assigned'}, because ${
            isOne ? 'another person has it' : 'other people have them'
          }. When you take over, ${isOne ? 'it is' : 'they are'} ${
            assignee ? `assigned to ${assignee.name}` : 'yours'
          }, and the history shows that.`}
        </p>
      </Form>
    </DialogFrame>
  );
}
