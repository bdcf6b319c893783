/** The frame of every dialog: a title, the content, a submit button and a cancel button. */
import { Button } from '@fluentui/react-components';
import {
  type FormEvent,
  type ReactNode,
  type RefObject,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import styles from './DialogFrame.module.css';
import { ignoreDoubleClick } from './doubleClick.ts';
import { SubmitButton } from './SubmitButton.tsx';

type Props = {
  readonly title: string;
  /** The id of the form inside, which the submit button sends. */
  readonly formId: string;
  /** The label of the submit button; `null`: the dialog can only be closed. */
  readonly verb: string | null;
  readonly isPending: boolean;
  readonly close: () => void;
  readonly children: ReactNode;
};

/** Returns the focus to the element that had it, or to the page if that element no longer exists. */
function returnFocus(): void {
  requestAnimationFrame(() => {
    if (document.activeElement !== document.body) return;
    document.getElementById('page')?.focus({ preventScroll: true });
  });
}

type Modal = {
  readonly dialog: RefObject<HTMLDialogElement | null>;
  /**
   * For `onClose`: a browser closes a dialog on a second Escape without asking. This opens it again, and
   * returns whether that was the case.
   */
  readonly reopen: () => boolean;
};

/** Shows the dialog while the component is mounted. */
export function useModal(): Modal {
  const dialog = useRef<HTMLDialogElement>(null);
  const isDrawn = useRef(false);
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    isDrawn.current = true;
    return () => {
      isDrawn.current = false;
      element?.close();
      returnFocus();
    };
  }, []);
  const reopen = () => {
    if (!isDrawn.current || dialog.current?.open !== false) return false;
    dialog.current.showModal();
    return true;
  };
  return { dialog, reopen };
}

/** Whether the dialog contains text that would be lost if the person leaves it. */
function useWrittenText() {
  const written = useRef(new Set<HTMLInputElement | HTMLTextAreaElement>());
  const notice = (event: FormEvent) => {
    const { target } = event;
    const isText =
      target instanceof HTMLTextAreaElement ||
      (target instanceof HTMLInputElement && target.type === 'text');
    if (isText) written.current.add(target);
  };
  const isThere = () =>
    [...written.current].some((field) => field.isConnected && field.value.trim() !== '');
  return { notice, isThere };
}

/** Asks for confirmation before the text of a person is lost. */
function Leaving({ discard, stay }: { discard: () => void; stay: () => void }) {
  const question = useRef<HTMLDivElement>(null);
  useEffect(() => question.current?.querySelector<HTMLElement>('[data-stay]')?.focus(), []);
  return (
    <div ref={question} className={styles.leaving}>
      <p role="alert">What you wrote is not sent. Discard it?</p>
      <div className={styles.buttons}>
        <Button onClick={ignoreDoubleClick(discard)}>Discard</Button>
        <Button data-stay appearance="primary" onClick={stay}>
          Keep writing
        </Button>
      </div>
    </div>
  );
}

/**
 * The dialog element of the browser: it traps the focus, makes the rest inert and closes on Escape. It
 * needs no helper elements that would disturb a screen reader. It stays open during a request, so that
 * the text is still there if the request fails.
 */
export function DialogFrame(props: Props) {
  const titleId = useId();
  const { dialog, reopen } = useModal();
  const written = useWrittenText();
  const [isLeaving, setIsLeaving] = useState(false);

  function stay(): void {
    setIsLeaving(false);
    const field = dialog.current?.querySelector<HTMLElement>('form :is(textarea, input)');
    field?.focus();
  }
  function leave(): void {
    if (props.isPending) return;
    if (isLeaving) stay();
    else if (written.isThere()) setIsLeaving(true);
    else props.close();
  }

  return (
    <dialog
      ref={dialog}
      className={styles.dialog}
      aria-labelledby={titleId}
      onInput={written.notice}
      onCancel={(event) => {
        event.preventDefault();
        leave();
      }}
      onClose={() => {
        if (reopen()) leave();
      }}
    >
      <h2 id={titleId}>{props.title}</h2>
      <div className={styles.content}>{props.children}</div>
      {isLeaving ? (
        <Leaving discard={props.close} stay={stay} />
      ) : (
        <div className={styles.buttons}>
          <Button disabledFocusable={props.isPending} onClick={ignoreDoubleClick(leave)}>
            {props.verb === null ? 'Close' : 'Cancel'}
          </Button>
          {props.verb !== null && (
            <SubmitButton form={props.formId} isPending={props.isPending}>
              {props.verb}
            </SubmitButton>
          )}
        </div>
      )}
    </dialog>
  );
}
