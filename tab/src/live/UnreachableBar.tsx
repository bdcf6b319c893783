/** Shows that the server is unreachable and that the page may be out of date. */
import { MessageBar, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import { useEffect, useState } from 'react';
import { formatClock } from '../shared/time/formatTime.ts';
import { useLive } from './LiveProvider.tsx';
import styles from './UnreachableBar.module.css';

const graceMs = 4000;

/** Shown when the connection has been lost for more than a few seconds. */
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
            ? `What you see was confirmed at ${formatClock(confirmation.saidMs)}. The page retries automatically.`
            : 'The page retries automatically.'}
        </MessageBarBody>
      </MessageBar>
    </section>
  );
}
