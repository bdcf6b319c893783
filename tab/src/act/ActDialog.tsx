/** The dialogs that ask for words before a command is sent; loaded when first needed. */
import { Button } from '@fluentui/react-components';
import type { WireAction } from '@rooms-pro/core/contracts';
import { type ReactNode, type RefObject, useId, useLayoutEffect, useRef } from 'react';
import styles from './ActDialog.module.css';
import type { AskedIntention } from './ActProvider.tsx';
import { type Asking, offeredLabels } from './actions.ts';
import { RemediateForm } from './RemediateForm.tsx';
import { RetireForm } from './RetireForm.tsx';
import { SuppressForm } from './SuppressForm.tsx';
import { ReportForm, ResolveForm, RespondForm } from './wordForms.tsx';

/** What every form in the dialog is given. */
export type FormProps = {
  readonly intention: AskedIntention;
  readonly formId: string;
  readonly submit: (action: WireAction) => void;
};

type Props = {
  readonly intention: AskedIntention;
  readonly isPending: boolean;
  readonly close: () => void;
  readonly submit: (action: WireAction) => void;
};

/** Focus goes back to where it came from; where that is gone, to the page. */
function returnFocus(): void {
  requestAnimationFrame(() => {
    if (document.activeElement !== document.body) return;
    document.getElementById('page')?.focus({ preventScroll: true });
  });
}

function useModal(): RefObject<HTMLDialogElement | null> {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => {
      element?.close();
      returnFocus();
    };
  }, []);
  return dialog;
}

/**
 * The browser's own dialog: it keeps the focus inside, makes the rest inert and closes on Escape
 * without any element of its own that a screen reader could stumble over.
 */
function Frame(
  props: Props & { title: string; formId: string; verb: string; children: ReactNode },
) {
  const titleId = useId();
  const dialog = useModal();
  return (
    <dialog
      ref={dialog}
      className={styles.dialog}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        props.close();
      }}
    >
      <h2 id={titleId}>{props.title}</h2>
      <div className={styles.content}>{props.children}</div>
      <div className={styles.buttons}>
        <Button onClick={props.close}>Cancel</Button>
        <Button
          appearance="primary"
          type="submit"
          form={props.formId}
          disabledFocusable={props.isPending}
        >
          {props.verb}
        </Button>
      </div>
    </dialog>
  );
}

type Dialog = {
  readonly Form: (props: FormProps) => ReactNode;
  readonly title: (what: string) => string;
  /** On its button; where absent, the label of the button that opened it. */
  readonly verb?: string;
};

const dialogs: Readonly<Record<Asking, Dialog>> = {
  respond: { Form: RespondForm, title: (what) => `Respond to ${what}` },
  resolve: { Form: ResolveForm, title: (what) => `Resolve ${what}` },
  remediate: { Form: RemediateForm, title: (what) => `Try to remedy ${what}`, verb: 'Try it' },
  report: { Form: ReportForm, title: (what) => `Report a problem in ${what}`, verb: 'Report' },
  suppress: { Form: SuppressForm, title: (what) => `Suppress ${what}` },
  retire: { Form: RetireForm, title: (what) => `Retire ${what}?` },
};

/** Asks for what an action needs: notes, a reason, a choice, a length of time, a second thought. */
export default function ActDialog(props: Props) {
  const formId = useId();
  const { intention, submit } = props;
  const { Form, title, verb } = dialogs[intention.action];
  return (
    <Frame
      {...props}
      formId={formId}
      title={title(intention.what)}
      verb={verb ?? offeredLabels[intention.action]}
    >
      <Form intention={intention} formId={formId} submit={submit} />
    </Frame>
  );
}
