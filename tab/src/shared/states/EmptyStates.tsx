/** Placeholders for missing data: loading, an empty list, or a failure. */
import { Button, Skeleton, SkeletonItem } from '@fluentui/react-components';
import { CheckmarkCircle48Regular } from '@fluentui/react-icons/svg/checkmark-circle';
import { ErrorCircle48Regular } from '@fluentui/react-icons/svg/error-circle';
import { Search48Regular } from '@fluentui/react-icons/svg/search';
import type { ReactNode } from 'react';
import { ApiFailure } from '../../api/apiFailure.ts';
import styles from './EmptyStates.module.css';

/** Grey bars while data is loading. */
export function Loading({ rows, what }: { rows: number; what: string }) {
  return (
    <Skeleton className={styles.loading} aria-label={`Loading ${what}`}>
      {Array.from({ length: rows }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the bars are identical and never move.
        <SkeletonItem key={index} size={48} />
      ))}
    </Skeleton>
  );
}

/** An empty list that is good news. */
export function Empty({ headline, children }: { headline: string; children?: ReactNode }) {
  return (
    <div className={styles.state}>
      <span className={styles.good} aria-hidden>
        <CheckmarkCircle48Regular />
      </span>
      <p className={styles.headline}>{headline}</p>
      {children}
    </div>
  );
}

/** An empty list because of the filters. */
export function NothingMatches({ what, clear }: { what: string; clear: () => void }) {
  return (
    <div className={styles.state}>
      <span className={styles.quiet} aria-hidden>
        <Search48Regular />
      </span>
      <p className={styles.headline}>{`No ${what} match these filters.`}</p>
      <Button onClick={clear}>Clear filters</Button>
    </div>
  );
}

function describeError(error: Error) {
  if (!(error instanceof ApiFailure)) return { sentence: 'Something went wrong.', reference: null };
  return { sentence: error.message, reference: error.reference };
}

/** The failure, a Retry button, and the reference for the administrator. */
export function Failure(props: { error: Error; retry: () => void; children?: ReactNode }) {
  const { sentence, reference } = describeError(props.error);
  return (
    <div className={styles.state} role="alert">
      <span className={styles.bad} aria-hidden>
        <ErrorCircle48Regular />
      </span>
      <p className={styles.headline}>{sentence}</p>
      {reference !== null && <p className={styles.reference}>{`Reference: ${reference}`}</p>}
      <div className={styles.ways}>
        <Button appearance="primary" onClick={props.retry}>
          Retry
        </Button>
        {props.children}
      </div>
    </div>
  );
}
