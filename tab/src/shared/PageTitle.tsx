/** The only main heading of a page. It also sets the title of the window. */
import { type ReactNode, useEffect } from 'react';
import styles from './PageTitle.module.css';

/** The title of a page with the elements beside it. */
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
