/** The one heading of a page, which also names the window. */
import { type ReactNode, useEffect } from 'react';
import styles from './PageTitle.module.css';

/** A page's title with what stands beside it. */
export function PageTitle({ title, children }: { title: string; children?: ReactNode }) {
  useEffect(() => {
    document.title = `${title} · Rooms Pro Management`;
  }, [title]);
  return (
    <div className={styles.title}>
      <h1>{title}</h1>
      {children}
    </div>
  );
}
