/** Shows the result of each action, with an Undo button where the action can be undone. */
import {
  Button,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  MessageBarTitle,
} from '@fluentui/react-components';
import { Dismiss20Regular } from '@fluentui/react-icons/svg/dismiss';
import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useRef,
  useState,
} from 'react';
import type { Outcome } from './actions.ts';
import styles from './Outcomes.module.css';

type Undo = (() => void) | null;
type Said = { readonly id: number; readonly outcome: Outcome; readonly undo: Undo };
type Say = (outcome: Outcome, undo: Undo) => void;

const SayContext = createContext<Say>(() => undefined);
const mostShown = 3;
const shownMs = 8000;
const longMs = 15_000;

/** Shows an outcome. */
export const useOutcomeText = (): Say => useContext(SayContext);

/** Disappears after a delay. The delay does not run while the pointer or the focus is on the outcome. */
function OutcomeBar({ said, dismissOne }: { said: Said; dismissOne: (id: number) => void }) {
  const { id, outcome, undo } = said;
  const dismiss = useCallback(() => dismissOne(id), [dismissOne, id]);
  const [isHeld, setIsHeld] = useState(false);
  const stayMs = undo || outcome.intent !== 'success' ? longMs : shownMs;
  useEffect(() => {
    if (isHeld) return;
    const timer = setTimeout(dismiss, stayMs);
    return () => clearTimeout(timer);
  }, [isHeld, stayMs, dismiss]);
  return (
    <li
      onPointerEnter={() => setIsHeld(true)}
      onPointerLeave={() => setIsHeld(false)}
      onFocus={() => setIsHeld(true)}
      onBlur={() => setIsHeld(false)}
    >
      <MessageBar intent={outcome.intent} layout="multiline" className={styles.bar}>
        <MessageBarBody>
          <MessageBarTitle>{outcome.headline}</MessageBarTitle>
          {outcome.sentences.map((sentence) => (
            <div key={sentence}>{sentence}</div>
          ))}
        </MessageBarBody>
        <MessageBarActions
          containerAction={
            <Button
              appearance="transparent"
              icon={<Dismiss20Regular />}
              aria-label="Dismiss"
              onClick={dismiss}
            />
          }
        >
          {undo && (
            <Button
              onClick={() => {
                undo();
                dismiss();
              }}
            >
              Undo
            </Button>
          )}
        </MessageBarActions>
      </MessageBar>
    </li>
  );
}

/** Provides `useOutcomeText` to the components below it, and shows the latest outcomes. */
export function Outcomes({ children }: { children: ReactNode }) {
  const [shown, setShown] = useState<readonly Said[]>([]);
  const lastId = useRef(0);
  const say = useCallback<Say>((outcome, undo) => {
    lastId.current += 1;
    const said = { id: lastId.current, outcome, undo };
    setShown((before) => [...before, said].slice(-mostShown));
  }, []);
  const dismiss = useCallback(
    (id: number) => setShown((before) => before.filter((said) => said.id !== id)),
    [],
  );
  return (
    <SayContext value={say}>
      {children}
      <section className={styles.outcomes} aria-label="Results of your actions">
        <ul aria-live="polite">
          {shown.map((said) => (
            <OutcomeBar key={said.id} said={said} dismissOne={dismiss} />
          ))}
        </ul>
      </section>
    </SayContext>
  );
}
