/** Shows that something is suppressed: by whom, since when, until when and why. */
import {
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  MessageBarTitle,
} from '@fluentui/react-components';
import type { Suppression } from '@rooms-pro/core';
import type { ReactNode } from 'react';
import { formatUntil } from '../time/formatTime.ts';
import { RelativeTime } from '../time/RelativeTime.tsx';
import styles from './Notes.module.css';

type Props = {
  readonly suppression: Suppression | null;
  readonly what: string;
  /** The actions on the suppression. */
  readonly children?: ReactNode;
};

/** Renders nothing without a suppression. */
export function SuppressionNote({ suppression, what, children }: Props) {
  if (!suppression) return null;
  return (
    <MessageBar intent="info" layout="multiline" className={styles.note}>
      <MessageBarBody>
        <MessageBarTitle>{`${what} is suppressed ${formatUntil(suppression.until)}.`}</MessageBarTitle>
        {`By ${suppression.by.name}, `}
        <RelativeTime at={suppression.at} inSentence />.
        {suppression.reason !== '' && <div className={styles.quote}>{suppression.reason}</div>}
      </MessageBarBody>
      {children && <MessageBarActions>{children}</MessageBarActions>}
    </MessageBar>
  );
}
