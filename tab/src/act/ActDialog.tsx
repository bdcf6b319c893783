/** The dialogs that collect the input of a command before it is sent. Loaded on first use. */
import type { ActionPayload } from '@rooms-pro/core/contracts';
import { type ReactNode, useId } from 'react';
import styles from '../forms/DialogFrame.module.css';
import { DialogFrame } from '../forms/DialogFrame.tsx';
import { type Offered, type Outcome, offeredLabel } from './actions.ts';
import { AssignForm } from './forms/AssignForm.tsx';
import { ChangeSuppressionForm } from './forms/ChangeSuppressionForm.tsx';
import { EditRoomForm } from './forms/EditRoomForm.tsx';
import { RemediateForm } from './forms/RemediateForm.tsx';
import { RemoveDeviceForm } from './forms/RemoveDeviceForm.tsx';
import { RetireForm } from './forms/RetireForm.tsx';
import { SuppressForm } from './forms/SuppressForm.tsx';
import { ReportForm, ResolveForm, RespondForm } from './forms/TextForms.tsx';
import type { FormProps, Intention } from './intention.ts';
import type { SendReport } from './useSend.ts';

type Props = {
  readonly intention: Intention;
  /** Why the server refused the previous attempt. */
  readonly refusal: Outcome | null;
  readonly isPending: boolean;
  readonly close: () => void;
  readonly submit: (action: ActionPayload, report?: SendReport) => void;
};

type Dialog = {
  readonly Form: (props: FormProps) => ReactNode;
  readonly title: (what: string) => string;
  /** The label of the submit button. Default: the label of the button that opened the dialog. */
  readonly verb?: string;
};

/** A dialog for each action that needs input. */
export const dialogs: Readonly<Partial<Record<Offered, Dialog>>> = {
  respond: { Form: RespondForm, title: (what) => `Respond to ${what}` },
  resolve: { Form: ResolveForm, title: (what) => `Resolve ${what}` },
  assignTo: { Form: AssignForm, title: (what) => `Assign ${what}`, verb: 'Assign' },
  remediate: {
    Form: RemediateForm,
    title: (what) => `Try a remediation for ${what}`,
    verb: 'Try it',
  },
  report: { Form: ReportForm, title: (what) => `Report a problem in ${what}`, verb: 'Report' },
  suppress: { Form: SuppressForm, title: (what) => `Suppress ${what}` },
  changeSuppression: {
    Form: ChangeSuppressionForm,
    title: (what) => `Change the end of the suppression of ${what}`,
    verb: 'Change',
  },
  changeProfile: { Form: EditRoomForm, title: (what) => `Edit ${what}`, verb: 'Change' },
  removeDevice: { Form: RemoveDeviceForm, title: (what) => `Take ${what} out of the room?` },
  retire: { Form: RetireForm, title: (what) => `Retire ${what}?` },
};

/** Shown above the form. The form keeps the text that the person wrote. */
function Refusal({ outcome: { headline, sentences } }: { outcome: Outcome }) {
  return (
    <div role="alert" className={styles.refused}>
      <strong>{headline}</strong>
      {sentences.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
    </div>
  );
}

/** Collects what an action needs: notes, a reason, a choice, a duration or a confirmation. */
export default function ActDialog(props: Props) {
  const formId = useId();
  const { intention, refusal, submit } = props;
  const dialog = dialogs[intention.action];
  if (dialog === undefined) return null;
  const { Form, title, verb } = dialog;
  return (
    <DialogFrame
      isPending={props.isPending}
      close={props.close}
      formId={formId}
      title={title(intention.what)}
      verb={verb ?? offeredLabel(intention.action)}
    >
      {refusal && <Refusal outcome={refusal} />}
      <Form intention={intention} formId={formId} submit={submit} />
    </DialogFrame>
  );
}
