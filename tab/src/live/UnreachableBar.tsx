/** Says that the server is out of reach and that what is shown may be old. */
import { MessageBar, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import { useEffect, useState } from 'react';
import { formatClock } from '../shared/time/formatTime.ts';
import { useLive } from './LiveProvider.tsx';
import styles from './UnreachableBar.module.css';

const graceMs = 4000;

/** Shown once the line has been down for longer than a blink. */
export function UnreachableBar() {
  const { status, confirmation } = useLive();
  const isDown = status === 'reconnecting';
  const [isLong, setIsLong] = useState(false);
  useEffect(() => {
    setIsLong(false);
    if (!isDown) return;
    const timer = setTimeout(() => setIsLong(true), graceMs);
    return () => clearTimeout(timer);
  }, [isDown]);
  if (!isDown || !isLong) return null;
  return (
    <section className={styles.place} aria-label="Connection">
      <MessageBar intent="warning" layout="multiline">
        <MessageBarBody>
          <MessageBarTitle>
            {navigator.onLine ? 'No connection to the server.' : 'You are offline.'}
          </MessageBarTitle>
          {confirmation
            ? `What you see was confirmed at ${formatClock(confirmation.saidMs)}. It is asked for again by itself.`
            : 'It is asked for again by itself.'}
        </MessageBarBody>
      </MessageBar>
    </section>
  );
}
