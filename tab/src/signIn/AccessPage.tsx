/** How a page looks that has nothing to show yet because of who looks at it: what, why, and the way on. */
import type { ReactNode } from 'react';
import { PageTitle } from '../shared/PageTitle.tsx';
import styles from './AccessPage.module.css';

type Props = {
  readonly icon: ReactNode;
  readonly title: string;
  /** What to do next. */
  readonly children: ReactNode;
  /** Buttons, the first the one to press. */
  readonly ways?: ReactNode;
  /** What whoever helps will ask for. */
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
