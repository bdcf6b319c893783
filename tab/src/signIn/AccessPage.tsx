/**
 * The layout of a page that has nothing to show to this person yet: the state, the reason and the next
 * step.
 */
import type { ReactNode } from 'react';
import { PageTitle } from '../shared/PageTitle.tsx';
import styles from './AccessPage.module.css';

type Props = {
  readonly icon: ReactNode;
  readonly title: string;
  /** The next step. */
  readonly children: ReactNode;
  /** Buttons; the first one is the recommended one. */
  readonly ways?: ReactNode;
  /** Details that an administrator may ask for. */
  readonly small?: ReactNode;
};

/** One column in the middle of the page. */
export function AccessPage({ icon, title, children, ways, small }: Props) {
  return (
    <section className={styles.access}>
      <span className={styles.icon} aria-hidden>
        {icon}
      </span>
      <PageTitle title={title} />
      <div className={styles.words}>{children}</div>
      {ways && <div className={styles.ways}>{ways}</div>}
      {small && <div className={styles.small}>{small}</div>}
    </section>
  );
}
